package dev.waggle.rules.impact;

/**
 * One question of the matrix.
 *
 * @param model a model's id
 * @param variant the variant's id
 * @param worker a worker's id
 * @param machine a named machine's id
 */
public record Cell(String model, String variant, String worker, String machine) {
    @Override
    public String toString() {
        return model + ":" + variant + " with " + worker + " on " + machine;
    }
}
