package dev.waggle.hardware;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One function of a PCI device, by its files in /sys/bus/pci/devices.
 *
 * @param address domain, bus, device and function: "0000:03:00.0"
 * @param files the text of its readable files by name
 */
record PciFunction(String address, Map<String, String> files) {
    /** Four hexadecimal digits, or empty when unreadable. */
    String vendorId() {
        return hexadecimal("vendor");
    }

    /** Four hexadecimal digits, or empty when unreadable. */
    String deviceId() {
        return hexadecimal("device");
    }

    boolean isNvidia() {
        return vendorId().equals("10de");
    }

    /**
     * Whether it is a display controller (PCI class 03), or a processing accelerator (12) of AMD, as its Instinct cards
     * are; other makers' accelerators are no GPUs.
     */
    boolean isDisplay() {
        String kind = hexadecimal("class");
        return kind.startsWith("03") || (kind.startsWith("12") && vendorId().equals("1002"));
    }

    /** The driver that has it: the DRIVER line of uevent. */
    Optional<String> driver() {
        return file("uevent")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("DRIVER="))
                        .map(line -> line.substring("DRIVER=".length()).strip())
                        .findFirst());
    }

    Optional<String> file(String name) {
        return Optional.ofNullable(files.get(name)).map(String::strip);
    }

    private String hexadecimal(String name) {
        String text = file(name).orElse("").toLowerCase(Locale.ROOT);
        return text.startsWith("0x") ? text.substring(2) : text;
    }
}
