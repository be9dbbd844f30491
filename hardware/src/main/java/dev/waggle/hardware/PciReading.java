package dev.waggle.hardware;

import java.util.List;
import java.util.Map;

/**
 * The PCI bus as /sys/bus/pci/devices shows it.
 *
 * @param functions for each PCI address ("0000:03:00.0") the text of its readable files by name
 * @param idLines lines of the machine's pci.ids, the public list of PCI names; empty when it has none
 */
record PciReading(Map<String, Map<String, String>> functions, List<String> idLines) {}
