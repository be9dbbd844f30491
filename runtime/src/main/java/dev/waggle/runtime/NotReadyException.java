package dev.waggle.runtime;

/** A worker that did not become what it was asked to become; nothing is left of it. */
final class NotReadyException extends Exception {
    private final transient WorkerFailure failure;

    NotReadyException(WorkerFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    WorkerFailure failure() {
        return failure;
    }
}
