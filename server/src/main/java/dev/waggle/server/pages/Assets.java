package dev.waggle.server.pages;

import dev.waggle.server.http.Access;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Style sheets, scripts and the icon. Their addresses carry a hash of their bytes, so that a browser may keep them for
 * good and never mixes two versions.
 */
final class Assets {
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final String OURS = "/waggle/static/";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final int VERSION_DIGITS = 16;
    private static final List<String> MODULES =
            List.of("dom.js", "talk.js", "draft.js", "pane.js", "meanwhile.js", "outcome.js", "edit.js", "history.js");
    private static final String ICON = "icon.svg";

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final String version;

    private static final class Asset {
        final String type;
        final byte[] bytes;

        Asset(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }

    /** Reads all of them from the class path. */
    Assets() {
        add("pico.css", "text/css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css");
        add("waggle.css", "text/css", OURS + "waggle.css");
        add("htmx.js", "text/javascript", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
        add("waggle.js", "text/javascript", OURS + "waggle.js");
        add("rules.css", "text/css", OURS + "rules.css");
        for (String module : MODULES) add(module, "text/javascript", OURS + module);
        add(ICON, "image/svg+xml", OURS + ICON);
        version = hash(assets);
    }

    private void add(String name, String type, String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("not on the class path: " + resource);
            assets.put(name, new Asset(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, Asset> assets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(assets).values().forEach(asset -> digest.update(asset.bytes));
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The address of one of them. */
    String at(String name) {
        if (!assets.containsKey(name)) throw new IllegalArgumentException("no such file: " + name);
        return "/static/" + version + "/" + name;
    }

    void addTo(Routes routes) {
        routes.get("/static/{version}/{file}", Access.OPEN, this::file);
        routes.get("/favicon.ico", Access.OPEN, ctx -> answer(ctx, ICON, "no-cache"));
    }

    /** Under another version's address it is answered too, but not to be kept: that page was rendered by another Waggle. */
    private void file(Context ctx) {
        String name = ctx.pathParam("file");
        if (!assets.containsKey(name))
            throw Problem.unknown("file", name, assets.keySet()).exception();
        answer(ctx, name, ctx.pathParam("version").equals(version) ? FOREVER : "no-cache");
    }

    private void answer(Context ctx, String name, String cache) {
        Asset asset = assets.get(name);
        if (asset == null) throw new IllegalStateException("no such file: " + name);
        ctx.header("Cache-Control", cache)
                .contentType(asset.type + ";charset=utf-8")
                .result(asset.bytes);
    }
}
