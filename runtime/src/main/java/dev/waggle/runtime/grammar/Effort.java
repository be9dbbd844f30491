package dev.waggle.runtime.grammar;

/** Counts the work a schema causes, so that a small one can't cause much. */
final class Effort {
    private long left = Limits.EFFORT;

    /**
     * Counts some steps.
     *
     * @param where the schema that needs them
     */
    void spend(long steps, Located where) throws UnsupportedSchemaException {
        left -= steps;
        if (left < 0) {
            throw where.refused("needs more than " + Limits.EFFORT + " comparisons of schemas. Maybe use fewer"
                    + " alternatives, or fewer schemas that hold together.");
        }
    }
}
