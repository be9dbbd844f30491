package dev.waggle.server.routes;

import dev.waggle.rules.fit.Placement;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.FitSetting;
import dev.waggle.server.http.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question about memory.
 *
 * @param model {@code id} or {@code id:variant}
 * @param variant null where the model's id names it, or the model has one only
 * @param engine {@code NAME@VERSION}; null = llama.cpp 0.5.0
 * @param settings context and cache; null = the defaults
 * @param devices GPUs with their memory, none for the processor alone; null where a machine is named
 * @param machine a named machine's id, or {@code local}; null where devices are given
 * @param gpuLayers layers on the GPUs, from the end; null = all
 * @param expertLayersOnHost layers from the start whose experts stay in RAM; null = none
 * @param placement a placement that is worked out from capacities, instead of counted layers; null = by the counts
 */
record FitBody(
        String model,
        @Nullable String variant,
        @Nullable String engine,
        @Nullable SettingsBody settings,
        @Nullable List<DeviceBody> devices,
        @Nullable String machine,
        @Nullable Long gpuLayers,
        @Nullable Long expertLayersOnHost,
        @Nullable String placement) {
    private static final long MOST_MEMORY = 1L << 50;

    /** One GPU; its memory is null where unknown. */
    record DeviceBody(@Nullable Long memoryBytes) {}

    /** Context and cache; null = the default. */
    record SettingsBody(
            @Nullable Long contextTokens,
            @Nullable Long batchTokens,
            @Nullable Long ubatchTokens,
            @Nullable Long sequences,
            @Nullable Boolean unifiedKv,
            @Nullable Boolean flashAttention,
            @Nullable String kvType,
            @Nullable Long outputRows) {
        static final SettingsBody DEFAULT = new SettingsBody(null, null, null, null, null, null, null, null);
    }

    /** The same, checked; every fault is told. */
    FitForm form() {
        List<Problem.Fault> faults = new ArrayList<>();
        Map<FitSetting, Long> numbers = new EnumMap<>(FitSetting.class);
        SettingsBody said = settings == null ? SettingsBody.DEFAULT : settings;
        put(numbers, FitSetting.CONTEXT, said.contextTokens(), "/settings/contextTokens", faults);
        put(numbers, FitSetting.BATCH, said.batchTokens(), "/settings/batchTokens", faults);
        put(numbers, FitSetting.UBATCH, said.ubatchTokens(), "/settings/ubatchTokens", faults);
        put(numbers, FitSetting.SEQUENCES, said.sequences(), "/settings/sequences", faults);
        put(numbers, FitSetting.UNIFIED_KV, number(said.unifiedKv()), "/settings/unifiedKv", faults);
        put(numbers, FitSetting.FLASH_ATTENTION, number(said.flashAttention()), "/settings/flashAttention", faults);
        put(numbers, FitSetting.OUTPUT_ROWS, said.outputRows(), "/settings/outputRows", faults);
        put(numbers, FitSetting.GPU_LAYERS, gpuLayers, "/gpuLayers", faults);
        put(numbers, FitSetting.MOE_LAYERS_ON_HOST, expertLayersOnHost, "/expertLayersOnHost", faults);
        String kvType = said.kvType() == null ? FitForm.DEFAULT_KV_TYPE : said.kvType();
        boolean known = FitForm.KV_TYPES.contains(kvType);
        if (!known) faults.add(new Problem.Fault("/settings/kvType", "It " + FitForm.kvTypeRefusal(kvType) + "."));
        addMachineFaults(faults);
        addPlacementFaults(faults);
        FitForm form = new FitForm(numbers, known ? kvType : FitForm.DEFAULT_KV_TYPE);
        String contradiction = form.contradiction();
        if (contradiction != null)
            faults.add(new Problem.Fault("/settings/kvType", "It contradicts flashAttention: " + contradiction + "."));
        if (!faults.isEmpty()) throw Problem.ofBody(faults).exception();
        return form;
    }

    private static @Nullable Long number(@Nullable Boolean flag) {
        return flag == null ? null : Long.valueOf(flag ? 1 : 0);
    }

    private static void put(
            Map<FitSetting, Long> numbers,
            FitSetting setting,
            @Nullable Long value,
            String pointer,
            List<Problem.Fault> faults) {
        if (value == null) return;
        String refusal = setting.refusal(value);
        if (refusal == null) numbers.put(setting, value);
        else faults.add(new Problem.Fault(pointer, "It " + refusal + "."));
    }

    private void addMachineFaults(List<Problem.Fault> faults) {
        if (devices == null) {
            if (machine == null)
                faults.add(new Problem.Fault(
                        "/devices", "It is missing, and so is machine. An empty list is the processor alone."));
            return;
        }
        if (machine != null)
            faults.add(new Problem.Fault("/machine", "It contradicts devices: only one of them is allowed."));
        if (!FitSetting.GPUS.allows(devices.size()))
            faults.add(new Problem.Fault(
                    "/devices", "It has " + devices.size() + " GPUs; allowed: " + FitSetting.GPUS.range() + "."));
        for (int device = 0; device < devices.size(); device++) {
            Long memory = devices.get(device).memoryBytes();
            if (memory != null && (memory < 1 || memory > MOST_MEMORY))
                faults.add(new Problem.Fault(
                        "/devices/" + device + "/memoryBytes",
                        "It is " + memory + "; allowed: 1 to " + MOST_MEMORY + ", or null where unknown."));
        }
    }

    private void addPlacementFaults(List<Problem.Fault> faults) {
        if (placement == null) return;
        if (Placement.byId(placement).isEmpty()) {
            String allowed =
                    Arrays.stream(Placement.values()).map(Placement::id).collect(Collectors.joining(", "));
            faults.add(new Problem.Fault("/placement", "There is no such placement; allowed: " + allowed + "."));
        }
        if (gpuLayers != null || expertLayersOnHost != null)
            faults.add(new Problem.Fault(
                    "/placement", "It contradicts gpuLayers and expertLayersOnHost: only one way is allowed."));
    }
}
