package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Multiplies a schema out: references followed, {@code allOf}, {@code anyOf} and {@code oneOf} resolved. */
final class Alternatives {
    private final SchemaDocument document;
    private final Effort effort;
    private final Map<List<String>, List<Alternative>> known = new HashMap<>();

    Alternatives(SchemaDocument document, Effort effort) {
        this.document = document;
        this.effort = effort;
    }

    /** The ways in which a value may satisfy all these schemas; none = no value can. */
    List<Alternative> of(List<Located> schemas) throws UnsupportedSchemaException {
        if (schemas.size() > Limits.TOGETHER) {
            throw schemas.get(0)
                    .refused(schemas.size() + " schemas are to hold together of one value; at most " + Limits.TOGETHER
                            + " are allowed.");
        }
        List<String> pointers = schemas.stream().map(Located::pointer).toList();
        List<Alternative> all = known.get(pointers);
        if (all == null) {
            all = List.of(Alternative.ANY);
            for (Located schema : schemas) {
                all = both(schema, all, of(schema, List.of()));
            }
            known.put(pointers, all);
        }
        return all;
    }

    /** @param around the schemas about the same value that this one is part of */
    private List<Alternative> of(Located schema, List<String> around) throws UnsupportedSchemaException {
        if (schema.node().isBoolean()) {
            return schema.node().booleanValue() ? List.of(Alternative.ANY) : List.of();
        }
        if (!schema.node().isObject()) {
            throw schema.refused("is " + Keywords.kind(schema.node()) + "; a schema is an object, true or false.");
        }
        if (around.contains(schema.pointer())) {
            throw schema.refused("refers to itself for the same value, so nothing is said by it.");
        }
        if (around.size() == Limits.DEPTH) {
            throw schema.refused("is reached through more than " + Limits.DEPTH + " references for the same value.");
        }
        List<String> inside = new ArrayList<>(around);
        inside.add(schema.pointer());
        return combined(schema, inside);
    }

    private List<Alternative> combined(Located schema, List<String> inside) throws UnsupportedSchemaException {
        List<Alternative> all = List.of(Keywords.read(schema));
        if (schema.node().has("$ref")) {
            all = both(schema, all, of(document.resolve(schema), inside));
        }
        if (schema.node().has("allOf")) {
            for (Located each : schemas(schema.at("allOf"))) {
                all = both(schema, all, of(each, inside));
            }
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.node().has(keyword)) {
                all = both(schema, all, anyOf(schema.at(keyword), keyword.equals("oneOf"), inside));
            }
        }
        return all;
    }

    private List<Alternative> anyOf(Located list, boolean exactlyOne, List<String> inside)
            throws UnsupportedSchemaException {
        List<Alternative> any = new ArrayList<>();
        int place = 0;
        for (Located each : schemas(list)) {
            for (Alternative way : of(each, inside)) {
                any.add(exactlyOne ? way.choosing(list.pointer(), place) : way);
            }
            place++;
        }
        return any;
    }

    private static List<Located> schemas(Located list) throws UnsupportedSchemaException {
        List<Located> members = Keywords.members(list);
        if (members.isEmpty()) {
            throw list.refused("is empty; at least one schema is needed.");
        }
        return members;
    }

    private List<Alternative> both(Located where, List<Alternative> some, List<Alternative> others)
            throws UnsupportedSchemaException {
        List<Alternative> all = new ArrayList<>();
        for (Alternative one : some) {
            for (Alternative other : others) {
                effort.spend(one.size() + other.size(), where);
                Alternative both = one.and(other);
                if (both != null) {
                    all.add(both);
                }
            }
        }
        if (all.size() > Limits.ALTERNATIVES) {
            throw where.refused(
                    "can be satisfied in " + all.size() + " ways; at most " + Limits.ALTERNATIVES + " are allowed.");
        }
        return all;
    }
}
