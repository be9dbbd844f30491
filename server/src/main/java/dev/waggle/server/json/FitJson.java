package dev.waggle.server.json;

import dev.waggle.rules.fit.Fit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model takes of memory, as JSON. */
public final class FitJson {
    private FitJson() {}

    /** What is known of a device beside what it holds; null where unknown. */
    public record Room(
            @Nullable Long capacityBytes, @Nullable Long freeBytes) {
        /** Nothing is known. */
        public static final Room UNKNOWN = new Room(null, null);
    }

    /** Bytes of weights, context and compute of each of llama.cpp's buffers, by their names. */
    public static Map<String, Map<String, Long>> buffers(Fit fit) {
        Map<String, Map<String, Long>> json = new LinkedHashMap<>();
        for (Fit.Buffer buffer : fit.buffers()) {
            Map<String, Long> bytes = new LinkedHashMap<>();
            bytes.put("weights", buffer.weightsBytes());
            bytes.put("context", buffer.contextBytes());
            bytes.put("compute", buffer.computeBytes());
            json.put(buffer.name(), bytes);
        }
        return json;
    }

    /** What each device holds, in the form of a verdict's devices. */
    public static List<Map<String, @Nullable Object>> parts(Fit fit, Function<String, Room> room) {
        return fit.parts().stream()
                .map(part -> part(part, room.apply(part.device())))
                .toList();
    }

    static Map<String, @Nullable Object> part(Fit.Part part, Room room) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("device", part.device());
        json.put("weightsBytes", part.weightsBytes());
        json.put("kvBytes", part.kvBytes());
        json.put("recurrentBytes", part.recurrentBytes());
        json.put("computeBytes", part.computeBytes());
        json.put("outputBytes", part.outputBytes());
        json.put("overheadBytes", part.overheadBytes());
        json.put("residentBytes", part.residentBytes());
        json.put("capacityBytes", room.capacityBytes());
        json.put("freeBytes", room.freeBytes());
        return json;
    }
}
