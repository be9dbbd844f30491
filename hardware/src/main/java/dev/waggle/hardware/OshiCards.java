package dev.waggle.hardware;

import dev.waggle.hardware.oshi.OshiCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads OSHI's graphics cards. Its memory is believed on Windows, where it is DXGI's dedicated memory, and for AMD
 * cards on macOS, where system_profiler tells it; on Linux it is the size of an address window.
 */
final class OshiCards {
    private static final Pattern NO_GPU = Pattern.compile(
            "(?i).*(basic (render|display)|hyper-v|remote (display|desktop)|indirect|virtual|vmware|virtio|qxl|parsec"
                    + "|citrix|displaylink|aspeed|matrox|llvmpipe|swiftshader|parallels|spice|mirage).*");
    private static final Pattern INTEL_DISCRETE = Pattern.compile("(?i).*\\barc\\b.*\\b[AB][0-9]{2,3}M?\\b.*");
    private static final Pattern DRIVER = Pattern.compile("[0-9]+(\\.[0-9]+){1,3}");
    private static final String SOURCE = CardSource.OSHI.title();

    private OshiCards() {}

    static Sighted parse(Fact<OperatingSystem> os, List<OshiCard> cards) {
        List<CardSighting> sightings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (OshiCard card : cards) {
            if (NO_GPU.matcher(card.name()).matches()) {
                notes.add(SOURCE + ": \"" + card.name() + "\" is no GPU for inference");
            } else {
                sightings.add(new CardSighting(
                        CardSource.OSHI,
                        card.order(),
                        Optional.empty(),
                        Optional.empty(),
                        facts(os.orNull() == OperatingSystem.WINDOWS, os.orNull() == OperatingSystem.MACOS, card)));
            }
        }
        return new Sighted(sightings, notes);
    }

    private static CardFacts facts(boolean windows, boolean mac, OshiCard card) {
        Fact<Vendor> vendor = vendor(card);
        Fact<Boolean> unified = unified(vendor, card.name());
        boolean told = windows || (mac && vendor.orNull() == Vendor.AMD);
        boolean sharesRam =
                vendor.orNull() == Vendor.INTEL && unified.asOptional().orElse(false);
        Fact<Long> memory = sharesRam
                ? Fact.unknown("an integrated Intel GPU takes what it needs from RAM")
                : memory(told, windows ? "DXGI through OSHI" : "system_profiler through OSHI", card.vramBytes());
        Fact<Long> free = memory.flatMap(bytes -> card.vramUsedBytes() >= 0 && card.vramUsedBytes() <= bytes
                ? Fact.known(bytes - card.vramUsedBytes(), SOURCE)
                : Fact.unknown("OSHI does not tell how much is used"));
        return new CardFacts(
                vendor,
                card.name().isBlank() || card.name().equals("unknown")
                        ? Fact.unknown("OSHI gives no name")
                        : Fact.known(card.name(), SOURCE),
                memory,
                free,
                Fact.unknown(
                        vendor.orNull() == Vendor.NVIDIA
                                ? "OSHI does not tell compute capability"
                                : CardFacts.NVIDIA_ONLY),
                driver(windows, vendor, card),
                unified);
    }

    private static Fact<Long> memory(boolean told, String source, long bytes) {
        if (!told) {
            return Fact.unknown("OSHI's number is the size of an address window, not memory");
        }
        return bytes > 0 ? Fact.known(bytes, source) : Fact.unknown("OSHI found no dedicated memory");
    }

    private static Fact<Vendor> vendor(OshiCard card) {
        String text = (card.vendor() + " " + card.name()).toLowerCase(Locale.ROOT);
        if (text.contains("nvidia") || text.contains("0x10de")) {
            return Fact.known(Vendor.NVIDIA, SOURCE);
        }
        if (text.contains("advanced micro") || text.contains("radeon") || text.contains("0x1002")) {
            return Fact.known(Vendor.AMD, SOURCE);
        }
        if (text.contains("intel") || text.contains("0x8086")) {
            return Fact.known(Vendor.INTEL, SOURCE);
        }
        if (text.contains("apple")) {
            return Fact.known(Vendor.APPLE, SOURCE);
        }
        return Fact.unknown("OSHI's vendor \"" + card.vendor() + "\" is none this program knows");
    }

    /** Intel's discrete cards are Arc A- and B-series; AMD names its integrated ones "… Graphics". */
    private static Fact<Boolean> unified(Fact<Vendor> vendor, String name) {
        if (vendor.orNull() == Vendor.INTEL) {
            return Fact.known(!INTEL_DISCRETE.matcher(name).matches(), "name of an Intel GPU");
        }
        if (vendor.orNull() == Vendor.AMD && name.endsWith("Graphics")) {
            return Fact.known(true, "name of an AMD GPU");
        }
        return Fact.unknown("OSHI does not tell whether memory is shared");
    }

    /** NVIDIA numbers its drivers differently from Windows: nvidia-smi has its own number. */
    private static Fact<String> driver(boolean windows, Fact<Vendor> vendor, OshiCard card) {
        boolean own = windows && vendor.orNull() != Vendor.NVIDIA;
        return own && DRIVER.matcher(card.driverVersion()).matches()
                ? Fact.known(card.driverVersion(), SOURCE)
                : Fact.unknown("OSHI does not tell the vendor's number of the driver");
    }
}
