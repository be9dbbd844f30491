package dev.waggle.server.cli;

import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.MachineFile;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --machine} means: a machine file, else a named machine, else this one. */
final class Places {
    private Places() {}

    static Place of(Waggle waggle, String machine) throws UnknownIdException {
        Path file = Path.of(machine);
        if (!Files.isRegularFile(file)) return waggle.place(machine);
        try {
            return described(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (CatalogException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, file.getFileName() + " can't be read: " + e.getMessage());
        }
    }

    private static Place described(String name, String text) {
        return new Place(name, MachineFile.parse(name, text), false);
    }
}
