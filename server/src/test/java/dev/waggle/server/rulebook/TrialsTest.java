package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.drools.BookFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trials in processes of their own, of books that are good and bad, and in processes that do what they like. */
@Timeout(120)
@Tag("slow")
class TrialsTest {
    private static final TrialLimits SHORT =
            new TrialLimits(Duration.ofMillis(1500), Duration.ofSeconds(60), Duration.ofSeconds(30), 256L << 20);

    @TempDir
    Path folder;

    private TrialResult misbehave(String way, TrialLimits limits) {
        try (Trials trials = new Trials(folder, limits, Trials.command(Misbehaving.class))) {
            TrialResult result = trials.run(Map.of(Misbehaving.WAY, way));
            assertThat(folder).as("nothing is left of it").isEmptyDirectory();
            return result;
        }
    }

    @Test
    void run_shippedBook_passesWithEveryCase() {
        try (Trials trials = new Trials(folder)) {
            trials.prepare();
            TrialResult result = trials.run(BookFolder.embeddedTexts());
            assertThat(result).isInstanceOf(TrialResult.Passed.class);
            assertThat(((TrialResult.Passed) result).report().passed()).isGreaterThan(70);
            assertThat(trials.run(Map.of())).as("another book, another process").isInstanceOf(TrialResult.Passed.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void run_badBooks_areRefusedWithTheirLines() {
        try (Trials trials = new Trials(folder)) {
            TrialResult unreadable = trials.run(Map.of(Editing.DRL, "rule", Editing.CASES, Editing.cases()));
            assertThat(unreadable).isInstanceOf(TrialResult.Refused.class);
            assertThat(unreadable.errors()).first().extracting(RuleError::file).isEqualTo(Editing.DRL);
            String wrong = Editing.rule("Fit( residentBytes < capacityBytes )", "Needs.");
            TrialResult failing = trials.run(Map.of(Editing.DRL, wrong, Editing.CASES, Editing.cases()));
            assertThat(failing).isInstanceOf(TrialResult.Refused.class);
            assertThat(failing.errors()).map(RuleError::line).containsExactly(3, 6);
        }
    }

    @Test
    void run_processThatLoops_isEndedForItsProcessorTime() {
        assertThat(misbehave("loop", SHORT)).isEqualTo(new TrialResult.TooSlow(SHORT.cpu(), true));
    }

    @Test
    void run_processThatWaits_isEndedByTheClock() {
        TrialLimits soon = new TrialLimits(SHORT.cpu(), Duration.ofSeconds(1), SHORT.start(), SHORT.memoryBytes());
        assertThat(misbehave("sleep", soon)).isEqualTo(new TrialResult.TooSlow(soon.wall(), false));
    }

    @Test
    void run_processThatFillsMemory_isTooLarge() {
        TrialLimits patient =
                new TrialLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), SHORT.start(), 256L << 20);
        assertThat(misbehave("fill the heap", patient)).isEqualTo(new TrialResult.TooLarge(256L << 20));
        TrialLimits small = new TrialLimits(patient.cpu(), patient.wall(), patient.start(), 100L << 20);
        assertThat(misbehave("fill other memory", small)).isEqualTo(new TrialResult.TooLarge(100L << 20));
    }

    @Test
    void run_processThatEnds_tellsItsLastWords() {
        assertThat(misbehave("exit", SHORT)).isEqualTo(new TrialResult.Crashed(7, "the last words"));
    }

    @Test
    void run_processThatSaysSomethingElse_isNotBelieved() {
        for (String way : List.of("garbage", "half")) {
            TrialResult result = misbehave(way, SHORT);
            assertThat(result).as(way).isInstanceOf(TrialResult.Crashed.class);
            assertThat(result.errors()).hasSize(1);
        }
        TrialLimits patient =
                new TrialLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), SHORT.start(), 256L << 20);
        assertThat(misbehave("endless line", patient)).isInstanceOf(TrialResult.Crashed.class);
    }

    @Test
    void command_hasWhatItsArchiveOfClassesNeeds() {
        assertThat(Trials.ofTheArchive(List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xlog:disable",
                        "-XX:+UseSerialGC",
                        "-Dwaggle.terminal=true",
                        "-XX:AOTCache=/opt/waggle/java-25.aot",
                        "-XX:TieredStopAtLevel=1")))
                .containsExactly(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:AOTCache=/opt/waggle/java-25.aot");
        assertThat(Trials.ofTheArchive(List.of("-Xmx1g", "-XX:SharedArchiveFile=/opt/waggle/java-17.jsa")))
                .containsExactly("-XX:SharedArchiveFile=/opt/waggle/java-17.jsa");
    }

    @Test
    void run_withoutAJava_isNotStarted() {
        try (Trials trials =
                new Trials(folder, SHORT, List.of(folder.resolve("no-java").toString()))) {
            assertThat(trials.run(Map.of()))
                    .isInstanceOfSatisfying(
                            TrialResult.NotStarted.class,
                            result -> assertThat(result.reason())
                                    .startsWith("no process can be started")
                                    .doesNotContain("/"));
        }
    }

    @Test
    void run_processThatIsNeverReady_isNotTheRulesFault() {
        List<String> ends = Trials.command(TrialLimits.class);
        try (Trials trials = new Trials(folder, SHORT, ends)) {
            assertThat(trials.run(Map.of()))
                    .isInstanceOfSatisfying(
                            TrialResult.NotStarted.class,
                            result -> assertThat(result.reason())
                                    .startsWith("the process for it was never ready (exit code 1)")
                                    .doesNotContain(folder.toString()));
        }
        TrialLimits hasty = new TrialLimits(SHORT.cpu(), SHORT.wall(), Duration.ofMillis(1), SHORT.memoryBytes());
        try (Trials trials = new Trials(folder, hasty, Trials.command(Misbehaving.class))) {
            assertThat(trials.run(Map.of())).isEqualTo(new TrialResult.NotStarted("no process was ready in 0.001 s"));
        }
    }

    @Test
    void run_processorTimeBeforeTheTrialBegan_isNotTheBooks() {
        TrialResult result = misbehave("warm up first", SHORT);
        assertThat(result).as("it worked for 1 s, then for 1 s more").isInstanceOf(TrialResult.Crashed.class);
    }

    @Test
    void process_getsNothingOfOurEnvironmentAndAFolderOfItsOwn() {
        TrialResult result = misbehave("environment", SHORT);
        assertThat(result).isInstanceOf(TrialResult.Crashed.class);
        String told = ((TrialResult.Crashed) result).tail();
        List<String> names = List.of(told.substring(1, told.indexOf(']')).split(", "));
        assertThat(names).isSubsetOf("HOME", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TEMP", "TMP", "TMPDIR");
        assertThat(result.errors().get(0).found())
                .isEqualTo("rules on which the compiling process ended (exit code 1)");
        assertThat(told).contains(" in " + folder + "/trial-");
        assertThat(told).endsWith(told.substring(told.indexOf(" in ") + 4, told.lastIndexOf(' ')));
    }

    @Test
    void sweep_whatAKilledServiceLeft_isRemoved() throws IOException {
        Files.createDirectories(folder.resolve("trial-1234/deep"));
        Files.writeString(folder.resolve("trial-1234/deep/file"), "left");
        Files.writeString(folder.resolve("other"), "not ours");
        new Trials(folder).close();
        assertThat(folder).isDirectoryNotContaining("glob:**trial*").isDirectoryContaining("glob:**other");
    }

    @Test
    void close_whileATrialRuns_endsIt() throws InterruptedException {
        Trials trials = new Trials(folder, SHORT, Trials.command(Misbehaving.class));
        Thread trial = new Thread(() -> trials.run(Map.of(Misbehaving.WAY, "sleep")));
        trial.start();
        while (ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive)) Thread.sleep(10);
        trials.close();
        trial.join(5_000);
        assertThat(trial.isAlive()).isFalse();
    }

    @Test
    void service_killed_takesItsProcessWithIt() throws Exception {
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrialParent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessHandle child;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))) {
            child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            service.destroyForcibly().waitFor();
        }
        long start = System.nanoTime();
        while (isRunning(child) && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) Thread.sleep(10);
        assertThat(isRunning(child)).isFalse();
    }

    /** A process whose parent is gone may stay as a zombie where nobody collects it. */
    private static boolean isRunning(ProcessHandle process) throws IOException {
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        return process.isAlive()
                && !(Files.exists(stat) && Files.readString(stat).contains(") Z "));
    }
}
