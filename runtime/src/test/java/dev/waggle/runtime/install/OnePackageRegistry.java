package dev.waggle.runtime.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry on this machine with one package of a few bytes, which it can hold back: what npm does meanwhile is real. */
final class OnePackageRegistry implements AutoCloseable {
    /** The libraries a package must have, as names. */
    static final List<String> COMPLETE =
            List.of("libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-base.so", "libggml-cpu-x64.so");

    private static final String NAME = "@test/linux-x64";
    private static final String VERSION = "1.0.0";
    private static final long UNPACKED_BYTES = 1_000;

    /** Counted down when the package is asked for. */
    final CountDownLatch asked = new CountDownLatch(1);

    /** Count it down to let the package go. */
    final CountDownLatch released = new CountDownLatch(1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path folder;
    private final byte[] packed;

    OnePackageRegistry(Path folder, List<String> libraries) throws Exception {
        this.folder = folder;
        this.packed = pack(libraries);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private byte[] pack(List<String> libraries) throws IOException, InterruptedException {
        Path content = folder.resolve("package");
        Path bins = Files.createDirectories(content.resolve("bins/linux-x64"));
        for (String library : libraries) {
            Files.writeString(bins.resolve(library), library);
        }
        Files.writeString(
                content.resolve("package.json"),
                "{\"name\":\"" + NAME + "\",\"version\":\"" + VERSION + "\",\"scripts\":{\"install\":\"touch '"
                        + marker() + "'\"}}");
        Path file = folder.resolve("package.tgz");
        Process tar = new ProcessBuilder("tar", "-czf", file.toString(), "-C", folder.toString(), "package")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar failed");
        }
        return Files.readAllBytes(file);
    }

    /** There when a script of the package was run. */
    Path marker() {
        return folder.resolve("a-script-was-run");
    }

    NpmPackage npmPackage() throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(packed);
        return new NpmPackage(NAME, VERSION, "sha512-" + Base64.getEncoder().encodeToString(hash), UNPACKED_BYTES);
    }

    /** This process's environment, but npm is pointed here and has a cache of its own. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("npm_config_registry", address());
        environment.put("npm_config_cache", folder.resolve("cache").toString());
        environment.put("npm_config_noproxy", "127.0.0.1,localhost");
        return environment;
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().endsWith(".tgz")) {
                asked.countDown();
                released.await();
                send(exchange, packed);
            } else {
                String text = "{\"name\":\"NAME\",\"dist-tags\":{\"latest\":\"VERSION\"},\"versions\":{\"VERSION\":{"
                        + "\"name\":\"NAME\",\"version\":\"VERSION\",\"hasInstallScript\":true,\"dist\":{"
                        + "\"integrity\":\"" + npmPackage().integrity() + "\",\"tarball\":\"" + address()
                        + "package.tgz\"}}}}";
                send(
                        exchange,
                        text.replace("NAME", NAME).replace("VERSION", VERSION).getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
