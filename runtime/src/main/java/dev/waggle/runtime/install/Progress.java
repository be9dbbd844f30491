package dev.waggle.runtime.install;

/**
 * How far an installation is.
 *
 * @param phase what is being done
 * @param unpackedBytes bytes on disk so far, from 0 to {@code totalBytes}
 * @param totalBytes bytes on disk when it is done
 */
public record Progress(Phase phase, long unpackedBytes, long totalBytes) {
    /** What is being done. */
    public enum Phase {
        /** Another installation is running in the same folder. */
        WAITING,
        /** npm downloads, checks the hash and unpacks. */
        FETCHING,
        /** Done: the package is installed. */
        DONE
    }
}
