package dev.waggle.rules.matrix;

import dev.waggle.rules.judge.Docket;
import java.util.List;

/** A whole matrix, judged. Immutable. */
public final class JudgedMatrix {
    private final Docket docket;
    private final int[] at;
    private final List<CellVerdict> verdicts;

    /**
     * A matrix.
     *
     * @param docket its questions
     * @param at by cell: the number of its verdict; handed over
     * @param verdicts the distinct verdicts
     */
    JudgedMatrix(Docket docket, int[] at, List<CellVerdict> verdicts) {
        this.docket = docket;
        this.at = at;
        this.verdicts = List.copyOf(verdicts);
    }

    /** Its questions. */
    public Docket docket() {
        return docket;
    }

    /** The distinct verdicts. */
    public List<CellVerdict> verdicts() {
        return verdicts;
    }

    /** The number of a cell's verdict. */
    public int verdictAt(int cell) {
        return at[cell];
    }

    /** What a cell says. */
    public CellVerdict verdict(int cell) {
        return verdicts.get(at[cell]);
    }
}
