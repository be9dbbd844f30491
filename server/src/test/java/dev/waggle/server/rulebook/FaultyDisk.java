package dev.waggle.server.rulebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A disk on which one step goes wrong: it fails, or it is the last that happens. */
final class FaultyDisk implements Disk {
    /** What happens at that step. */
    enum Fault {
        /** Nothing is done, and it fails. */
        REFUSE,
        /** It is done, of a write a half, and it fails. */
        HALF,
        /** Nothing is done, and the process is gone. */
        KILL_BEFORE,
        /** It is done, of a write a half, and the process is gone. */
        KILL_AFTER
    }

    private final int faultyStep;
    private final Fault fault;
    private final String message;
    private int step;

    FaultyDisk(int faultyStep, Fault fault, String message) {
        this.faultyStep = faultyStep;
        this.fault = fault;
        this.message = message;
    }

    /** How many steps were taken. */
    int steps() {
        return step;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(Step whole, Step half) throws IOException {
        if (++step != faultyStep) {
            whole.run();
            return;
        }
        if (fault == Fault.KILL_BEFORE) Runtime.getRuntime().halt(9);
        if (fault != Fault.REFUSE) half.run();
        if (fault == Fault.KILL_AFTER) Runtime.getRuntime().halt(9);
        throw new IOException(message);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        step(() -> REAL.makeFolder(folder), () -> REAL.makeFolder(folder));
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        step(() -> REAL.write(file, bytes), () -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step(() -> REAL.rename(from, to), () -> REAL.rename(from, to));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step(() -> REAL.forceFolder(folder), () -> REAL.forceFolder(folder));
    }

    @Override
    public void delete(Path file) throws IOException {
        step(() -> REAL.delete(file), () -> REAL.delete(file));
    }
}
