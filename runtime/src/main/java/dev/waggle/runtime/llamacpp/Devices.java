package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The devices the library has, and which of them a load may use: never another one than was asked for. */
final class Devices {
    /** Where the name of a backend in the library is not ours in capitals. */
    private static final Map<String, String> BACKENDS = Map.of("mtl", "metal");

    private final Llama llama;
    private final List<NativeDevice> all;

    private Devices(Llama llama, List<NativeDevice> all) {
        this.llama = llama;
        this.all = all;
    }

    static Devices of(Llama llama) {
        return new Devices(
                llama,
                LongStream.range(0, llama.ggml().ggml_backend_dev_count())
                        .mapToObj(index -> device(llama.base(), llama.ggml().ggml_backend_dev_get(index)))
                        .toList());
    }

    List<EngineDevice> facts() {
        return all.stream().map(NativeDevice::facts).toList();
    }

    /**
     * The devices for this load; none for the processor.
     *
     * @throws LoadException when the backend has no device, or a named one is not there
     */
    List<NativeDevice> chosen(LoadSettings settings) throws LoadException {
        if (settings.backend().equals("cpu")) {
            return List.of();
        }
        List<NativeDevice> usable = all.stream()
                .filter(device -> device.computesFor(settings.backend()))
                .toList();
        if (usable.isEmpty()) {
            throw refused("The backend " + settings.backend() + " has no device: "
                    + llama.folder().whyMissing(settings.backend()));
        }
        if (settings.devices().isEmpty()) {
            List<NativeDevice> own = usable.stream()
                    .filter(device -> device.is(NativeDevice.GPU))
                    .toList();
            return own.isEmpty() ? usable : own;
        }
        for (String name : settings.devices()) {
            if (usable.stream().noneMatch(device -> device.facts().name().equals(name))) {
                throw refused("The device " + name + " of the backend " + settings.backend() + " is not there");
            }
        }
        return settings.devices().stream()
                .flatMap(name ->
                        usable.stream().filter(device -> device.facts().name().equals(name)))
                .toList();
    }

    private LoadException refused(String sentence) {
        Stream<String> names = all.stream()
                .map(device -> device.facts().name() + " (" + device.facts().description() + ", "
                        + device.facts().backend() + ")");
        return new LoadException(
                LoadProblem.UNSUPPORTED_SETTINGS,
                sentence + ". The devices here are: " + names.collect(Collectors.joining(", ")) + ".");
    }

    private static NativeDevice device(GgmlBaseApi base, Pointer handle) {
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        base.ggml_backend_dev_memory(handle, free, total);
        String registry = base.ggml_backend_reg_name(base.ggml_backend_dev_backend_reg(handle))
                .toLowerCase(Locale.ROOT);
        return new NativeDevice(
                handle,
                new EngineDevice(
                        base.ggml_backend_dev_name(handle),
                        base.ggml_backend_dev_description(handle),
                        BACKENDS.getOrDefault(registry, registry),
                        kind(base.ggml_backend_dev_type(handle)),
                        Math.max(0, free.getValue()),
                        Math.max(0, total.getValue())));
    }

    private static String kind(int type) {
        return switch (type) {
            case GgmlBaseApi.DEVICE_CPU -> "cpu";
            case GgmlBaseApi.DEVICE_GPU -> NativeDevice.GPU;
            case GgmlBaseApi.DEVICE_INTEGRATED_GPU -> NativeDevice.INTEGRATED_GPU;
            default -> "accelerator";
        };
    }
}
