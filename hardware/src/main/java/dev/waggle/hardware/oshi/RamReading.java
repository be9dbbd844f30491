package dev.waggle.hardware.oshi;

/**
 * OSHI's two numbers for RAM.
 *
 * @param totalBytes RAM the operating system has
 * @param availableBytes RAM that could be used now without swapping
 */
public record RamReading(long totalBytes, long availableBytes) {}
