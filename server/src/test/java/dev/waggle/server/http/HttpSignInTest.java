package dev.waggle.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpSignInTest {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.with(new Routes()
                .get("/user", Access.USER, ctx -> ctx.result("hello " + Caller.of(ctx)))
                .post("/user", Access.USER, ctx -> ctx.result("changed"))
                .post("/admin", Access.ADMIN, ctx -> ctx.result("done")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String link() {
        String link = server.server.newSignInLink().toString();
        return link.substring(link.indexOf("/sign-in"));
    }

    private String cookie() {
        String header = server.ask("GET", link(), "").header("Set-Cookie");
        return "Cookie: other=1; " + header.substring(0, header.indexOf(';'));
    }

    @Test
    void link_isGoodOnceAndGivesACookie() {
        String link = link();
        assertThat(server.ask("HEAD", link, "").header("Set-Cookie")).isEmpty();
        TestServer.Answer first = server.ask("GET", link, "");
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location")).isEqualTo("/");
        assertThat(first.header("Set-Cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .startsWith("waggle-" + server.port() + "=");
        TestServer.Answer second = server.ask("GET", link, "");
        assertThat(second.status()).isEqualTo(403);
        assertThat(second.text()).doesNotContain(link.substring(link.indexOf('=') + 1));
    }

    @Test
    void cookie_readsAsUserAndNeverAsAdmin() {
        String cookie = cookie();
        String own = "Origin: http://" + server.host();
        assertThat(server.ask("GET", "/user", "", cookie).body()).isEqualTo("hello USER");
        assertThat(server.ask("POST", "/admin", "", cookie, own).status()).isEqualTo(403);
    }

    @Test
    void cookie_writesOnlyFromOurOwnPages() {
        String cookie = cookie();
        assertThat(server.ask("POST", "/user", "", cookie).status()).isEqualTo(403);
        assertThat(server.ask("POST", "/user", "", cookie, "Origin: tauri://localhost")
                        .status())
                .isEqualTo(401);
        assertThat(server.ask("GET", "/user", "", cookie, "Origin: tauri://localhost")
                        .status())
                .isEqualTo(401);
        assertThat(server.ask("POST", "/user", "", cookie, "Origin: http://" + server.host())
                        .body())
                .isEqualTo("changed");
    }

    @Test
    void tenWrongTokens_thenWait_butTheRightOnePasses() {
        String wrong = server.bearer("x".repeat(43));
        for (int i = 0; i < 10; i++) {
            assertThat(server.ask("GET", "/user", "", wrong).status()).isEqualTo(401);
        }
        TestServer.Answer eleventh = server.ask("GET", "/user", "", wrong);
        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isBetween(50, 61);
        assertThat(server.ask("GET", "/sign-in?code=guess", "").status()).isEqualTo(429);
        assertThat(server.ask("GET", "/user", "", server.bearer(server.userToken))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void badTokens_areForgottenAfterAMinute() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        BadTokens bad = new BadTokens(now::get);
        ProblemException refusal = Problem.of(401, "x", "x").exception();
        for (int i = 0; i < 10; i++) {
            assertThat(bad.oneMore(refusal)).isSameAs(refusal);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(bad.oneMore(refusal).problem().status()).isEqualTo(429);
        now.addAndGet(Duration.ofSeconds(50).toNanos());
        assertThat(bad.oneMore(refusal)).isSameAs(refusal);
        assertThat(bad.oneMore(refusal).problem().status()).isEqualTo(429);
    }

    @Test
    void tokens_arePrivateFilesThatStay(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        Tokens first = Tokens.in(data);
        String user = Files.readString(data.resolve("user.token")).strip();
        String admin = Files.readString(data.resolve("admin.token")).strip();
        assertThat(user).hasSize(43).isNotEqualTo(admin);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("user.token"))))
                .isEqualTo("rw-------");
        for (Tokens tokens : new Tokens[] {first, Tokens.in(data)}) {
            assertThat(tokens.callerOf(user)).contains(Caller.USER);
            assertThat(tokens.callerOf(admin)).contains(Caller.ADMIN);
            assertThat(tokens.callerOf("")).isEmpty();
            assertThat(tokens.callerOf(user + "x")).isEmpty();
        }
    }

    @Test
    void tokens_thatOthersMayReadOrThatAreNone_refuseTheStart(@TempDir Path data) throws IOException {
        Tokens.in(data);
        Path file = data.resolve("user.token");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Tokens.in(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "");
        assertThatThrownBy(() -> Tokens.in(data)).hasMessageContaining("no token");
        Files.delete(file);
        Files.createSymbolicLink(file, data.resolve("admin.token"));
        assertThatThrownBy(() -> Tokens.in(data)).hasMessageContaining("plain");
    }

    @Test
    void codesAndSessions_endByTheMonotonicClock() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        SignIns signIns = new SignIns(now::get, new BadTokens(now::get));
        String late = signIns.newCode(Caller.USER);
        now.addAndGet(SignIns.CODE_LIFE.toNanos());
        assertThat(signIns.exchange(late)).isEmpty();
        String session = signIns.exchange(signIns.newCode(Caller.USER));
        assertThat(signIns.callerOf(session)).isEqualTo(Caller.USER);
        now.addAndGet(SignIns.SESSION_LIFE.toNanos());
        assertThat(signIns.callerOf(session)).isEqualTo(Caller.ANONYMOUS);
    }
}
