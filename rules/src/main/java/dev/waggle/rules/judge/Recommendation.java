package dev.waggle.rules.judge;

import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.fit.Placement;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of several verdicts to recommend: an order of policy data over judged cells. */
public final class Recommendation {
    private final Policy policy;

    /** Recommends by this policy. */
    public Recommendation(Policy policy) {
        this.policy = policy;
    }

    /**
     * The best worker of one variant, or the best variant and worker of a model; empty where none runs. A faster
     * placement comes first, then an answer without caveats, then quality, then the worker: each in the policy's order.
     */
    public Optional<Verdict> best(Collection<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.outcome().placement().isPresent())
                .min(order());
    }

    /** The verdict to show for a model on one worker: the best, else the one that fails least. */
    public Optional<Verdict> cell(Collection<Verdict> verdictsOfOneWorker) {
        Optional<Verdict> best = best(verdictsOfOneWorker);
        return best.isPresent() ? best : verdictsOfOneWorker.stream().min(order());
    }

    private Comparator<Verdict> order() {
        return Comparator.comparingInt(this::placementPlace)
                .thenComparingInt(verdict -> verdict.outcome().rank())
                .thenComparingInt(this::variantPlace)
                .thenComparingInt(
                        verdict -> place(policy.workerOrder(), verdict.worker().id()))
                .thenComparing(Verdict::variant);
    }

    private int variantPlace(Verdict verdict) {
        boolean whole = verdict.outcome()
                .placement()
                .filter(Placement.ALL_ON_DEVICE::equals)
                .isPresent();
        return place(whole ? policy.variantOrder() : policy.splitVariantOrder(), verdict.variant());
    }

    private int placementPlace(Verdict verdict) {
        return verdict.outcome()
                .placement()
                .map(placement -> place(policy.placementOrder(), placement.id()))
                .orElse(policy.placementOrder().size());
    }

    private static int place(List<String> order, String id) {
        int place = order.indexOf(id);
        return place < 0 ? order.size() : place;
    }
}
