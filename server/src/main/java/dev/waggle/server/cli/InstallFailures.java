package dev.waggle.server.cli;

import dev.waggle.runtime.install.InstallException;
import dev.waggle.runtime.install.InstallFailure;

/** What a command ends with when an installation failed. */
final class InstallFailures {
    private InstallFailures() {}

    static CommandFailure toCommandFailure(InstallException e) {
        InstallFailure failure = e.failure();
        return new CommandFailure(exitCode(failure), failure.message() + " (" + failure.code() + ")");
    }

    private static int exitCode(InstallFailure failure) {
        if (failure instanceof InstallFailure.WrongPlatform || failure instanceof InstallFailure.Interrupted)
            return ExitCode.NO;
        if (failure instanceof InstallFailure.IntegrityMismatch || failure instanceof InstallFailure.Incomplete)
            return ExitCode.BAD_INPUT;
        return failure instanceof InstallFailure.NpmFailed ? ExitCode.FAULT : ExitCode.MISSING_PROGRAM;
    }
}
