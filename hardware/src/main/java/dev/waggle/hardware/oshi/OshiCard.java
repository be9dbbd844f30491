package dev.waggle.hardware.oshi;

/**
 * A graphics card as OSHI describes it.
 *
 * @param order its place in OSHI's list, 0 on; on Windows the order of DXGI, primary display first
 * @param name OSHI's name, "unknown" when it has none
 * @param vendor OSHI's vendor text: a company, or a PCI id in brackets
 * @param driverVersion OSHI's version text as it is
 * @param vramBytes OSHI's number: DXGI's dedicated memory on Windows, 0 for none or not known
 * @param vramUsedBytes OSHI's number now, negative when it does not know
 */
public record OshiCard(
        int order, String name, String vendor, String driverVersion, long vramBytes, long vramUsedBytes) {}
