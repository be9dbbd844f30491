package dev.waggle.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the display controllers from Linux's view of the PCI bus. The amdgpu driver tells memory in
 * mem_info_vram_total and mem_info_vram_used, decimal bytes; other drivers tell none, and the size of a card's address
 * window is not its memory.
 *
 * @see <a href="https://docs.kernel.org/gpu/amdgpu/driver-misc.html">amdgpu's files</a>
 */
final class PciCards {
    /** Cards without an engine of their own that models could run on: by PCI vendor. */
    private static final Map<String, String> NO_GPU = Map.ofEntries(
            Map.entry("1013", "Cirrus, emulated"),
            Map.entry("102b", "Matrox, of a server's management controller"),
            Map.entry("1234", "QEMU standard VGA"),
            Map.entry("1414", "Hyper-V video"),
            Map.entry("15ad", "VMware SVGA"),
            Map.entry("1a03", "ASPEED, of a server's management controller"),
            Map.entry("1ab8", "Parallels video"),
            Map.entry("1af4", "virtio"),
            Map.entry("1b36", "QXL"),
            Map.entry("5853", "Xen video"),
            Map.entry("80ee", "VirtualBox video"));

    private static final String SOURCE = CardSource.PCI.title();
    private static final String AMDGPU = "amdgpu in /sys";
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}");

    private PciCards() {}

    static Sighted parse(PciReading reading, Optional<String> nvidiaVersion) {
        List<CardSighting> cards = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        new TreeMap<>(reading.functions()).forEach((address, files) -> {
            PciFunction function = new PciFunction(address, files);
            String virtual = NO_GPU.get(function.vendorId());
            if (function.isDisplay() && virtual != null) {
                notes.add(SOURCE + ": " + address + " is no GPU for inference (" + virtual + ")");
            } else if (function.isDisplay()) {
                cards.add(sighting(function, cards.size(), reading.idLines(), nvidiaVersion));
            }
        });
        return new Sighted(cards, notes);
    }

    private static CardSighting sighting(
            PciFunction function, int order, List<String> idLines, Optional<String> nvidiaVersion) {
        Fact<Long> total = amdBytes(function, "mem_info_vram_total");
        Fact<Long> used = amdBytes(function, "mem_info_vram_used");
        CardFacts facts = new CardFacts(
                vendor(function),
                name(function, idLines),
                total.flatMap(bytes -> bytes > 0 ? total : Fact.unknown(AMDGPU + " says 0 bytes")),
                total.flatMap(all -> used.flatMap(taken -> taken <= all
                        ? Fact.known(all - taken, AMDGPU)
                        : Fact.unknown(AMDGPU + " says more is used than there is"))),
                Fact.unknown(
                        function.isNvidia() ? "the PCI bus does not tell compute capability" : CardFacts.NVIDIA_ONLY),
                driverVersion(function, nvidiaVersion),
                unified(function));
        return new CardSighting(
                CardSource.PCI,
                order,
                Optional.of(function.address().toLowerCase(Locale.ROOT)),
                Optional.empty(),
                facts);
    }

    private static Fact<Vendor> vendor(PciFunction function) {
        String source = "PCI vendor " + function.vendorId();
        return switch (function.vendorId()) {
            case "10de" -> Fact.known(Vendor.NVIDIA, source);
            case "1002" -> Fact.known(Vendor.AMD, source);
            case "8086" -> Fact.known(Vendor.INTEL, source);
            case "" -> Fact.unknown("the PCI vendor of " + function.address() + " could not be read");
            default -> Fact.known(Vendor.OTHER, source);
        };
    }

    private static Fact<String> name(PciFunction function, List<String> idLines) {
        Optional<String> own = function.file("product_name").filter(name -> !name.isEmpty());
        if (own.isPresent()) {
            return Fact.known(own.get(), "product_name in /sys");
        }
        return PciNames.find(idLines, function.vendorId(), function.deviceId())
                .map(name -> Fact.known(name, "pci.ids"))
                .orElseGet(() -> Fact.unknown(
                        "no pci.ids here names PCI device " + function.vendorId() + ":" + function.deviceId()));
    }

    private static Fact<Long> amdBytes(PciFunction function, String file) {
        String driver = function.driver().orElse("none");
        if (!driver.equals("amdgpu")) {
            return Fact.unknown("Linux does not tell the memory of a card with driver " + driver);
        }
        return function.file(file)
                .filter(text -> DECIMAL.matcher(text).matches())
                .map(text -> Fact.known(Long.parseLong(text), AMDGPU))
                .orElseGet(() -> Fact.unknown(file + " of " + function.address() + " could not be read"));
    }

    private static Fact<String> driverVersion(PciFunction function, Optional<String> nvidiaVersion) {
        String driver = function.driver().orElse("none");
        if (driver.equals("nvidia") && nvidiaVersion.isPresent()) {
            return Fact.known(nvidiaVersion.get(), "/sys/module/nvidia/version");
        }
        return Fact.unknown(
                driver.equals("none")
                        ? "no driver is loaded for " + function.address()
                        : "driver " + driver + " is part of the kernel or does not tell its version");
    }

    /** Intel's integrated GPU is always device 2 of bus 0; its discrete ones are behind a bridge. */
    private static Fact<Boolean> unified(PciFunction function) {
        if (!function.vendorId().equals("8086")) {
            return Fact.unknown("the PCI bus does not tell whether memory is shared");
        }
        return Fact.known(function.address().endsWith(":00:02.0"), "PCI address of an Intel GPU");
    }
}
