package dev.waggle.server.pages;

import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Caller;
import io.javalin.http.Context;
import java.util.Map;

/** Makes whole pages: what surrounds each content, and how it is answered. */
final class Frame {
    private final Assets assets = new Assets();
    private final Html html = new Html();

    Assets assets() {
        return assets;
    }

    /** What surrounds a page about this generation. */
    Page page(Context ctx, Waggle waggle, Page.Name name) {
        return new Page(
                name.title(),
                name.description(),
                name.address(),
                name.area(),
                name.scripts(),
                assets,
                Caller.of(ctx),
                Figures.hash(waggle.ruleSet()),
                Figures.hash(waggle.catalog().hash()));
    }

    String render(String template, Object parameter) {
        return html.render(template, parameter);
    }

    String render(String template, Map<String, Object> parameters) {
        return html.render(template, parameters);
    }

    /** Answers; what a signed-in reader sees is never kept. */
    void answer(Context ctx, String page) {
        html.answer(ctx, Caller.of(ctx) != Caller.ANONYMOUS, page);
    }

    /** Answers with a page that has nothing but a sentence. */
    void message(Context ctx, Page page, int status, String sentence) {
        ctx.status(status);
        html.answer(ctx, true, render("message", Map.of("page", page, "sentence", sentence)));
    }
}
