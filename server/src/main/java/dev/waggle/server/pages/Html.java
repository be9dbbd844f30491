package dev.waggle.server.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waggle.server.http.Conditional;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Renders templates, which were made classes when Waggle was built, and answers with them. */
final class Html {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Html.class.getClassLoader(), Html.class.getPackageName());

    String render(String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput(1 << 16);
        templates.render(template + ".jte", parameters, output);
        return output.toString();
    }

    String render(String template, Object parameter) {
        StringOutput output = new StringOutput(1 << 17);
        templates.render(template + ".jte", parameter, output);
        return output.toString();
    }

    /** What is for the user alone is never kept; the rest is named by its hash and asked for again only by that. */
    void answer(Context ctx, boolean secret, String html) {
        ctx.contentType("text/html;charset=utf-8");
        if (secret) ctx.header("Cache-Control", "no-store");
        else if (Conditional.answered(ctx, hash(html))) return;
        ctx.result(html);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
