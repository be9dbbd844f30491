package dev.waggle.rules.matrix;

import dev.waggle.rules.facts.ContextLimit;
import dev.waggle.rules.facts.Device;
import dev.waggle.rules.facts.Fit;
import dev.waggle.rules.facts.Machine;
import dev.waggle.rules.facts.NeededCapability;
import dev.waggle.rules.facts.NeededDriver;
import dev.waggle.rules.facts.NeededFeature;
import dev.waggle.rules.facts.NeededFile;
import dev.waggle.rules.facts.Question;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.facts.Settings;
import dev.waggle.rules.facts.TensorType;
import dev.waggle.rules.facts.Variant;
import dev.waggle.rules.facts.Worker;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Docket.Axis;
import dev.waggle.rules.judge.FactTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shipped rules written by hand in Java, as fast as plain loops over prepared facts are: what depends on variant and
 * program, or on machine and worker, is worked out once for each of those, not once a cell. It answers with the rules that
 * speak, one bit each, in one long a cell. A measure to compare with, and nothing else: no rule can be edited here.
 */
final class PlainRules {
    /** The rules in the order of their bits; those that refuse come first. */
    static final List<String> IDS = List.of(
            "ARC-010", "FMT-010", "MEM-010", "PLT-010", "PLT-020", "PLT-030", "PLT-040", "PLT-050", "PLT-060",
            "QNT-010", "TOK-010", "TSK-010", "TSK-020", "CTX-010", "CTX-020", "CTX-030", "MEM-020", "MEM-030",
            "QNT-020", "ARC-020", "FMT-020", "SAF-010");

    private static final long BLOCKS = (1L << 13) - 1;
    private static final long ARC_010 = 1L << 0;
    private static final long FMT_010 = 1L << 1;
    private static final long MEM_010 = 1L << 2;
    private static final long PLT_010 = 1L << 3;
    private static final long PLT_020 = 1L << 4;
    private static final long PLT_030 = 1L << 5;
    private static final long PLT_040 = 1L << 6;
    private static final long PLT_050 = 1L << 7;
    private static final long PLT_060 = 1L << 8;
    private static final long QNT_010 = 1L << 9;
    private static final long TOK_010 = 1L << 10;
    private static final long TSK_010 = 1L << 11;
    private static final long TSK_020 = 1L << 12;
    private static final long CTX_010 = 1L << 13;
    private static final long CTX_020 = 1L << 14;
    private static final long CTX_030 = 1L << 15;
    private static final long MEM_020 = 1L << 16;
    private static final long MEM_030 = 1L << 17;
    private static final long QNT_020 = 1L << 18;
    private static final long ARC_020 = 1L << 19;
    private static final long FMT_020 = 1L << 20;
    private static final long SAF_010 = 1L << 21;

    private final Docket docket;
    private final boolean hoists;
    private final List<List<Fit>> distinct;
    private final List<@Nullable Variant> variants;
    private final List<@Nullable Question> questions;
    private final List<List<TensorType>> tensorTypes;
    private final List<@Nullable Worker> programs;
    private final List<List<NeededFeature>> features;
    private final List<@Nullable NeededCapability> capabilities;
    private final List<@Nullable NeededDriver> drivers;
    private final List<@Nullable Settings> settings;
    private final List<@Nullable ContextLimit> limits;
    private final List<List<NeededFile>> files;
    private final List<@Nullable Machine> machines;
    private final List<List<Device>> devices;

    PlainRules(Docket docket, boolean hoists) {
        this.docket = docket;
        this.hoists = hoists;
        this.distinct = docket.placements().distinct();
        this.variants = firsts(Axis.VARIANT, Variant.class);
        this.questions = firsts(Axis.VARIANT, Question.class);
        this.tensorTypes = all(Axis.VARIANT, TensorType.class);
        this.programs = firsts(Axis.PROGRAM, Worker.class);
        this.features = all(Axis.PROGRAM, NeededFeature.class);
        this.capabilities = firsts(Axis.PROGRAM, NeededCapability.class);
        this.drivers = firsts(Axis.PROGRAM, NeededDriver.class);
        this.settings = firsts(Axis.START, Settings.class);
        this.limits = firsts(Axis.START, ContextLimit.class);
        this.files = all(Axis.START, NeededFile.class);
        this.machines = firsts(Axis.MACHINE, Machine.class);
        this.devices = all(Axis.DEVICES, Device.class);
    }

    /** By cell: the rules that speak. Facts that are unknown keep a rule from speaking. */
    long[] judge() {
        int workers = docket.workers().size();
        int places = docket.machines().size();
        long[] cells = new long[docket.cells()];
        long[] ofDevices = new long[hoists ? places * workers : 0];
        for (int place = 0; place < ofDevices.length; place++)
            ofDevices[place] = ofDevices(place / workers, place % workers);
        for (int v = 0; v < docket.variants().size(); v++) {
            long[] starts = new long[hoists ? docket.programCount() : 0];
            for (int p = 0; p < starts.length; p++) starts[p] = ofStart(v, p);
            for (int m = 0; m < places; m++)
                for (int w = 0; w < workers; w++) {
                    int program = docket.program(m, w);
                    long whole = hoists
                            ? starts[program] | ofDevices[m * workers + w]
                            : ofStart(v, program) | ofDevices(m, w);
                    int cell = docket.cell(v, m, w);
                    cells[cell] = placed(whole, docket.placements().listAt(cell));
                }
        }
        return cells;
    }

    /** A placement that was passed over, among the caveats. */
    static final long PASSED_OVER = 1L << 62;

    private long placed(long whole, int list) {
        long refused = 0;
        List<Integer> placements = docket.placements().lists().get(list);
        for (int i = 0; i < placements.size(); i++) {
            long said = ofPlacement(distinct.get(placements.get(i)));
            if ((said & BLOCKS) == 0) return whole | said | (refused == 0 ? 0 : PASSED_OVER);
            refused |= said;
        }
        return whole | refused;
    }

    private static long ofPlacement(List<Fit> fits) {
        long said = 0;
        for (int i = 0; i < fits.size(); i++) {
            Fit fit = fits.get(i);
            Long resident = fit.residentBytes();
            Long capacity = fit.capacityBytes();
            Long free = fit.freeBytes();
            Long left = fit.leftBytes();
            Long comfortable = fit.comfortableBytes();
            if (resident != null && capacity != null) {
                if (resident > capacity) said |= MEM_010;
                else if (free != null && resident > free) said |= MEM_020;
            }
            if (left != null && comfortable != null && left >= 0 && left < comfortable) said |= MEM_030;
        }
        return said;
    }

    private int places(Axis axis) {
        return switch (axis) {
            case VARIANT -> docket.variants().size();
            case MACHINE -> docket.machines().size();
            case PROGRAM -> docket.programCount();
            case START -> docket.variants().size() * docket.programCount();
            case DEVICES -> docket.machines().size() * docket.workers().size();
        };
    }

    private <T extends RuleFact> List<List<T>> all(Axis axis, Class<T> type) {
        List<List<T>> all = new ArrayList<>();
        FactTable table = docket.tables(axis).get(type.getSimpleName());
        for (int place = 0; place < places(axis); place++)
            all.add(
                    table == null
                            ? List.of()
                            : table.lists().get(table.listAt(place)).stream()
                                    .map(type::cast)
                                    .toList());
        return all;
    }

    private <T extends RuleFact> List<@Nullable T> firsts(Axis axis, Class<T> type) {
        List<@Nullable T> firsts = new ArrayList<>();
        for (List<T> facts : all(axis, type)) firsts.add(facts.isEmpty() ? null : facts.get(0));
        return firsts;
    }

    private static boolean lacks(@Nullable Set<String> set, @Nullable String text) {
        return set != null && text != null && !set.contains(text);
    }

    private static boolean has(@Nullable Set<String> set, @Nullable String text) {
        return set != null && text != null && set.contains(text);
    }

    private long ofStart(int v, int program) {
        Variant variant = variants.get(v);
        Question question = questions.get(v);
        Worker worker = programs.get(program);
        int start = v * docket.programCount() + program;
        Settings settings = this.settings.get(start);
        ContextLimit limit = limits.get(start);
        if (variant == null || question == null || worker == null) return 0;
        long said = 0;
        boolean reads = has(worker.formats(), variant.format());
        if (reads && lacks(worker.pairs(), variant.pair())) said |= ARC_010;
        if (lacks(worker.pairs(), variant.pair()) && has(worker.architectures(), variant.architecture()))
            said |= ARC_020;
        if (lacks(worker.formats(), variant.format())) said |= FMT_010;
        if (has(worker.widenedFormats(), variant.format())) said |= FMT_020;
        if (lacks(worker.tasks(), question.task())) said |= TSK_010;
        if (lacks(variant.tasks(), question.task())) said |= TSK_020;
        if ("Q2_K".equals(variant.quantization())) said |= QNT_020;
        if (Boolean.TRUE.equals(variant.gated())) said |= SAF_010;
        for (TensorType type : tensorTypes.get(v))
            if (has(worker.formats(), type.format()) && lacks(worker.tensorTypes(), type.pair())) said |= QNT_010;
        for (NeededFile file : files.get(start)) if (lacks(variant.tokenizerFiles(), file.file())) said |= TOK_010;
        return settings == null ? said : said | ofSettings(settings, limit, variant);
    }

    private static long ofSettings(Settings settings, @Nullable ContextLimit limit, Variant variant) {
        long said = 0;
        Long context = settings.contextTokens();
        if (context == null) return said;
        if (limit != null && limit.limitTokens() != null && context > limit.limitTokens()) said |= CTX_010;
        if (variant.trainedContextTokens() != null && context > variant.trainedContextTokens()) said |= CTX_020;
        if (settings.smallestContextTokens() != null && context < settings.smallestContextTokens()) said |= CTX_030;
        return said;
    }

    private long ofDevices(int m, int w) {
        int program = docket.program(m, w);
        Machine machine = machines.get(m);
        Worker worker = programs.get(program);
        if (machine == null || worker == null) return 0;
        long said = 0;
        if (lacks(worker.platforms(), machine.os())) said |= PLT_010;
        if (lacks(worker.cpuArchitectures(), machine.cpuArchitecture())) said |= PLT_020;
        if (lacks(machine.backends(), worker.backend())) said |= PLT_030;
        for (NeededFeature needed : features.get(program))
            if (lacks(machine.cpuFeatures(), needed.feature())) said |= PLT_060;
        NeededCapability capability = capabilities.get(program);
        NeededDriver driver = drivers.get(program);
        for (Device device : devices.get(m * docket.workers().size() + w)) {
            if (isLess(device.computeCapability(), capability == null ? null : capability.minimumComputeCapability()))
                said |= PLT_040;
            if (isLess(device.driverNumber(), driver == null ? null : driver.minimumDriverNumber())) said |= PLT_050;
        }
        return said;
    }

    private static boolean isLess(@Nullable Number a, @Nullable Number b) {
        return a != null && b != null && a.doubleValue() < b.doubleValue();
    }

    /** The ids behind a cell's bits. */
    static List<String> ids(long said) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < IDS.size(); i++) if ((said & (1L << i)) != 0) ids.add(IDS.get(i));
        return ids;
    }
}
