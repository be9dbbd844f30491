package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of failures to whoever may read it. */
class ReasonTest {
    @Test
    void of_failureInsideAWalk_isItsCause() {
        IOException denied = new AccessDeniedException("/home/ann/rules/secret");
        assertThat(Reason.of(new UncheckedIOException(denied))).isEqualTo("it may not be read or written");
        IOException full = new FileSystemException("/home/ann/x", null, "No space left on device");
        assertThat(Reason.of(new UncheckedIOException("at /home/ann/x", full))).isEqualTo("No space left on device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/ann/rules",
                "Cannot run program \"/opt/java\" (in directory \"/home/ann\"): error=2",
                "C:\\Users\\ann is locked",
                "in \\\\server\\share"
            })
    void of_messageWithAPath_isTheKindOfFailure(String message) {
        assertThat(Reason.of(new IOException(message))).isEqualTo("IOException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the content of catalog/policy.yaml is damaged", "it is 3 MB/s", "No space left on device"})
    void of_messageWithoutAPath_isTheMessage(String message) {
        assertThat(Reason.of(new IOException(message))).isEqualTo(message);
    }
}
