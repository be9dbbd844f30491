package dev.waggle.rules.judge;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import java.util.List;
import java.util.Map;

/**
 * Every question of a matrix, ready for any rules: variants × machines × workers, each with default settings. What the
 * catalog says is worked out here once, memory included; a change of rules computes none of it again. Each fact stands here
 * once however many cells it holds for. Immutable and safe for many threads.
 */
public final class Docket {
    /** What facts depend on, and so how their places are counted. */
    public enum Axis {
        /** The variant: place = variant. */
        VARIANT,
        /** The machine: place = machine. */
        MACHINE,
        /** A worker's program as it is for an operating system: place = program. */
        PROGRAM,
        /** Variant and program: place = variant · programs + program. */
        START,
        /** Machine and worker: place = machine · workers + worker. */
        DEVICES
    }

    private final List<Row> variants;
    private final List<String> machines;
    private final List<WorkerEntry> workers;
    private final Map<Axis, Map<String, FactTable>> tables;
    private final int[] programs;
    private final int programCount;
    private final Placements placements;
    private final Placements alike;

    /** A variant of a model. */
    public record Row(ModelEntry model, VariantEntry variant) {}

    private Docket(DocketFacts facts) {
        this.variants = facts.rows();
        this.machines = facts.machineIds();
        this.workers = facts.workers();
        this.programs = facts.programs();
        this.programCount = facts.programCount();
        this.tables = facts.tables();
        this.placements = facts.placements();
        this.alike = placements.alike();
    }

    /** All variants of a catalog on all its workers and named machines. */
    public static Docket of(Catalog catalog) {
        return of(catalog, catalog.machines());
    }

    /** All variants of a catalog on all its workers and other machines by their ids; none of them is a detected one. */
    public static Docket of(Catalog catalog, Map<String, Machine> machines) {
        return new Docket(new DocketFacts(catalog, machines));
    }

    /** The variants: the first dimension. */
    public List<Row> variants() {
        return variants;
    }

    /** Ids of the machines: the second dimension. */
    public List<String> machines() {
        return machines;
    }

    /** The workers: the third dimension. */
    public List<WorkerEntry> workers() {
        return workers;
    }

    /** How many cells there are. */
    public int cells() {
        return variants.size() * machines.size() * workers.size();
    }

    /** The number of a cell. */
    public int cell(int variant, int machine, int worker) {
        return (variant * machines.size() + machine) * workers.size() + worker;
    }

    /** How many programs there are. */
    public int programCount() {
        return programCount;
    }

    /** The program of a worker on a machine. */
    public int program(int machine, int worker) {
        return programs[machine * workers.size() + worker];
    }

    /** Facts by type that depend on this; those of placements are not among them. */
    public Map<String, FactTable> tables(Axis axis) {
        return tables.getOrDefault(axis, Map.of());
    }

    /** The placements. */
    public Placements placements() {
        return placements;
    }

    /** The placements, those that compare alike as one: enough for rules that compare sizes only with sizes. */
    public Placements alike() {
        return alike;
    }
}
