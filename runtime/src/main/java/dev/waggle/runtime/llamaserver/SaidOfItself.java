package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what {@code llama-server} prints of itself: the forms of llama.cpp 0.5.0 and of the numbered builds before it. */
final class SaidOfItself {
    private static final String ENGINE = "llama.cpp";
    private static final Pattern VERSION =
            Pattern.compile("(?m)^version: (\\d+\\.\\d+\\.\\d+[\\w.+-]{0,40}) \\(build \\d+, commit [\\w.-]+\\)\\s*$");
    private static final Pattern BUILD = Pattern.compile("(?m)^version: (\\d{1,9}) \\([\\w.-]+\\)\\s*$");

    private static final String DEVICES = "Available devices:";
    private static final Pattern DEVICE =
            Pattern.compile("^ {2}(\\S{1,64}): (.{0,200}) \\((\\d{1,12}) MiB, (\\d{1,12}) MiB free\\)$");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
    private static final Pattern OPTIONS_LINE = Pattern.compile("^-");
    private static final Map<String, String> BACKENDS = Map.of("mtl", "metal", "blas", "cpu", "amx", "cpu");

    private SaidOfItself() {}

    static EngineName version(String text) throws UnusableException {
        Matcher version = VERSION.matcher(text);
        if (version.find()) {
            return new EngineName(ENGINE, version.group(1));
        }
        Matcher build = BUILD.matcher(text);
        if (build.find()) {
            return new EngineName(ENGINE, "b" + build.group(1));
        }
        throw new UnusableException("tells no version: a line \"version: 0.5.0 (build …, commit …)\" is expected");
    }

    /** Every option that is named in a line that begins with one: all spellings of an option stand there. */
    static Set<String> options(String text) {
        return text.lines()
                .filter(line -> OPTIONS_LINE.matcher(line).find())
                .flatMap(line -> OPTION.matcher(line).results())
                .map(MatchResult::group)
                .collect(Collectors.toUnmodifiableSet());
    }

    static List<EngineDevice> devices(String text) throws UnusableException {
        List<String> lines =
                text.lines().dropWhile(line -> !line.equals(DEVICES)).toList();
        if (lines.isEmpty()) {
            throw new UnusableException("lists no devices: a line \"" + DEVICES + "\" is expected");
        }
        return lines.stream()
                .map(DEVICE::matcher)
                .filter(Matcher::find)
                .map(SaidOfItself::device)
                .toList();
    }

    private static EngineDevice device(Matcher line) {
        String backend = backend(line.group(1));
        return new EngineDevice(
                line.group(1),
                line.group(2),
                backend,
                backend.equals("cpu") ? "accelerator" : "gpu",
                Long.parseLong(line.group(4)) << 20,
                Long.parseLong(line.group(3)) << 20);
    }

    /** A device is named by its backend and a number, such as {@code CUDA0}, {@code Vulkan1}, {@code MTL0}. */
    private static String backend(String device) {
        String name = device.replaceAll("[^A-Za-z].*$", "").toLowerCase(Locale.ROOT);
        return BACKENDS.getOrDefault(name, name);
    }
}
