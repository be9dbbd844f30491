package dev.waggle.hardware;

import java.util.List;
import java.util.Optional;

/**
 * Reads pci.ids, the public list of PCI names: a vendor's line is "1002  Advanced Micro Devices, Inc. [AMD/ATI]", its
 * devices follow, each after one tab.
 *
 * @see <a href="https://pci-ids.ucw.cz/">the list</a>
 */
final class PciNames {
    private PciNames() {}

    /** The device's name, such as "Navi 31 [Radeon RX 7900 XT/7900 XTX]". Ids are four lower-case digits. */
    static Optional<String> find(List<String> lines, String vendorId, String deviceId) {
        boolean inVendor = false;
        for (String line : lines) {
            boolean isVendor = !line.startsWith("\t") && !line.startsWith("#") && !line.isBlank();
            if (isVendor) {
                inVendor = line.startsWith(vendorId + "  ");
            } else if (inVendor && line.startsWith("\t" + deviceId + "  ")) {
                return Optional.of(line.substring(deviceId.length() + 3).strip())
                        .filter(name -> !name.isEmpty());
            }
        }
        return Optional.empty();
    }
}
