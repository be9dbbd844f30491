package dev.waggle.hardware.cuda;

import java.util.List;

/**
 * What CUDA answered.
 *
 * @param cards the devices that could be read
 * @param problems why there are none, or which could not be read; a sentence each
 */
public record CudaReading(List<CudaCard> cards, List<String> problems) {
    public CudaReading {
        cards = List.copyOf(cards);
        problems = List.copyOf(problems);
    }
}
