package dev.waggle.server.cli;

/** Why one question of many has no answer. */
final class QuestionFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /**
     * Says why.
     *
     * @param kind lower case with hyphens; programs can rely on it
     */
    QuestionFault(String kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
