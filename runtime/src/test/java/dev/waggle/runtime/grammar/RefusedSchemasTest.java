package dev.waggle.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedSchemasTest {
    private static @Nullable UnsupportedSchemaException refusal(String schema) {
        return catchThrowableOfType(UnsupportedSchemaException.class, () -> JsonSchemaGrammar.of(schema));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
            {"type":"kaboom"}                                       @ /type                 @ allowed are array, boolean
            {"type":123}                                            @ /type                 @ is 123
            {"type":["string","any"]}                               @ /type/1               @ "any"
            {"not":{"type":"null"}}                                 @ /not                  @ can't express
            {"if":{},"then":{}}                                     @ /if                   @ can't express
            {"properties":{"a":{"maxlength":3}}}                    @ /properties/a/maxlength @ can't express
            {"properties":{"a/b~":{"not":{}}}}                      @ /properties/a~1b~0/not @ can't express
            {"patternProperties":{}}                                @ /patternProperties    @ can't express
            {"type":"number","multipleOf":2}                        @ /multipleOf           @ can't express
            {"type":"array","uniqueItems":true}                     @ /uniqueItems          @ the same
            {"type":"array","contains":{}}                          @ /contains             @ can't express
            {"$anchor":"a"}                                         @ /$anchor              @ can't express
            {"properties":{"a":{"$id":"x"}}}                        @ /properties/a/$id     @ can't express
            {"$ref":"https://example.org/s.json"}                   @ /$ref                 @ outside
            {"$ref":"#anchor"}                                      @ /$ref                 @ outside
            {"$ref":"#/$defs/none"}                                 @ /$ref                 @ not in this schema
            {"$ref":7}                                              @ /$ref                 @ no text
            {"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}} @ /$defs/a              @ refers to itself
            {"anyOf":[{"$ref":"#"},{"type":"null"}]}                @ ``                    @ refers to itself
            {"anyOf":[]}                                            @ /anyOf                @ empty
            {"anyOf":{}}                                            @ /anyOf                @ a list is allowed
            {"properties":[]}                                       @ /properties           @ an object of schemas
            {"properties":{"a":1}}                                  @ /properties/a         @ true or false
            {"required":"a"}                                        @ /required             @ a list is allowed
            {"required":[1]}                                        @ /required/0           @ name of a property
            {"oneOf":[{"type":"integer"},{"type":"number"}]}        @ /oneOf                @ both 0 and 1
            {"oneOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":{},"b":{}}} @ /oneOf @ both 0 and 1
            {"format":"uri"}                                        @ /format               @ allowed are date
            {"type":"string","pattern":"^a$","format":"date"}       @ /format               @ beside a pattern
            {"allOf":[{"pattern":"a"},{"pattern":"b"}]}             @ /allOf/1/pattern      @ second pattern
            {"type":"string","pattern":"^a+$","maxLength":9}        @ /pattern              @ which minLength and maxLength narrow
            {"type":"string","pattern":"^(?=a)a$"}                  @ /pattern              @ only (?: is allowed
            {"type":"string","pattern":"^(a$"}                      @ /pattern              @ inside a group
            {"type":"string","pattern":"^(a"}                       @ /pattern              @ without )
            {"type":"string","pattern":"a)"}                        @ /pattern              @ without (
            {"type":"string","pattern":"*a"}                        @ /pattern              @ a * at this place
            {"type":"string","pattern":"a**"}                       @ /pattern              @ a * at this place
            {"type":"string","pattern":"[a"}                        @ /pattern              @ a [ without ]
            {"type":"string","pattern":"[z-a]"}                     @ /pattern              @ two ends in order
            {"type":"string","pattern":"\\\\b"}                     @ /pattern              @ escape
            {"type":"string","pattern":"(a)\\\\1"}                  @ /pattern              @ escape
            {"type":"string","pattern":"a\\\\"}                     @ /pattern              @ at the end
            {"type":"string","pattern":"a{2001}"}                   @ /pattern              @ 2000
            {"type":"string","pattern":"a{3,2}"}                    @ /pattern              @ no count
            {"type":"string","pattern":"(a*)*"}                     @ /pattern              @ may be empty
            {"type":"string","pattern":"\\\\x01"}                   @ /pattern              @ no short form
            {"type":"string","pattern":7}                           @ /pattern              @ no text
            {"type":"string","minLength":-1}                        @ /minLength            @ from 0 to 2000
            {"type":"string","maxLength":2001}                      @ /maxLength            @ is 2001
            {"type":"array","minItems":1.5}                         @ /minItems             @ is 1.5
            {"type":"array","maxItems":"3"}                         @ /maxItems             @ a number is allowed
            {"type":"integer","minimum":"1"}                        @ /minimum              @ a number is allowed
            {"type":"integer","minimum":1e99999}                    @ /minimum              @ 40 digits
            {"type":"integer","maximum":1,"exclusiveMaximum":true}  @ /exclusiveMaximum     @ a number is allowed
            {"type":"number","maximum":0.1234567890123456}          @ ``                    @ 15 digits
            {"type":"object","minProperties":1,"properties":{"a":{}}} @ ``                  @ count properties
            {"type":"object","minProperties":2}                     @ ``                    @ count properties
            {"type":"object","maxProperties":1,"properties":{"a":{},"b":{}}} @ ``           @ count properties
            {"enum":["a"],"pattern":"a"}                            @ ``                    @ beside enum
            {"const":{},"required":["a"]}                           @ ``                    @ beside enum
            {"enum":"a"}                                            @ /enum                 @ a list is allowed
            {"nullable":1,"type":"string"}                          @ /nullable             @ true and false
            {"const":"\\ud800"}                                     @ /const                @ half of a character
            false                                                   @ ``                    @ no finite value
            {"enum":[]}                                             @ ``                    @ no finite value
            {"type":"string","enum":[1]}                            @ ``                    @ no finite value
            {"type":"integer","minimum":3,"maximum":2}              @ ``                    @ no finite value
            {"type":"integer","minimum":0.1,"maximum":0.9}          @ ``                    @ no finite value
            {"type":"number","exclusiveMinimum":2,"maximum":2}      @ ``                    @ no finite value
            {"type":"string","minLength":3,"maxLength":2}           @ ``                    @ no finite value
            {"allOf":[{"type":"string"},{"type":"null"}]}           @ ``                    @ no finite value
            {"properties":{"a":false},"required":["a"]}             @ ``                    @ no finite value
            {"properties":{"a":{"$ref":"#"}},"required":["a"]}      @ ``                    @ no finite value
            {"type":"array","items":false,"minItems":1}             @ ``                    @ no finite value
            {"a":1,"a":2}                                           @ ``                    @ no JSON
            {"a":1} x                                               @ ``                    @ no JSON
            {"type":                                                @ ``                    @ no JSON
            7                                                       @ ``                    @ a schema is an object
            """)
    void schema_thatAGrammarCantExpress_isRefusedWithItsPlace(String schema, String pointer, String message) {
        UnsupportedSchemaException refusal = refusal(schema);

        assertThat(refusal).as(schema).isNotNull();
        assertThat(refusal).hasMessageContaining(message);
        assertThat(refusal.pointer()).isEqualTo(pointer);
    }

    @Test
    void schema_empty_isRefused() {
        assertThat(refusal("")).hasMessageContaining("is empty");
    }

    @Test
    void schema_longOrDeep_isRefused() {
        String deep = "{\"items\":".repeat(65) + "{}" + "}".repeat(65);

        assertThat(refusal("{\"title\":\"" + "x".repeat(256 << 10) + "\"}")).hasMessageContaining("at most 262144");
        assertThat(refusal(deep)).hasMessageContaining("nested deeper than 64");
    }

    @Test
    void schema_manyProperties_isRefused() {
        String properties =
                IntStream.range(0, 1001).mapToObj(i -> "\"p" + i + "\":{}").collect(Collectors.joining(","));

        assertThat(refusal("{\"properties\":{" + properties + "}}")).hasMessageContaining("at most 1000");
    }

    @Test
    void schema_manyWays_isRefusedSoon() {
        String two = "{\"anyOf\":[{\"minLength\":1},{\"maxLength\":9}]}";
        String many = IntStream.range(0, 40).mapToObj(i -> two).collect(Collectors.joining(","));

        assertThat(refusal("{\"allOf\":[" + many + "]}")).hasMessageContaining("at most 1000");
    }

    @Test
    void schema_manyRepetitions_isRefused() {
        String many = IntStream.range(0, 100)
                .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\",\"maxLength\":" + (1900 + i) + "}")
                .collect(Collectors.joining(","));

        assertThat(refusal("{\"properties\":{" + many + "}}")).hasMessageContaining("more than 100000 repetitions");
    }

    @Test
    void schema_manyNames_isRefused() {
        String name = "é".repeat(200);
        String many = IntStream.range(0, 60)
                .mapToObj(i -> "\"" + i + name + "\":{\"type\":\"null\"}")
                .collect(Collectors.joining(","));

        assertThat(refusal("{\"additionalProperties\":{},\"properties\":{" + many + "}}"))
                .hasMessageContaining("at most 10000");
    }

    @Test
    void schema_longPattern_isRefused() {
        assertThat(refusal("{\"pattern\":\"" + ".".repeat(2001) + "\"}")).hasMessageContaining("at most 2000");
    }

    @Test
    void schema_largeGrammar_isRefused() {
        String pattern = ".".repeat(2000);
        String many = IntStream.range(0, 9)
                .mapToObj(i -> "\"p" + i + "\":{\"pattern\":\"" + i + pattern.substring(1) + "\"}")
                .collect(Collectors.joining(","));

        assertThat(refusal("{\"properties\":{" + many + "}}")).hasMessageContaining("at most 1048576");
    }

    @Test
    void schema_manyMerges_isRefused() {
        String many = IntStream.range(0, 3000)
                .mapToObj(i -> "{\"properties\":{\"p" + i % 900 + "\":{}}}")
                .collect(Collectors.joining(","));

        assertThat(refusal("{\"allOf\":[" + many + "]}")).hasMessageContaining("more than 1000000 comparisons");
    }

    @Test
    void schema_manyComparisons_isRefused() {
        String many = IntStream.range(0, 400)
                .mapToObj(i -> "{\"properties\":{\"k\":{\"const\":" + i + "}},\"required\":[\"k\"]}")
                .collect(Collectors.joining(","));

        assertThat(refusal("{\"oneOf\":[" + many + "]}")).hasMessageContaining("more than 1000000 comparisons");
    }

    @Test
    void schema_longChainOfReferences_isRead() throws UnsupportedSchemaException {
        String chain = IntStream.range(0, 3000)
                .mapToObj(i -> "\"d" + i + "\":{\"properties\":{\"n\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}}}")
                .collect(Collectors.joining(","));
        String schema = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + chain + ",\"d3000\":{\"type\":\"null\"}}}";

        assertThat(Gbnf.parse(JsonSchemaGrammar.of(schema)).matches("{\"n\":{\"n\":{}}}"))
                .isTrue();
    }
}
