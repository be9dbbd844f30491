package dev.waggle.hardware;

import dev.waggle.hardware.cuda.CudaReading;
import dev.waggle.hardware.oshi.OshiCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the facts about GPUs come from.
 *
 * @param cuda the CUDA runtime
 * @param cudaFree free bytes from the CUDA runtime, for the given device numbers; asked only when nothing cheaper knows
 * @param nvidiaSmi the program nvidia-smi; empty when it is not installed
 * @param pci display controllers on the PCI bus as Linux shows them
 * @param oshi graphics cards as OSHI lists them
 * @param drivers traces that installed drivers leave
 */
record CardSources(
        Source<CudaReading> cuda,
        FreeBytes cudaFree,
        Source<Optional<SmiReading>> nvidiaSmi,
        Source<PciReading> pci,
        Source<List<OshiCard>> oshi,
        Source<DriverReading> drivers) {
    /** Measures how much is free on some devices. */
    @FunctionalInterface
    interface FreeBytes {
        Map<Integer, Long> of(List<Integer> indexes) throws Exception;
    }
}
