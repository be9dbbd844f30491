package dev.waggle.rules.fit;

import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import java.util.Optional;

/** The arithmetic of the shipped catalog's engines. */
final class ShippedRules {
    private static final Catalog CATALOG = CatalogLoader.embedded();

    private ShippedRules() {}

    /** Those that an engine's row calls by this name. */
    static Optional<FitRules> named(String fitRules) {
        return CATALOG.engines().values().stream()
                .filter(engine -> engine.fitRules().equals(fitRules))
                .flatMap(engine -> engine.memory().stream())
                .findFirst();
    }

    /** Those that an engine's row calls by this name, which must be there. */
    static FitRules of(String fitRules) {
        return named(fitRules).orElseThrow(() -> new IllegalArgumentException(fitRules));
    }

    /** What the shipped catalog says of an architecture. */
    static ArchitectureFacts facts(String architecture) {
        return ((LlamaCppRules) of("llamacpp-0.5")).facts(architecture);
    }
}
