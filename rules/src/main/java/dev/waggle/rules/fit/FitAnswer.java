package dev.waggle.rules.fit;

/** A fit, or why there is none. */
public sealed interface FitAnswer {
    /** What the model needs. */
    record Known(Fit fit) implements FitAnswer {}

    /** The placement makes no sense for this model: no experts, no device, nothing that could be split. */
    record NotApplicable(String why) implements FitAnswer {}

    /** The file doesn't tell enough to compute it. */
    record Unknown(String why) implements FitAnswer {}
}
