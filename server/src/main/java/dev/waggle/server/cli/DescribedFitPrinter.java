package dev.waggle.server.cli;

import dev.waggle.models.ModelFile;
import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.fit.Fit;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.FitSetting;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.FitJson;
import dev.waggle.server.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what a model takes on a described machine. */
final class DescribedFitPrinter {
    /** The name of the machine's RAM among the parts. */
    private static final String HOST = "host";

    /** Keys of a question in the order files of questions have them. */
    private static final List<FitSetting> BEFORE_TYPE = List.of(
            FitSetting.CONTEXT,
            FitSetting.UBATCH,
            FitSetting.BATCH,
            FitSetting.SEQUENCES,
            FitSetting.UNIFIED_KV,
            FitSetting.FLASH_ATTENTION);

    private static final List<FitSetting> AFTER_TYPE = List.of(
            FitSetting.OUTPUT_ROWS,
            FitSetting.MOE_LAYERS_ON_HOST,
            FitSetting.GPUS,
            FitSetting.CUDA_FA_TEMPORARIES,
            FitSetting.CPU_REPACK);

    private final String name;
    private final ModelFile model;
    private final EngineEntry engine;
    private final FitForm form;
    private final @Nullable Long gpuMemoryBytes;
    private final Fit fit;

    DescribedFitPrinter(
            String name, ModelFile model, EngineEntry engine, FitForm form, @Nullable Long gpuMemoryBytes, Fit fit) {
        this.name = name;
        this.model = model;
        this.engine = engine;
        this.form = form;
        this.gpuMemoryBytes = gpuMemoryBytes;
        this.fit = fit;
    }

    /** Whether every GPU holds its part; null where nobody said how large they are. */
    @Nullable
    Boolean fits() {
        if (gpuMemoryBytes == null) return null;
        return fit.parts().stream().noneMatch(part -> beyond(part) > 0);
    }

    private long beyond(Fit.Part part) {
        return part.device().equals(HOST) || gpuMemoryBytes == null ? 0 : part.residentBytes() - gpuMemoryBytes;
    }

    String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("model", name);
        json.put(FitSetting.GPU_LAYERS.key(), form.gpuLayers(model));
        for (FitSetting setting : BEFORE_TYPE) json.put(setting.key(), form.number(setting));
        json.put("kv_type", form.kvType());
        for (FitSetting setting : AFTER_TYPE) json.put(setting.key(), form.number(setting));
        if (gpuMemoryBytes != null) json.put("gpu_memory", gpuMemoryBytes);
        json.put("engine", Map.of("name", engine.name(), "version", engine.version()));
        json.put("buffers", FitJson.buffers(fit));
        json.put("parts", FitJson.parts(fit, this::room));
        json.put("exact", fit.exact());
        json.put("layers", fit.layers());
        json.put("layersOnDevice", fit.layersOnDevice());
        if (gpuMemoryBytes != null) json.put("fits", fits());
        return Json.pretty(json);
    }

    private FitJson.Room room(String device) {
        return device.equals(HOST) ? FitJson.Room.UNKNOWN : new FitJson.Room(gpuMemoryBytes, null);
    }

    String text() {
        StringBuilder text = new StringBuilder(name + " (" + model.quantization() + ") with " + engine.name() + " "
                + engine.version() + ", context " + Quantity.count(form.number(FitSetting.CONTEXT)) + ", " + placed()
                + "\n");
        Table table = new Table(
                120, "memory", "weights", "KV cache", "recurrent state", "compute", "output", "process", "total");
        for (Fit.Part part : fit.parts()) table.row(cells(part));
        return text.append(table).append(conclusion()).toString();
    }

    private String placed() {
        if (form.gpus() == 0) return "on the processor";
        String gpus = form.gpus() == 1 ? " layers on a GPU" : " layers on " + form.gpus() + " GPUs";
        return fit.layersOnDevice() + " of " + fit.layers() + gpus;
    }

    private static String[] cells(Fit.Part part) {
        return new String[] {
            part.device(),
            bytes(part.weightsBytes()),
            bytes(part.kvBytes()),
            bytes(part.recurrentBytes()),
            bytes(part.computeBytes()),
            bytes(part.outputBytes()),
            bytes(part.overheadBytes()),
            bytes(part.residentBytes())
        };
    }

    private static String bytes(long bytes) {
        return bytes == 0 ? "0" : Quantity.bytes(bytes);
    }

    private String conclusion() {
        String trust = fit.exact()
                ? "Buffers are exact: as this engine allocates them. What a process takes beside them is estimated.\n"
                : "Estimated: there is no record of this architecture's arithmetic on this engine.\n";
        if (gpuMemoryBytes == null) return trust;
        StringBuilder text = new StringBuilder(trust);
        for (Fit.Part part : fit.parts())
            if (beyond(part) > 0)
                text.append("It does not fit: ")
                        .append(part.device())
                        .append(" would hold ")
                        .append(Quantity.bytes(part.residentBytes()))
                        .append(", ")
                        .append(Quantity.bytes(beyond(part)))
                        .append(" more than its ")
                        .append(Quantity.bytes(gpuMemoryBytes))
                        .append(".\n");
        if (Boolean.TRUE.equals(fits()))
            text.append("It fits: ")
                    .append(Quantity.bytes(gpuMemoryBytes - largest()))
                    .append(" of each GPU's ")
                    .append(Quantity.bytes(gpuMemoryBytes))
                    .append(" are left, or more.\n");
        return text.toString();
    }

    private long largest() {
        return fit.parts().stream()
                .filter(part -> !part.device().equals(HOST))
                .mapToLong(Fit.Part::residentBytes)
                .max()
                .orElse(0);
    }
}
