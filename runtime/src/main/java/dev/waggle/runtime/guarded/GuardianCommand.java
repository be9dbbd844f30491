package dev.waggle.runtime.guarded;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.runtime.JavaChild;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The command line of a guardian: our Java process that starts a foreign program and speaks for it. */
public final class GuardianCommand {
    private GuardianCommand() {}

    /** A guardian on the Java and the class path that run now. */
    public static List<String> of(Class<?> main, List<String> arguments) {
        return JavaChild.here(
                        GuardianCommand.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonProperty.class,
                        NullMarked.class)
                .command(LocalHttp.OPTIONS, main, arguments);
    }
}
