package dev.waggle.rules.matrix;

import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Docket.Axis;
import dev.waggle.rules.judge.FactTable;

/** Where the facts of one type stand in a docket. */
record Places(Axis axis, FactTable table, int programs, int workers) {
    static Places of(Docket docket, Axis axis, FactTable table) {
        return new Places(axis, table, docket.programCount(), docket.workers().size());
    }

    /** The number of the list that holds there; of the numbers only those count that the axis has. */
    int list(int variant, int machine, int worker, int program) {
        return table.listAt(
                switch (axis) {
                    case VARIANT -> variant;
                    case MACHINE -> machine;
                    case PROGRAM -> program;
                    case START -> variant * programs + program;
                    case DEVICES -> machine * workers + worker;
                });
    }
}
