package dev.waggle.rules.fit;

import java.util.Arrays;
import java.util.Optional;

/** Where the parts of a model go. */
public enum Placement implements Offload {
    /** Everything on the devices. */
    ALL_ON_DEVICE("all-on-device"),
    /** Experts in RAM, everything else on the devices. */
    EXPERTS_ON_HOST("experts-on-host"),
    /** As many layers on the devices as their capacity holds, the rest in RAM. */
    MOST_LAYERS_ON_DEVICE("most-layers-on-device"),
    /** Everything in RAM. */
    HOST("host");

    private final String id;

    Placement(String id) {
        this.id = id;
    }

    /** Its name in the catalog, in rules and in JSON. */
    public String id() {
        return id;
    }

    /** The placement of that name. */
    public static Optional<Placement> byId(String id) {
        return Arrays.stream(values())
                .filter(placement -> placement.id.equals(id))
                .findFirst();
    }
}
