package dev.waggle.server.pages;

import dev.waggle.hardware.Device;
import dev.waggle.hardware.Machine;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.judge.FitReport.DeviceFit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would lie on one device, part by part, beside what it can hold.
 *
 * @param device its name
 * @param segments the parts that are not empty
 * @param residentBytes all of them
 * @param capacityBytes what programs can have of it; null where unknown
 * @param freeBytes what is free now; null where unknown
 */
record MemoryView(
        String device,
        List<Segment> segments,
        long residentBytes,
        @Nullable Long capacityBytes,
        @Nullable Long freeBytes) {
    /** One part: its class gives the colour; {@code x} and {@code width} are shares of the bar. */
    record Segment(String css, String name, String size, String x, String width) {}

    private record Named(String css, String name, long bytes) {}

    static MemoryView of(DeviceFit fit, Machine machine) {
        Fit.Part part = fit.part();
        Long capacity = fit.capacityBytes();
        long scale = Math.max(part.residentBytes(), capacity == null ? 0 : capacity);
        List<Segment> segments = new ArrayList<>();
        long before = 0;
        for (Named named : parts(part)) {
            if (named.bytes() == 0) continue;
            segments.add(new Segment(
                    named.css(),
                    named.name(),
                    Figures.bytes(named.bytes()),
                    Figures.percent(before, scale),
                    Figures.percent(named.bytes(), scale)));
            before += named.bytes();
        }
        return new MemoryView(name(part.device(), machine), segments, part.residentBytes(), capacity, fit.freeBytes());
    }

    private static List<Named> parts(Fit.Part part) {
        return List.of(
                new Named("p-weights", "weights", part.weightsBytes()),
                new Named("p-kv", "KV cache", part.kvBytes()),
                new Named("p-recurrent", "recurrent state", part.recurrentBytes()),
                new Named("p-compute", "compute", part.computeBytes()),
                new Named("p-output", "output", part.outputBytes()),
                new Named("p-overhead", "overhead", part.overheadBytes()));
    }

    private static String name(String device, Machine machine) {
        for (Device known : machine.devices())
            if (known.id().equals(device))
                return known.name()
                        .asOptional()
                        .map(name -> name + " (" + device + ")")
                        .orElse(device);
        return device.equals("host") ? "RAM" : device;
    }

    boolean isTooMuch() {
        return capacityBytes != null && residentBytes > capacityBytes;
    }

    /** Where the capacity ends on the bar. */
    String capacityX() {
        return capacityBytes == null ? "100%" : Figures.percent(capacityBytes, Math.max(residentBytes, capacityBytes));
    }

    String resident() {
        return Figures.bytes(residentBytes);
    }

    String capacity() {
        return Figures.bytesOrUnknown(capacityBytes);
    }

    String free() {
        return Figures.bytesOrUnknown(freeBytes);
    }
}
