package dev.waggle.rules.matrix;

import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Docket.Axis;
import dev.waggle.rules.judge.Placements;
import dev.waggle.rules.judge.RuleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What all rules say in a docket, kept where it is decided: by variant and program, by machine and worker, by placement, and
 * what only a single cell decides. All of it as numbers of masks.
 */
final class Sayings {
    private static final Set<Axis> OF_START = EnumSet.of(Axis.VARIANT, Axis.PROGRAM, Axis.START);
    private static final Set<Axis> OF_DEVICES = EnumSet.of(Axis.MACHINE, Axis.PROGRAM, Axis.DEVICES);

    private final Docket docket;
    private final Placements placed;
    private final RuleSet set;
    private final Masks masks;
    private final int[] starts;
    private final int[] devices;
    private final int[] placements;
    private final List<Local> ofCells = new ArrayList<>();
    private final List<LocalPlaced> ofPlacementsInCells = new ArrayList<>();

    /** Facts that stand in one or two places, whatever the placement. */
    private record Local(Meeting meeting, List<Places> at) {
        void announce(int variant, int machine, int worker, int program) {
            meeting.announce(list(0, variant, machine, worker, program), list(1, variant, machine, worker, program));
        }

        int said(int variant, int machine, int worker, int program) {
            return meeting.said(list(0, variant, machine, worker, program), list(1, variant, machine, worker, program));
        }

        private int list(int which, int variant, int machine, int worker, int program) {
            return which < at.size() ? at.get(which).list(variant, machine, worker, program) : 0;
        }
    }

    /** A placement's facts and others that meet in cells. */
    private record LocalPlaced(Meeting meeting, Places other, boolean placementFirst) {
        void announce(int placement, int list) {
            meeting.announce(placementFirst ? placement : list, placementFirst ? list : placement);
        }

        int said(int placement, int list) {
            return meeting.said(placementFirst ? placement : list, placementFirst ? list : placement);
        }
    }

    /** Something for every cell. */
    private interface ByCell {
        void at(int variant, int machine, int worker, int program);
    }

    /** Nothing is said yet; the placements are the docket's, or those that compare alike. */
    Sayings(Docket docket, Placements placed, RuleSet set, Masks masks) {
        this.docket = docket;
        this.placed = placed;
        this.set = set;
        this.masks = masks;
        this.starts = new int[docket.variants().size() * docket.programCount()];
        this.devices = new int[docket.machines().size() * docket.workers().size()];
        this.placements = new int[placed.distinct().size()];
    }

    /** Adds what is said of placements, whatever the cell. */
    void addOfPlacements(Meeting meeting) {
        for (int i = 0; i < placements.length; i++) meeting.announce(i, i);
        meeting.judge(set);
        for (int i = 0; i < placements.length; i++) placements[i] = masks.union(placements[i], meeting.said(i, i));
    }

    /** Adds what is said where a placement meets facts of another type. */
    void addOfPlacements(Meeting meeting, Places other, boolean placementFirst) {
        LocalPlaced local = new LocalPlaced(meeting, other, placementFirst);
        forEachCell((variant, machine, worker, program) -> {
            int list = other.list(variant, machine, worker, program);
            for (int placement : placed.lists().get(placed.listAt(docket.cell(variant, machine, worker))))
                local.announce(placement, list);
        });
        meeting.judge(set);
        ofPlacementsInCells.add(local);
    }

    /** Adds what is said of facts that stand in these places, one or two. */
    void add(Meeting meeting, List<Places> at) {
        Local local = new Local(meeting, at);
        Collection<Axis> axes = at.stream().map(Places::axis).toList();
        if (OF_START.containsAll(axes)) addToStarts(local);
        else if (OF_DEVICES.containsAll(axes)) addToDevices(local);
        else addToCells(local);
    }

    private void addToStarts(Local local) {
        int programs = docket.programCount();
        for (int i = 0; i < starts.length; i++) local.announce(i / programs, 0, 0, i % programs);
        local.meeting().judge(set);
        for (int i = 0; i < starts.length; i++)
            starts[i] = masks.union(starts[i], local.said(i / programs, 0, 0, i % programs));
    }

    private void addToDevices(Local local) {
        int workers = docket.workers().size();
        for (int i = 0; i < devices.length; i++)
            local.announce(0, i / workers, i % workers, docket.program(i / workers, i % workers));
        local.meeting().judge(set);
        for (int i = 0; i < devices.length; i++) {
            int program = docket.program(i / workers, i % workers);
            devices[i] = masks.union(devices[i], local.said(0, i / workers, i % workers, program));
        }
    }

    private void addToCells(Local local) {
        forEachCell(local::announce);
        local.meeting().judge(set);
        ofCells.add(local);
    }

    private void forEachCell(ByCell each) {
        for (int v = 0; v < docket.variants().size(); v++)
            for (int m = 0; m < docket.machines().size(); m++)
                for (int w = 0; w < docket.workers().size(); w++) each.at(v, m, w, docket.program(m, w));
    }

    /** What is said of a cell as a whole. */
    int ofWhole(int variant, int machine, int worker) {
        int program = docket.program(machine, worker);
        int whole = masks.union(
                starts[variant * docket.programCount() + program],
                devices[machine * docket.workers().size() + worker]);
        for (Local local : ofCells) whole = masks.union(whole, local.said(variant, machine, worker, program));
        return whole;
    }

    /** Whether what is said of a placement is the same in every cell that has it. */
    boolean placementsSpeakAlone() {
        return ofPlacementsInCells.isEmpty();
    }

    /** What is said of a placement, whatever the cell. */
    int ofPlacement(int placement) {
        return placements[placement];
    }

    /** What is said of a placement in a cell. */
    int ofPlacement(int placement, int variant, int machine, int worker) {
        int program = docket.program(machine, worker);
        int said = placements[placement];
        for (LocalPlaced local : ofPlacementsInCells)
            said = masks.union(said, local.said(placement, local.other().list(variant, machine, worker, program)));
        return said;
    }
}
