package dev.waggle.runtime.runs;

/**
 * Names a run, as long as the agent lives.
 *
 * @param value {@code run-} and a number
 */
public record RunId(String value) {
    public RunId {
        if (!value.matches("run-\\d{1,18}")) {
            throw new IllegalArgumentException("a run's id is run- and a number, such as run-3");
        }
    }

    static RunId of(long number) {
        return new RunId("run-" + number);
    }

    @Override
    public String toString() {
        return value;
    }
}
