package dev.waggle.server.routes;

import dev.waggle.models.ModelFile;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.fit.FitQuestion.DeviceCapacity;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.Offload;
import dev.waggle.rules.fit.Placement;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.UsableMemory;
import dev.waggle.server.app.UsableMemory.Room;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import dev.waggle.server.json.FitJson;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model takes of GPUs that are described, or of a machine's: arithmetic alone, nothing is judged. */
public final class FitRoutes {
    private final Waggle waggle;
    private final Naming naming;

    private FitRoutes(Waggle waggle) {
        this.waggle = waggle;
        this.naming = new Naming(waggle);
    }

    /** Adds the route, which asks the generation that answers. */
    public static void addTo(Routes routes, Live live) {
        Supplier<FitRoutes> now = live.each(FitRoutes::new);
        routes.post("/api/fit", Access.OPEN, ctx -> ctx.json(now.get().fit(JsonBody.read(ctx, FitBody.class), ctx)));
    }

    private Map<String, @Nullable Object> fit(FitBody body, Context ctx) {
        FitForm form = body.form();
        FitEngine engine = engine(body.engine());
        Subject subject = subject(body, ctx);
        VariantEntry variant = subject.variants().get(0);
        UsableMemory memory = memory(body, ctx);
        ModelFile file = variant.file();
        if (file == null)
            throw none("fit-unknown", "the shape of " + subject.model().id() + " is not on record");
        Fit fit = fit(body, form, engine, file, memory);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("model", subject.model().id());
        json.put("variant", variant.id());
        json.put(
                "engine",
                Map.of("name", engine.entry().name(), "version", engine.entry().version()));
        json.put("settings", settings(form.settings()));
        json.put("layers", fit.layers());
        json.put("layersOnDevice", fit.layersOnDevice());
        json.put("exact", fit.exact());
        json.put("parts", FitJson.parts(fit, device -> room(memory, device)));
        json.put("buffers", FitJson.buffers(fit));
        json.put("fits", fits(fit, memory, body.machine() != null));
        return json;
    }

    private FitEngine engine(@Nullable String name) {
        try {
            return FitEngine.of(waggle.catalog(), name == null ? FitEngine.DEFAULT : name);
        } catch (UnknownIdException e) {
            throw Problem.of(
                            404,
                            "unknown-engine",
                            e.getMessage() + " Known: " + String.join(", ", FitEngine.names(waggle.catalog())) + ".")
                    .exception();
        }
    }

    private Subject subject(FitBody body, Context ctx) {
        String name = body.variant() == null ? body.model() : body.model() + ":" + body.variant();
        Subject subject = naming.subject(name, ctx);
        if (subject.variants().size() == 1) return subject;
        String variants = subject.variants().stream().map(VariantEntry::id).collect(Collectors.joining(", "));
        throw Problem.ofBody(List.of(
                        new Problem.Fault("/variant", "It is missing, and there are several: " + variants + ".")))
                .exception();
    }

    private UsableMemory memory(FitBody body, Context ctx) {
        if (body.machine() != null)
            return UsableMemory.of(
                    naming.place(body.machine(), ctx), waggle.catalog().policy());
        List<Room> gpus = new ArrayList<>();
        if (body.devices() != null)
            for (FitBody.DeviceBody device : body.devices())
                gpus.add(new Room("gpu" + gpus.size(), device.memoryBytes(), null));
        return new UsableMemory(gpus, new Room("host", null, null), "cuda");
    }

    private Fit fit(FitBody body, FitForm form, FitEngine engine, ModelFile file, UsableMemory memory) {
        Offload offload = offload(body, form, file, memory);
        long unknown = memory.gpus().stream()
                .filter(gpu -> gpu.capacityBytes() == null)
                .count();
        if (offload == Placement.MOST_LAYERS_ON_DEVICE && unknown > 0)
            throw none("fit-unknown", "how many layers a GPU holds whose memory is unknown");
        if (offload != Placement.HOST && unknown > 0 && unknown < memory.gpus().size())
            throw none("fit-unknown", "how layers divide between GPUs of which only some have a known memory");
        List<DeviceCapacity> devices = memory.gpus().stream()
                .map(gpu -> new DeviceCapacity(gpu.device(), capacity(gpu)))
                .toList();
        Policy policy = waggle.catalog().policy();
        FitEngine.Overhead overhead = new FitEngine.Overhead(
                policy.runtimeOverheadBytes().getOrDefault(memory.backend(), 0L),
                policy.runtimeOverheadBytes().getOrDefault("cpu", 0L));
        FitAnswer answer = engine.fit(
                file,
                form.settings(),
                offload,
                offload == Placement.HOST ? List.of() : devices,
                capacity(memory.host()),
                overhead);
        if (answer instanceof FitAnswer.Known known) return known.fit();
        throw answer instanceof FitAnswer.NotApplicable no
                ? none("fit-not-applicable", no.why())
                : none("fit-unknown", ((FitAnswer.Unknown) answer).why());
    }

    private static Offload offload(FitBody body, FitForm form, ModelFile file, UsableMemory memory) {
        if (body.placement() != null) return Placement.byId(body.placement()).orElseThrow();
        return memory.gpus().isEmpty() ? Placement.HOST : form.onDevices(file);
    }

    private static long capacity(Room room) {
        return room.capacityBytes() == null ? FitEngine.ANY_CAPACITY : room.capacityBytes();
    }

    private static FitJson.Room room(UsableMemory memory, String device) {
        Room room = find(memory, device);
        return new FitJson.Room(room.capacityBytes(), room.freeBytes());
    }

    private static Room find(UsableMemory memory, String device) {
        return memory.gpus().stream()
                .filter(gpu -> gpu.device().equals(device))
                .findFirst()
                .orElse(memory.host());
    }

    /** Whether every memory holds its part; of devices that were given, RAM is not asked about. Null where unknown. */
    private static @Nullable Boolean fits(Fit fit, UsableMemory memory, boolean withHost) {
        boolean known = false;
        boolean unknown = false;
        for (Fit.Part part : fit.parts()) {
            Room room = find(memory, part.device());
            if (!withHost && room.equals(memory.host())) continue;
            Long capacity = room.capacityBytes();
            if (capacity == null) unknown = true;
            else if (part.residentBytes() > capacity) return false;
            else known = true;
        }
        return (known && !unknown) ? Boolean.TRUE : null;
    }

    private static Map<String, Object> settings(FitSettings settings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contextTokens", settings.contextTokens());
        json.put("batchTokens", settings.batchTokens());
        json.put("ubatchTokens", settings.ubatchTokens());
        json.put("sequences", settings.sequences());
        json.put("unifiedKv", settings.unifiedKv());
        json.put("flashAttention", settings.flashAttention());
        json.put("kvType", settings.kvType());
        json.put("outputRows", settings.outputRows());
        return json;
    }

    private static RuntimeException none(String code, String why) {
        return Problem.of(422, code, "What it takes is not known: " + why + ".").exception();
    }
}
