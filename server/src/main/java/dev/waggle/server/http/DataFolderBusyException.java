package dev.waggle.server.http;

import java.io.IOException;
import java.nio.file.Path;

/** Another process serves from the data folder. For the command line: its message names a path. */
public final class DataFolderBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    DataFolderBusyException(Path folder, String pid) {
        super("The data folder " + folder + " is in use by "
                + (pid.isEmpty() ? "another process" : "process " + pid)
                + ". Stop that one, or give this one a folder of its own with --data.");
    }
}
