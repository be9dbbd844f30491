package dev.waggle.server.rulebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as it is kept: what it says of itself, and each file's path with the hash of its content. */
record VersionFile(Version version, TreeMap<String, String> files) {
    private static final Pattern NAME = Pattern.compile("(\\d{6,9})\\.json");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private record Form(
            int number,
            String time,
            String author,
            String note,
            int parent,
            String ruleSet,
            String catalog,
            TreeMap<String, String> files) {}

    /** The number in a file's name; 0 where it is no version's name. */
    static int numberIn(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    static String name(int number) {
        return String.format(Locale.ROOT, "%06d.json", number);
    }

    byte[] bytes() {
        Version v = version;
        Form form = new Form(
                v.number(), v.time().toString(), v.author(), v.note(), v.parent(), v.ruleSet(), v.catalog(), files);
        return (Json.pretty(form) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the bytes say.
     *
     * @throws IOException where they are not that version
     */
    static VersionFile of(int number, byte[] bytes) throws IOException {
        Form form;
        Instant time;
        try {
            form = Json.MAPPER.readValue(bytes, Form.class);
            if (form == null || hasGap(form)) throw new IOException("something is missing in it");
            time = Instant.parse(form.time());
        } catch (JsonProcessingException e) {
            throw new IOException("it is not as a version is written: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IOException("its time is none: " + e.getMessage(), e);
        }
        if (form.number() != number) throw new IOException("it says that it is version " + form.number());
        for (Map.Entry<String, String> file : form.files().entrySet())
            if (!HASH.matcher(file.getValue()).matches())
                throw new IOException("it names no content for " + file.getKey());
        return new VersionFile(
                new Version(number, time, form.author(), form.note(), form.parent(), form.ruleSet(), form.catalog()),
                form.files());
    }

    private static boolean hasGap(Form form) {
        return form.time() == null
                || form.author() == null
                || form.note() == null
                || form.ruleSet() == null
                || form.catalog() == null
                || form.files() == null
                || form.files().containsValue(null);
    }
}
