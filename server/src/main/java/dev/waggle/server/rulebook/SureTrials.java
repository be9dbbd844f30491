package dev.waggle.server.rulebook;

import java.util.Map;

/** Trials whose results all tell something of the book. */
record SureTrials(Trying trials) implements Trying {
    /**
     * Tries a book.
     *
     * @throws NotTriedException where there was no process for it, or it waited so long that the machine was too busy
     */
    @Override
    public TrialResult run(Map<String, String> book) {
        TrialResult result = trials.run(book);
        boolean busy = result instanceof TrialResult.TooSlow slow && !slow.ofProcessor();
        if (busy || result instanceof TrialResult.NotStarted) throw new NotTriedException(result);
        return result;
    }

    @Override
    public void prepare() {
        trials.prepare();
    }
}
