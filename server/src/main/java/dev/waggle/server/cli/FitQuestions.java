package dev.waggle.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.FitSetting;
import dev.waggle.server.json.FitJson;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers a file of questions about memory, one JSON object a line, line by line and in order. An answer is the question
 * with its {@code buffers}; where there is none, an {@code error}. Empty lines are left out.
 */
final class FitQuestions {
    private static final int MOST_LINE_BYTES = 1 << 16;
    private static final int MOST_SHOWN = 40;
    private static final String MODEL = "model";
    private static final String KV_TYPE = "kv_type";
    private static final String BUFFERS = "buffers";

    private final FitEngine engine;
    private final ModelShelf models;
    private long answered;
    private long failed;

    FitQuestions(FitEngine engine, ModelShelf models) {
        this.engine = engine;
        this.models = models;
    }

    /** Writes the answers, and returns the exit code. */
    int answer(InputStream in, Writer out) throws IOException {
        LineReader lines = new LineReader(in, MOST_LINE_BYTES);
        for (long number = 1; ; number++) {
            LineReader.Line line = lines.next();
            if (line instanceof LineReader.Line.End) break;
            if (line instanceof LineReader.Line.Text text && text.text().isBlank()) continue;
            out.write(Json.text(answer(line, number)));
            out.write('\n');
        }
        out.flush();
        if (failed == 0) return ExitCode.YES;
        return answered == 0 ? ExitCode.BAD_INPUT : ExitCode.NO;
    }

    private Object answer(LineReader.Line line, long number) {
        JsonNode model = null;
        try {
            ObjectNode question = parse(line, number);
            model = question.get(MODEL);
            Fit fit = fit(question);
            question.remove(BUFFERS);
            question.set(BUFFERS, Json.MAPPER.valueToTree(FitJson.buffers(fit)));
            answered++;
            return question;
        } catch (QuestionFault e) {
            failed++;
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put(MODEL, model);
            answer.put("line", number);
            answer.put("error", error(e.kind(), e.getMessage()));
            return answer;
        }
    }

    /** An error as JSON. */
    static Map<String, Object> error(String kind, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", kind);
        error.put("message", message);
        return error;
    }

    private static ObjectNode parse(LineReader.Line line, long number) throws QuestionFault {
        if (line instanceof LineReader.Line.Bad bad) throw new QuestionFault("bad-line", bad.why());
        String text = ((LineReader.Line.Text) line).text();
        if (number == 1 && text.startsWith("\uFEFF")) text = text.substring(1);
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node instanceof ObjectNode object) return object;
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
            throw new QuestionFault(
                    "bad-json",
                    (twice ? "a key stands there twice" : "the line is not JSON") + ", at column " + column
                            + "; allowed: one JSON object a line");
        }
        throw new QuestionFault("bad-json", "the line is JSON, but no object; allowed: one JSON object a line");
    }

    private Fit fit(ObjectNode question) throws QuestionFault {
        FitForm form = form(question);
        JsonNode name = question.get(MODEL);
        if (name == null)
            throw new QuestionFault("missing-key", "there is no key model; needed: the name of a file of the models");
        if (!name.isTextual()) throw new QuestionFault("bad-value", MODEL + " is " + shown(name) + "; allowed: a text");
        FitAnswer answer =
                engine.fit(models.model(name.textValue()), form, FitEngine.ANY_CAPACITY, FitEngine.Overhead.NONE);
        if (answer instanceof FitAnswer.Known known) return known.fit();
        if (answer instanceof FitAnswer.NotApplicable no) throw new QuestionFault("not-applicable", no.why());
        throw new QuestionFault("unknown", ((FitAnswer.Unknown) answer).why());
    }

    private static FitForm form(ObjectNode question) throws QuestionFault {
        Map<FitSetting, Long> numbers = new EnumMap<>(FitSetting.class);
        String kvType = FitForm.DEFAULT_KV_TYPE;
        for (Map.Entry<String, JsonNode> field : question.properties()) {
            String key = field.getKey();
            if (key.equals(MODEL) || key.equals(BUFFERS)) continue;
            if (key.equals(KV_TYPE)) {
                kvType = kvType(field.getValue());
                continue;
            }
            Optional<FitSetting> setting = FitSetting.byKey(key);
            if (setting.isEmpty()) throw unknownKey(key);
            numbers.put(setting.get(), number(setting.get(), field.getValue()));
        }
        FitForm form = new FitForm(numbers, kvType);
        String contradiction = form.contradiction();
        if (contradiction != null) throw new QuestionFault("bad-value", contradiction);
        return form;
    }

    private static QuestionFault unknownKey(String key) {
        String keys = Arrays.stream(FitSetting.values()).map(FitSetting::key).collect(Collectors.joining(", "));
        return new QuestionFault(
                "unknown-key", "there is no key '" + cut(key) + "'; allowed: model, " + KV_TYPE + ", " + keys);
    }

    private static String kvType(JsonNode value) throws QuestionFault {
        if (!value.isTextual())
            throw new QuestionFault("bad-value", KV_TYPE + " is " + shown(value) + "; allowed: a text such as 'f16'");
        if (FitForm.KV_TYPES.contains(value.textValue())) return value.textValue();
        throw new QuestionFault("bad-value", KV_TYPE + " " + FitForm.kvTypeRefusal(value.textValue()));
    }

    /** Flags are 0 and 1, or false and true. */
    private static long number(FitSetting setting, JsonNode value) throws QuestionFault {
        if (setting.isFlag() && value.isBoolean()) return value.booleanValue() ? 1 : 0;
        if (value.isIntegralNumber() && value.canConvertToLong() && setting.allows(value.longValue()))
            return value.longValue();
        String allowed = setting.isFlag() ? "0, 1, false, true" : "a whole number, " + setting.range();
        throw new QuestionFault("bad-value", setting.key() + " is " + shown(value) + "; allowed: " + allowed);
    }

    private static String shown(JsonNode value) {
        return cut(value.toString());
    }

    private static String cut(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
