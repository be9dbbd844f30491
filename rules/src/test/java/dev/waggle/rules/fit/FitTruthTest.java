package dev.waggle.rules.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.ModelFile;
import dev.waggle.rules.fit.FitTruth.Measurement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic against what llama.cpp 0.5.0 really allocates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FitTruthTest {
    private static final Path REPORT = Path.of("..", "docs", "accuracy.md");

    private final FitRules rules = ShippedRules.of("llamacpp-0.5");
    private final List<Measurement> measurements = FitTruth.measurements();
    private final AccuracyReport report = new AccuracyReport();
    private final List<String> different = new ArrayList<>();
    private Map<String, ModelFile> models = Map.of();

    @BeforeAll
    void compute(@TempDir Path folder) throws Exception {
        models = FitTruth.models(folder);
        for (Measurement measured : measurements) {
            ModelFile model = model(measured.model());
            FitAnswer answer = rules.fit(measured.question(model));
            if (answer instanceof FitAnswer.Known known) {
                report.add(model.architecture(), measured, known.fit());
                if (!FitTruth.text(known.fit()).equals(measured.text()))
                    different.add(measured + "\n  computed " + FitTruth.text(known.fit()));
            } else different.add(measured + "\n  " + answer);
        }
    }

    private ModelFile model(String name) {
        ModelFile model = models.get(name);
        if (model == null) throw new IllegalStateException("no header of " + name);
        return model;
    }

    @Test
    void everyBuffer_everyMeasurement_exactToTheByte() {
        assertThat(measurements).hasSizeGreaterThan(1868);
        assertThat(different).isEmpty();
    }

    @Test
    void everyArchitecture_onRecord_isExact() {
        for (Measurement measured : measurements) {
            FitAnswer answer = rules.fit(measured.question(model(measured.model())));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            FitAnswer.Known.class,
                            known -> assertThat(known.fit().exact())
                                    .as(measured.model())
                                    .isTrue());
        }
    }

    /** Written anew with {@code -Dwaggle.accuracy=update}. */
    @Test
    void report_inDocs_isWhatWasMeasured() throws Exception {
        String markdown = report.markdown();
        if ("update".equals(System.getProperty("waggle.accuracy")))
            Files.writeString(REPORT, markdown, StandardCharsets.UTF_8);
        assertThat(Files.readString(REPORT, StandardCharsets.UTF_8)).isEqualTo(markdown);
    }
}
