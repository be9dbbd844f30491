package dev.waggle.hardware;

/** Who saw a card, the most direct first: where two know the same fact, the earlier is believed. */
enum CardSource {
    CUDA("CUDA runtime"),
    NVIDIA_SMI("nvidia-smi"),
    PCI("PCI bus"),
    OSHI("OSHI");

    private final String title;

    CardSource(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
