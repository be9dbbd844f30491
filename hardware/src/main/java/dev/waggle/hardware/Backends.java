package dev.waggle.hardware;

import java.util.EnumSet;
import java.util.Set;

/** Concludes which interfaces a card offers from who could see it and the traces its driver left. */
final class Backends {
    private Backends() {}

    /** Unknown when nothing is concluded and the traces could not be read. */
    static Fact<Set<Backend>> of(Fact<OperatingSystem> os, SeenCard card, Fact<DriverReading> drivers) {
        if (os.orNull() == OperatingSystem.MACOS) {
            return Fact.known(Set.of(Backend.METAL), "macOS drives every GPU it supports through Metal");
        }
        Fact<Vendor> vendor = card.facts().vendor();
        Set<Backend> found = EnumSet.noneOf(Backend.class);
        if (card.seenBy(CardSource.CUDA) || card.seenBy(CardSource.NVIDIA_SMI)) {
            found.add(Backend.CUDA);
        }
        if (drivers instanceof Fact.Known<DriverReading> known && vendor.isKnown()) {
            DriverReading traces = known.value();
            if (vendor.orNull() == Vendor.AMD && traces.kfd()) {
                found.add(Backend.ROCM);
            }
            if (traces.vulkanLoader() || hasManifest(vendor.asOptional().orElse(Vendor.OTHER), traces)) {
                found.add(Backend.VULKAN);
            }
            return Fact.known(found, "installed drivers");
        }
        return found.isEmpty()
                ? Fact.unknown(vendor.isKnown() ? drivers.origin() : vendor.origin())
                : Fact.known(found, "NVIDIA's driver answers; other drivers are not known");
    }

    /** Drivers name their manifests after themselves: nvidia_icd.json, radeon_icd.x86_64.json, intel_icd.x86_64.json. */
    private static boolean hasManifest(Vendor vendor, DriverReading traces) {
        return traces.vulkanManifests().stream().anyMatch(name -> switch (vendor) {
            case NVIDIA -> name.startsWith("nvidia") || name.startsWith("nouveau");
            case AMD -> name.startsWith("radeon") || name.startsWith("amd");
            case INTEL -> name.startsWith("intel");
            case APPLE, OTHER -> false;
        });
    }
}
