package dev.waggle.rules.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of a data file and where it stands. */
sealed interface Node {
    Place place();

    /** How an error message shows it. */
    String shown();

    /** Named values, in the file's order. */
    record Fields(Place place, Map<String, Node> fields) implements Node {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String shown() {
            return "a map of " + fields.size() + " fields";
        }
    }

    /** A list. */
    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return "a list of " + items.size();
        }
    }

    /** Text. */
    record Text(Place place, String value) implements Node {
        @Override
        public String shown() {
            return "'" + (value.length() <= 60 ? value : value.substring(0, 60) + "…") + "'";
        }
    }

    /** A whole number. */
    record Whole(Place place, long value) implements Node {
        @Override
        public String shown() {
            return "the number " + value;
        }
    }

    /** A number that is not whole, or too large for 64 bits. */
    record OtherNumber(Place place, String text) implements Node {
        @Override
        public String shown() {
            return "the number " + text;
        }
    }

    /** True or false. */
    record Truth(Place place, boolean value) implements Node {
        @Override
        public String shown() {
            return String.valueOf(value);
        }
    }

    /** Null, or nothing where a value should be. */
    record Nothing(Place place) implements Node {
        @Override
        public String shown() {
            return "nothing";
        }
    }
}
