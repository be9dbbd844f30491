package dev.waggle.rules.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.rules.fit.FitTruth.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic against what llama.cpp 0.5.0 really allocates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FitTruthTest {
    private final List<Point> points = new ArrayList<>();

    @BeforeAll
    void compute(@TempDir Path folder) throws Exception {
        Map<String, List<JsonNode>> lines = FitTruth.lines().stream()
                .collect(Collectors.groupingBy(line -> line.get("model").asText()));
        ModelProfile.Cache cache = new ModelProfile.Cache();
        FitTruth.models(folder).forEach((name, model) -> {
            ModelProfile profile = cache.of(model, FitTruth.shapeOf(model), LlamaCppVersion.V0_5);
            for (JsonNode line : lines.getOrDefault(name, List.of()))
                points.addAll(FitTruth.points(line, model, profile));
        });
        assertThat(lines.values().stream().mapToInt(List::size).sum()).isEqualTo(1868);
        report();
    }

    @Test
    void weights_everyMeasurement_exactToTheByte() {
        assertThat(points)
                .allSatisfy(point -> assertThat(point.computed().get(Point.WEIGHTS))
                        .as("%s %s %s", point.model(), point.kind(), point.device())
                        .isEqualTo(point.measured().get(Point.WEIGHTS)));
    }

    @Test
    void context_everyMeasurement_exactToTheByte() {
        assertThat(points)
                .allSatisfy(point -> assertThat(point.computed().get(Point.CONTEXT))
                        .as("%s %s %s", point.model(), point.kind(), point.device())
                        .isEqualTo(point.measured().get(Point.CONTEXT)));
    }

    @Test
    void total_onDevices_neverUnderByMoreThanThreePercent() {
        assertThat(onDevices())
                .filteredOn(point -> point.error(Point.TOTAL) < -0.03)
                .isEmpty();
    }

    @Test
    void total_checkedArchitecturesFullyOnOneDevice_withinOnePercent() {
        assertThat(points)
                .filteredOn(point -> point.device().equals("GPU0")
                        && point.kind().equals("full-1gpu")
                        && LlamaCppVersion.V0_5.isExactFor(point.architecture()))
                .isNotEmpty()
                .allSatisfy(point -> assertThat(Math.abs(point.error(Point.TOTAL)))
                        .as("%s", point.model())
                        .isLessThan(0.01));
    }

    @Test
    void total_onHost_neverUnderByMoreThanThreePercent() {
        assertThat(points)
                .filteredOn(point -> point.device().equals("host") && point.error(Point.TOTAL) < -0.03)
                .isEmpty();
    }

    @Test
    void compute_allLayersOnOneDevice_distributionHolds() {
        List<Double> errors = points.stream()
                .filter(point ->
                        point.kind().equals("full-1gpu") && point.device().equals("GPU0"))
                .map(point -> Math.abs(point.error(Point.COMPUTE)))
                .sorted()
                .toList();
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.001);
        assertThat(errors.get(errors.size() * 99 / 100)).isLessThan(0.36);
    }

    private List<Point> onDevices() {
        return points.stream()
                .filter(point -> !point.device().equals("host") && !point.kind().startsWith("none"))
                .toList();
    }

    private void report() {
        table("placement and device", point -> point.kind() + " " + point.device());
        table(
                "architecture, all layers on one GPU",
                point -> point.kind().equals("full-1gpu") && point.device().equals("GPU0") ? point.architecture() : "");
        table(
                "architecture, other placements, GPUs",
                point -> point.kind().equals("full-1gpu") || point.device().equals("host") ? "" : point.architecture());
    }

    private void table(String title, Function<Point, String> group) {
        StringBuilder text = new StringBuilder(String.format(
                "%n%-28s %5s %7s %7s | %8s %8s %8s %8s | %8s %8s %8s%n",
                title, "n", "w exact", "c exact", "compute", "p99", "low", "high", "total", "low", "high"));
        new TreeMap<>(points.stream().collect(Collectors.groupingBy(group))).forEach((name, some) -> {
            if (!name.isEmpty()) text.append(row(name, some));
        });
        System.out.println(text);
    }

    private static String row(String name, List<Point> some) {
        double[] compute = sorted(some, Point.COMPUTE);
        double[] total = sorted(some, Point.TOTAL);
        double[] size = Arrays.stream(compute).map(Math::abs).sorted().toArray();
        return String.format(
                "%-28s %5d %7d %7d | %7.2f%% %7.2f%% %7.2f%% %7.2f%% | %7.2f%% %7.2f%% %7.2f%%%n",
                name,
                some.size(),
                some.stream().filter(p -> p.error(Point.WEIGHTS) == 0).count(),
                some.stream().filter(p -> p.error(Point.CONTEXT) == 0).count(),
                100 * size[size.length / 2],
                100 * size[(int) (size.length * 0.99)],
                100 * compute[0],
                100 * compute[compute.length - 1],
                100 * Arrays.stream(total).map(Math::abs).sorted().toArray()[total.length / 2],
                100 * total[0],
                100 * total[total.length - 1]);
    }

    private static double[] sorted(List<Point> some, int part) {
        return some.stream()
                .sorted(Comparator.comparingDouble(point -> point.error(part)))
                .mapToDouble(point -> point.error(part))
                .toArray();
    }
}
