package dev.waggle.server.pages;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.Caller;
import dev.waggle.server.http.Routes;
import dev.waggle.server.pages.EditView.Group;
import dev.waggle.server.rulebook.Edition;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Source;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pages about rules: all of them, each of them, what was live before, and the editor. */
final class RulePages {
    private static final String FIRST_FILE = "memory/memory.drl";

    private final Frame frame;
    private final Publisher publisher;
    private final boolean inFolder;
    private final Annals annals;
    private final Reckoning reckoning = new Reckoning();

    private RulePages(Frame frame, Publisher publisher, boolean inFolder) {
        this.frame = frame;
        this.publisher = publisher;
        this.inFolder = inFolder;
        this.annals = new Annals(publisher);
    }

    static void addTo(Routes routes, Frame frame, Publisher publisher, boolean inFolder) {
        RulePages here = new RulePages(frame, publisher, inFolder);
        routes.get(Links.RULES, Access.OPEN, ctx -> here.answer(ctx, here::rules));
        routes.get(Links.HISTORY, Access.OPEN, ctx -> here.answer(ctx, here::history));
        routes.get(Links.EDIT, Access.OPEN, ctx -> here.answer(ctx, here::edit));
        routes.get(Links.RULES + "/{id}", Access.OPEN, ctx -> here.answer(ctx, here::rule));
    }

    /** Renders a page about one edition. */
    private interface Renderer {
        String render(Context ctx, Edition edition) throws UnknownIdException, AdminNeeded;
    }

    /** A page for the admin was asked for by another. */
    private static final class AdminNeeded extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private void answer(Context ctx, Renderer renderer) {
        Edition edition = publisher.edition();
        try {
            frame.answer(ctx, renderer.render(ctx, edition));
        } catch (UnknownIdException e) {
            message(ctx, edition, 404, "Not found", String.valueOf(e.getMessage()));
        } catch (AdminNeeded e) {
            message(
                    ctx,
                    edition,
                    Caller.of(ctx) == Caller.ANONYMOUS ? 401 : 403,
                    "Sign in to edit rules",
                    "Rules are changed by the admin: start Waggle with “waggle serve --admin” and open the second"
                            + " sign-in link that it prints.");
        }
    }

    private void message(Context ctx, Edition edition, int status, String title, String sentence) {
        frame.message(ctx, page(ctx, edition, Page.Name.ofRules(title, sentence, "")), status, sentence);
    }

    private Page page(Context ctx, Edition edition, Page.Name name) {
        return frame.page(ctx, edition.waggle(), name);
    }

    private Standing standing(Edition edition) {
        return Standing.of(publisher, edition, inFolder);
    }

    private @Nullable RuleCells cells(Edition edition) {
        return reckoning.of(edition.waggle()).map(RuleCells::new).orElse(null);
    }

    private static RuleBook book(Edition edition) {
        return edition.waggle().judge().rules().book();
    }

    private String rules(Context ctx, Edition edition) {
        Page.Name name = Page.Name.ofRules(
                "Rules",
                "Every rule that decides which worker runs which model on which machine: what it says, how often it"
                        + " speaks, and how often it is the reason.",
                Links.RULES);
        RulesReader reader = new RulesReader(book(edition), standing(edition), cells(edition));
        return frame.render("rules", reader.view(page(ctx, edition, name), RuleQuery.of(ctx)));
    }

    private String rule(Context ctx, Edition edition) throws UnknownIdException {
        String id = ctx.pathParam("id");
        RuleBook book = book(edition);
        Rule rule = book.rule(id)
                .orElseThrow(() -> new UnknownIdException(
                        "rule", id, book.rules().stream().map(Rule::id).toList()));
        Page.Name name = Page.Name.ofRules(rule.id() + " " + rule.title(), PlainWords.of(rule), Links.rule(rule.id()));
        RuleReader reader = new RuleReader(book, standing(edition), cells(edition), annals);
        return frame.render("rule", reader.view(page(ctx, edition, name), rule));
    }

    private String history(Context ctx, Edition edition) throws UnknownIdException {
        String before = Objects.requireNonNullElse(ctx.queryParam("before"), "1000000000");
        if (!before.matches("\\d{1,10}")) throw new UnknownIdException("version", before, List.of());
        Page.Name name = Page.Name.ofRules(
                "History of the rules",
                "Every version of the rules and the catalog: who published it, when and why, and what it changed.",
                Links.HISTORY,
                "history.js");
        HistoryReader reader = new HistoryReader(publisher, edition, standing(edition), annals);
        int below = (int) Math.min(Integer.MAX_VALUE, Long.parseLong(before));
        return frame.render("history", reader.view(page(ctx, edition, name), below));
    }

    private String edit(Context ctx, Edition edition) throws UnknownIdException, AdminNeeded {
        Page page = page(
                ctx,
                edition,
                Page.Name.ofRules("Edit the rules", "The editor of rules and catalog.", Links.EDIT, "edit.js"));
        if (!page.admin()) throw new AdminNeeded();
        Source source = edition.source();
        String path = Objects.requireNonNullElse(ctx.queryParam("path"), first(source));
        String text = source.text(path)
                .orElseThrow(() ->
                        new UnknownIdException("file", path, source.texts().keySet()));
        return frame.render(
                "edit",
                new EditView(
                        page,
                        standing(edition),
                        path,
                        text,
                        edition.tag(),
                        edition.version().number(),
                        groups(source),
                        !inFolder));
    }

    private static String first(Source source) {
        return source.texts().containsKey(FIRST_FILE)
                ? FIRST_FILE
                : source.texts().keySet().stream().findFirst().orElse(FIRST_FILE);
    }

    /** Files by the folder they lie in, rules first. */
    private static List<Group> groups(Source source) {
        Map<String, List<String>> groups = new TreeMap<>();
        for (String path : source.texts().keySet())
            groups.computeIfAbsent(group(path), name -> new ArrayList<>()).add(path);
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .toList();
    }

    private static String group(String path) {
        if (!path.startsWith("catalog/"))
            return path.endsWith(".drl") ? "Rules" : path.contains("/") ? "Rules: cases" : "Rules: the book";
        int folder = path.indexOf('/', "catalog/".length());
        return folder < 0 ? "Thresholds and words" : "The catalog: " + path.substring("catalog/".length(), folder);
    }
}
