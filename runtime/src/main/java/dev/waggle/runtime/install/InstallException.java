package dev.waggle.runtime.install;

/** An installation that did not happen; nothing is left of it that counts as installed. */
public final class InstallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient InstallFailure failure;

    InstallException(InstallFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    InstallException(InstallFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** Why. */
    public InstallFailure failure() {
        return failure;
    }
}
