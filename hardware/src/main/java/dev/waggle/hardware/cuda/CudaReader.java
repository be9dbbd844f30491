package dev.waggle.hardware.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import jcuda.runtime.JCuda;
import jcuda.runtime.cudaDeviceProp;
import jcuda.runtime.cudaError;

/**
 * Reads NVIDIA devices through the CUDA runtime, which is linked into JCuda's library and answers cleanly where there
 * is no driver. Nothing here throws: whatever goes wrong becomes a problem in words.
 */
public final class CudaReader {
    private CudaReader() {}

    /** The devices, without starting anything on them. */
    public static CudaReading read() {
        List<CudaCard> cards = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            if (System.getenv("CUDA_VISIBLE_DEVICES") != null) {
                problems.add("CUDA_VISIBLE_DEVICES is set and may hide devices");
            }
            NativeLibrary.load();
            // Results are compared one by one: an exception for one device would hide the others.
            JCuda.setExceptionsEnabled(false);
            int[] count = {0};
            int result = JCuda.cudaGetDeviceCount(count);
            if (result != cudaError.cudaSuccess) {
                problems.add("no device: " + cudaError.stringFor(result));
            }
            for (int index = 0; result == cudaError.cudaSuccess && index < count[0]; index++) {
                read(index, cards, problems);
            }
        } catch (Throwable failure) {
            // A library that is missing, or made for another system, is an Error (UnsatisfiedLinkError,
            // NoClassDefFoundError), and means only that CUDA tells nothing.
            problems.add("not usable here: " + failure);
        }
        return new CudaReading(cards, problems);
    }

    /**
     * Free bytes by CUDA's number for the device. Asking costs: CUDA starts a context on each device, some hundred
     * milliseconds and, while it lasts, some hundred MiB, which the answer already lacks. The context is ended again.
     */
    public static Map<Integer, Long> freeBytes(List<Integer> indexes) {
        Map<Integer, Long> free = new HashMap<>();
        try {
            NativeLibrary.load();
            JCuda.setExceptionsEnabled(false);
            for (int index : indexes) {
                long[] freeBytes = {0};
                long[] totalBytes = {0};
                if (JCuda.cudaSetDevice(index) == cudaError.cudaSuccess) {
                    if (JCuda.cudaMemGetInfo(freeBytes, totalBytes) == cudaError.cudaSuccess) {
                        free.put(index, freeBytes[0]);
                    }
                    JCuda.cudaDeviceReset();
                }
            }
        } catch (Throwable failure) {
            // As above: what was read so far stands, the rest stays unknown.
            return free;
        }
        return free;
    }

    private static void read(int index, List<CudaCard> cards, List<String> problems) {
        cudaDeviceProp properties = new cudaDeviceProp();
        int result = JCuda.cudaGetDeviceProperties(properties, index);
        if (result != cudaError.cudaSuccess) {
            problems.add("device " + index + ": " + cudaError.stringFor(result));
            return;
        }
        cards.add(new CudaCard(
                index,
                properties.getName(),
                properties.totalGlobalMem,
                properties.major,
                properties.minor,
                properties.integrated != 0,
                properties.pciDomainID,
                properties.pciBusID,
                properties.pciDeviceID,
                HexFormat.of().formatHex(properties.uuid.bytes)));
    }
}
