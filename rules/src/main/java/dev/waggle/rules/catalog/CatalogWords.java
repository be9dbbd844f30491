package dev.waggle.rules.catalog;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.facts.FactWords;
import dev.waggle.rules.facts.Words;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The words of a catalog that constants in rules can be: its workers, engines, architectures and files. */
public final class CatalogWords {
    private final Map<Words, Set<String>> words = new EnumMap<>(Words.class);

    private CatalogWords() {}

    /** Those of this catalog, and those that never change. */
    public static FactWords of(Catalog catalog) {
        CatalogWords words = new CatalogWords();
        words.add(Words.WORKERS, catalog.workers().keySet());
        catalog.engines().values().forEach(words::addEngine);
        catalog.models().values().forEach(words::addModel);
        for (WorkerEntry worker : catalog.workers().values()) words.add(Words.CPU_FEATURES, worker.cpuFeaturesNeeded());
        for (Machine machine : catalog.machines().values()) {
            Set<String> features = machine.cpuFeatures().orNull();
            if (features != null) words.add(Words.CPU_FEATURES, features);
        }
        return FactWords.fixed().and(words.words);
    }

    private void addEngine(EngineEntry engine) {
        add(Words.ENGINES, List.of(engine.name() + " " + engine.version()));
        engine.formats().forEach((format, support) -> {
            for (String architecture : support.architectures()) addArchitecture(format, architecture);
            add(Words.TOKENIZER_FILES, support.tokenizerFiles());
        });
    }

    private void addModel(ModelEntry model) {
        add(Words.TOKENIZER_FILES, model.tokenizerFiles());
        for (VariantEntry variant : model.variants()) {
            String architecture = variant.architecture();
            if (architecture != null) addArchitecture(variant.format(), architecture);
        }
    }

    private void addArchitecture(String format, String architecture) {
        add(Words.ARCHITECTURES, List.of(architecture));
        add(Words.FORMAT_ARCHITECTURES, List.of(format + "/" + architecture));
    }

    private void add(Words which, Collection<String> more) {
        words.computeIfAbsent(which, each -> new TreeSet<>()).addAll(more);
    }
}
