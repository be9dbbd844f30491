package dev.waggle.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Purpose;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A model and a context on it, in the library's hands: loaded, or only laid out to see what it would take.
 *
 * @param llama the library
 * @param model the library's model
 * @param context the library's context
 * @param devices those it may use
 * @param memory what it takes, by the library's count
 * @param kept memory and callbacks the library holds addresses of
 */
record OpenModel(
        Llama llama,
        Pointer model,
        Pointer context,
        List<NativeDevice> devices,
        List<MemoryUse> memory,
        List<Object> kept)
        implements AutoCloseable {

    /**
     * Loads a model.
     *
     * @param progress hears how much is loaded; null = nothing is loaded, its place in memory is only computed
     */
    static OpenModel open(
            Llama llama, Devices all, String file, LoadSettings settings, @Nullable DoubleConsumer progress)
            throws LoadException {
        if (!Files.isReadable(Path.of(file)) || !Files.isRegularFile(Path.of(file))) {
            throw new LoadException(LoadProblem.BAD_FILE, "The model file is missing or can't be read");
        }
        List<NativeDevice> devices = all.chosen(settings);
        int cacheType = CacheTypes.of(settings.kvType());
        llama.log().forget();
        List<Object> kept = new ArrayList<>();
        Pointer model = model(llama, devices, file, settings, progress, kept);
        Pointer context = context(llama, model, settings, cacheType);
        OpenModel open = new OpenModel(
                llama, model, context, devices, MemoryReader.of(llama, context, devices, progress == null), kept);
        open.checkPlace(settings);
        llama.log().forget();
        return open;
    }

    /** Layers the engine counts, the output layer as one. */
    int layers() {
        return llama.api().llama_model_n_layer(model) + llama.api().llama_model_n_layer_nextn(model) + 1;
    }

    @Override
    public void close() {
        try {
            llama.api().llama_free(context);
            llama.api().llama_model_free(model);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static Pointer model(
            Llama llama,
            List<NativeDevice> devices,
            String file,
            LoadSettings settings,
            @Nullable DoubleConsumer progress,
            List<Object> kept)
            throws LoadException {
        ModelParams params = llama.api().llama_model_default_params();
        params.n_gpu_layers = settings.gpuLayers();
        params.devices = keep(devices(devices), kept);
        if (settings.expertLayersOnHost() > 0) {
            params.tensor_buft_overrides =
                    keep(ExpertPlacement.onHost(llama.base(), settings.expertLayersOnHost(), kept), kept);
        }
        if (progress == null) {
            params.no_alloc = 1;
            params.load_mode = ModelParams.LOAD_MODE_NONE;
        } else {
            params.progress_callback = keep(new LoadProgress(progress), kept);
        }
        Pointer model = llama.api().llama_model_load_from_file(file, params);
        if (model == null) {
            throw llama.log().whyNotLoaded(LoadProblem.BAD_FILE);
        }
        return model;
    }

    private static Pointer context(Llama llama, Pointer model, LoadSettings settings, int cacheType)
            throws LoadException {
        ContextParams params = llama.api().llama_context_default_params();
        params.n_ctx = settings.contextTokens();
        params.n_batch = settings.batchTokens();
        params.n_ubatch = settings.microBatchTokens();
        params.n_threads = settings.threads();
        params.n_threads_batch = settings.threads();
        params.type_k = cacheType;
        params.type_v = cacheType;
        params.swa_full = 0;
        params.flash_attn_type = settings.flashAttention() ? 1 : 0;
        if (settings.purpose() == Purpose.EMBED) {
            params.embeddings = 1;
            params.n_ubatch = settings.batchTokens();
            params.pooling_type = Pooling.of(llama.api(), model);
        } else {
            params.n_outputs_max = 1;
        }
        Pointer context = llama.api().llama_init_from_model(model, params);
        if (context == null) {
            throw llama.log().whyNotLoaded(LoadProblem.UNSUPPORTED_SETTINGS);
        }
        return context;
    }

    /** That layers meant for devices are there: this engine never falls back to the processor. */
    private void checkPlace(LoadSettings settings) throws LoadException {
        boolean placed =
                memory.stream().anyMatch(use -> !use.device().equals(MemoryUse.HOST) && use.weightsBytes() > 0);
        if (settings.gpuLayers() > 0 && !placed) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The engine put none of the " + settings.gpuLayers() + " layers on a device of the backend "
                            + settings.backend() + ".");
        }
    }

    private static Memory devices(List<NativeDevice> devices) {
        Memory list = new Memory((devices.size() + 1L) * Native.POINTER_SIZE);
        list.clear();
        for (int i = 0; i < devices.size(); i++) {
            list.setPointer((long) i * Native.POINTER_SIZE, devices.get(i).handle());
        }
        return list;
    }

    private static <T> T keep(T object, List<Object> kept) {
        kept.add(object);
        return object;
    }

    /** A C string. */
    static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.clear();
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
