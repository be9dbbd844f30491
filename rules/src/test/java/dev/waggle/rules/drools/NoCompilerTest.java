package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reading rules, good ones and attacks, loads no class of a compiler: the classes of the whole program are loaded anew by a
 * loader that writes down their names.
 */
@Tag("slow")
class NoCompilerTest {
    /** What builds, compiles or runs rules. */
    private static final Pattern COMPILER = Pattern.compile(
            "org\\.drools\\.(compiler|core|mvel|modelcompiler|kiesession)\\..*"
                    + "|org\\.kie\\.memorycompiler\\..*"
                    + "|org\\.mvel2\\..*|javax\\.tools\\..*|dev\\.waggle\\.rules\\.drools\\.(CompiledRules|DrlWriter|Findings)");

    private static List<String> compilersIn(Set<String> classes) {
        return classes.stream()
                .filter(name -> COMPILER.matcher(name).matches())
                .sorted()
                .toList();
    }

    @Test
    void rules_readOrRefused_reachNoCompiler() throws Exception {
        try (Recorder recorder = new Recorder()) {
            Class<?> loader = recorder.loadClass("dev.waggle.rules.drools.BookLoader");
            Class<?> words = recorder.loadClass("dev.waggle.rules.facts.FactWords");
            Object fixed = words.getMethod("fixed").invoke(null);
            List<String> texts = new ArrayList<>(List.of(SmallBook.rule(SmallBook.PATTERN)));
            for (AttackRulesTest.Attack attack : AttackRulesTest.attacks()) texts.add(attack.text());
            for (String text : texts) {
                Map<String, String> files = Map.of(SmallBook.DRL, text, SmallBook.CASES, SmallBook.GOOD_CASES);
                Object report = loader.getMethod("lint", Map.class, words).invoke(null, files, fixed);
                List<?> errors = (List<?>) report.getClass().getMethod("errors").invoke(report);
                assertThat(errors.isEmpty()).isEqualTo(text.equals(texts.get(0)));
            }
            assertThat(recorder.names).contains("org.drools.drl.parser.DrlParser", loader.getName());
            assertThat(compilersIn(recorder.names)).isEmpty();
        }
    }

    /** The measure measures: compiling one rule loads many of these classes. */
    @Test
    void rules_compiled_reachTheCompiler() throws Exception {
        try (Recorder recorder = new Recorder()) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(recorder);
            try {
                recorder.loadClass("dev.waggle.rules.drools.CompiledRules")
                        .getMethod("compile", List.class)
                        .invoke(null, List.of());
            } finally {
                thread.setContextClassLoader(before);
            }
            assertThat(compilersIn(recorder.names)).hasSizeGreaterThan(100);
        }
    }

    /** Loads every class of the class path itself, and keeps its name. */
    private static final class Recorder extends URLClassLoader {
        private final Set<String> names = ConcurrentHashMap.newKeySet();

        Recorder() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                    .filter(entry -> !entry.isEmpty())
                    .map(Recorder::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(entry, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> found = super.findClass(name);
            names.add(name);
            return found;
        }
    }
}
