package dev.waggle.server.json;

import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.FitReport;
import dev.waggle.rules.judge.FitReport.DeviceFit;
import dev.waggle.rules.judge.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict as JSON. */
public final class VerdictJson {
    private VerdictJson() {}

    /**
     * All of a verdict.
     *
     * @param verdict the verdict
     * @param ruleSet hash of the rules that decided
     * @param catalog hash of the data they decided on
     */
    public static Map<String, @Nullable Object> of(Verdict verdict, String ruleSet, String catalog) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", verdict.outcome().id());
        json.put("confidence", verdict.confidence().id());
        json.put("model", verdict.model());
        json.put("variant", verdict.variant());
        json.put("worker", verdict.worker().id());
        json.put(
                "engine",
                Map.of(
                        "name",
                        verdict.worker().engine().name(),
                        "version",
                        verdict.worker().engine().version()));
        json.put("machine", verdict.machine());
        json.put("settings", verdict.settings());
        json.put("placement", verdict.outcome().placement().map(Placement::id).orElse(null));
        json.put("findings", verdict.findings());
        json.put("fit", verdict.fit() == null ? null : fit(verdict.fit()));
        json.put("ruleSet", ruleSet);
        json.put("catalog", catalog);
        return json;
    }

    private static Map<String, @Nullable Object> fit(FitReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        List<Map<String, @Nullable Object>> devices =
                report.devices().stream().map(VerdictJson::device).toList();
        json.put("devices", devices);
        json.put("layersOnDevice", report.layersOnDevice());
        json.put("layers", report.layers());
        json.put("expertLayersOnHost", report.expertLayersOnHost());
        json.put("exact", report.exact());
        return json;
    }

    private static Map<String, @Nullable Object> device(DeviceFit device) {
        return FitJson.part(device.part(), new FitJson.Room(device.capacityBytes(), device.freeBytes()));
    }
}
