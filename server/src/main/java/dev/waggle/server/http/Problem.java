package dev.waggle.server.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An error as a caller sees it, in the form of RFC 9457. It names no file of the user's and no token.
 *
 * @param type {@code urn:waggle:problem:} and a code that programs can rely on
 * @param title the status in words
 * @param status of HTTP
 * @param detail a sentence that says what is wrong and what may help
 * @param instance the path that was asked, or the id under which the log tells more
 * @param errors each fault of a body
 * @param more further members, such as the findings of a refusal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        List<Fault> errors,
        @JsonAnyGetter Map<String, Object> more) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:waggle:problem:";

    /**
     * One fault of a body.
     *
     * @param pointer JSON pointer (RFC 6901); empty for the whole body
     * @param detail a sentence
     */
    public record Fault(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
        more = Map.copyOf(more);
    }

    /**
     * A problem.
     *
     * @param code lower case with hyphens
     */
    public static Problem of(int status, String code, String detail) {
        return new Problem(TYPE + code, HttpStatus.getMessage(status), status, detail, "", List.of(), Map.of());
    }

    /** A body that can be read but not used. */
    public static Problem ofBody(List<Fault> faults) {
        String first = faults.get(0).pointer().isEmpty()
                ? faults.get(0).detail()
                : faults.get(0).pointer() + ": " + faults.get(0).detail();
        return new Problem(
                TYPE + "body",
                HttpStatus.getMessage(400),
                400,
                faults.size() == 1 ? first : first + " (and " + (faults.size() - 1) + " more)",
                "",
                faults,
                Map.of());
    }

    /**
     * A name that stands for nothing.
     *
     * @param what such as {@code worker}
     * @param id as it was given
     * @param known all that would have been found
     */
    public static Problem unknown(String what, String id, Collection<String> known) {
        List<String> near = DidYouMean.of(id, known);
        Problem problem = of(
                404,
                "unknown-" + what,
                "There is no " + what + " \"" + id + "\"." + (near.isEmpty() ? "" : " Maybe \"" + near.get(0) + "\"?"));
        return near.isEmpty() ? problem : problem.with("didYouMean", near);
    }

    /** The same, with a further member. */
    public Problem with(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(name, value);
        return new Problem(type, title, status, detail, instance, errors, members);
    }

    Problem at(String where) {
        return instance.isEmpty() ? new Problem(type, title, status, detail, where, errors, more) : this;
    }

    /** To be thrown from a handler. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
