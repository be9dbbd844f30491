package dev.waggle.server.routes;

import dev.waggle.rules.book.RuleError;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.Conditional;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.ProblemException;
import dev.waggle.server.http.Routes;
import dev.waggle.server.json.ImpactJson;
import dev.waggle.server.json.TrialJson;
import dev.waggle.server.rulebook.ChangeSet;
import dev.waggle.server.rulebook.Edition;
import dev.waggle.server.rulebook.Lint;
import dev.waggle.server.rulebook.NotTriedException;
import dev.waggle.server.rulebook.Preview;
import dev.waggle.server.rulebook.Publication;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Source;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading the rule book and the catalog as files, and changing them. */
public final class RulebookRoutes {
    private static final String BASE = "/api/rulebook";
    private static final String AUTHOR = "admin";

    private final Publisher publisher;
    private final boolean inFolder;

    /** A change: path → new text, or null where the file is to go. */
    record ChangeBody(
            Map<String, @Nullable String> files, @Nullable String note) {}

    /** A way back; 0 is what the program was built with. */
    record RollbackBody(int version, @Nullable String note) {}

    private RulebookRoutes(Publisher publisher, boolean inFolder) {
        this.publisher = publisher;
        this.inFolder = inFolder;
    }

    /**
     * Adds the routes.
     *
     * @param inFolder whether rules or catalog are edited in a folder, and therefore not here
     */
    public static void addTo(Routes routes, Publisher publisher, boolean inFolder) {
        RulebookRoutes here = new RulebookRoutes(publisher, inFolder);
        routes.get(BASE, Access.OPEN, here::live);
        routes.get(BASE + "/files", Access.OPEN, here::files);
        routes.get(BASE + "/versions/{version}", Access.OPEN, here::version);
        routes.post(BASE + "/lint", Access.ADMIN, here::lint);
        routes.post(BASE + "/preview", Access.ADMIN, here::preview);
        routes.post(BASE + "/changes", Access.ADMIN, here::change);
        routes.post(BASE + "/rollback", Access.ADMIN, here::rollBack);
    }

    private void live(Context ctx) {
        Edition edition = publisher.edition();
        Conditional.tagged(ctx, edition.tag());
        ctx.json(RulebookForm.live(edition, publisher, inFolder));
    }

    /** The list of texts, or with {@code ?path=} one of them; with {@code ?version=} those of an older version. */
    private void files(Context ctx) {
        String number = ctx.queryParam("version");
        Edition edition = publisher.edition();
        Source source = number == null ? edition.source() : source(number);
        if (number == null) Conditional.tagged(ctx, edition.tag());
        String path = ctx.queryParam("path");
        if (path == null) {
            List<Map<String, Object>> files = source.texts().entrySet().stream()
                    .map(file -> Map.<String, Object>of("path", file.getKey(), "bytes", file.getValue()))
                    .toList();
            ctx.json(Map.of("files", files));
            return;
        }
        String text = source.text(path)
                .orElseThrow(() ->
                        Problem.unknown("file", path, source.texts().keySet()).exception());
        ctx.contentType("text/plain; charset=utf-8").result(text);
    }

    private void version(Context ctx) {
        String number = ctx.pathParam("version");
        int asked = number(number);
        Map<String, @Nullable Object> json = asked == 0
                ? new LinkedHashMap<>(Map.of("version", 0))
                : publisher.versions().stream()
                        .filter(version -> version.number() == asked)
                        .findFirst()
                        .map(RulebookForm::version)
                        .orElseThrow(() -> noVersion(number));
        Source source = source(number);
        if (json.get("parent") instanceof Integer parent)
            madeOf(parent).ifPresent(before -> json.put("changes", RulebookForm.changes(before, source)));
        json.put("files", source.texts().keySet());
        ctx.json(json);
    }

    /** Empty where it is damaged: what was made of it is not. */
    private Optional<Source> madeOf(int version) {
        try {
            return Optional.of(publisher.source(version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Source source(String number) {
        try {
            return publisher.source(number(number));
        } catch (IOException e) {
            throw noVersion(number);
        }
    }

    private static int number(String number) {
        if (!number.matches("\\d{1,9}")) throw noVersion(number);
        return Integer.parseInt(number);
    }

    private static ProblemException noVersion(String number) {
        return Problem.of(404, "unknown-version", "There is no version " + number + " that can be read.")
                .exception();
    }

    private void lint(Context ctx) {
        ChangeBody body = JsonBody.read(ctx, ChangeBody.class);
        Lint lint = publisher.lint(ChangeSet.of(body.files()));
        ctx.json(Map.of("errors", TrialJson.errors(lint.errors()), "warnings", TrialJson.errors(lint.warnings())));
    }

    private void preview(Context ctx) {
        ChangeBody body = JsonBody.read(ctx, ChangeBody.class);
        Preview preview;
        try {
            preview = publisher.preview(ChangeSet.of(body.files()));
        } catch (NotTriedException e) {
            throw notTried(String.valueOf(e.getMessage()));
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>(TrialJson.report(preview.report()));
        json.put("impact", preview.impact().map(ImpactJson::of).orElse(null));
        ctx.json(json);
    }

    private void change(Context ctx) {
        ChangeBody body = JsonBody.read(ctx, ChangeBody.class);
        String tag = expectedTag(ctx);
        answer(ctx, publisher.publish(ChangeSet.of(body.files()), AUTHOR, textOf(body.note()), tag));
    }

    private void rollBack(Context ctx) {
        RollbackBody body = JsonBody.read(ctx, RollbackBody.class);
        String tag = expectedTag(ctx);
        answer(ctx, publisher.rollBack(body.version(), AUTHOR, textOf(body.note()), tag));
    }

    private static String textOf(@Nullable String note) {
        return note == null ? "" : note;
    }

    private String expectedTag(Context ctx) {
        if (inFolder)
            throw Problem.of(
                            409,
                            "in-folder",
                            "Rules or catalog are those of a folder (serve --book or --catalog): edit the files there, and"
                                    + " what you save goes live.")
                    .exception();
        String tag = publisher.edition().tag();
        Conditional.requireMatch(ctx, tag);
        return tag;
    }

    private void answer(Context ctx, Publication publication) {
        if (publication instanceof Publication.Refused refused) throw refusal(refused.errors());
        if (publication instanceof Publication.NotTried notTried) throw notTried(notTried.reason());
        if (publication instanceof Publication.NotKept notKept)
            throw Problem.of(507, "not-kept", notKept.reason() + " What was live before still is.")
                    .exception();
        if (publication instanceof Publication.Conflict conflict) {
            Conditional.requireMatch(ctx, conflict.edition().tag());
            throw Problem.of(412, "if-match", "It changed while your change was on its way. Read it again.")
                    .exception();
        }
        boolean isNew = publication instanceof Publication.Published;
        Edition edition = publication instanceof Publication.Published published
                ? published.edition()
                : ((Publication.Unchanged) publication).edition();
        Conditional.tagged(ctx, edition.tag());
        if (isNew)
            ctx.status(201)
                    .header("Location", BASE + "/versions/" + edition.version().number());
        ctx.json(RulebookForm.version(edition.version()));
    }

    private static ProblemException notTried(String reason) {
        return Problem.of(503, "not-tried", reason + " What was live before still is; try again later.")
                .exception();
    }

    private static ProblemException refusal(List<RuleError> errors) {
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return Problem.of(422, "refused", errors.get(0) + more)
                .with("errors", TrialJson.errors(errors))
                .exception();
    }
}
