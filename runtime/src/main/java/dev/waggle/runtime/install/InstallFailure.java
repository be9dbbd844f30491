package dev.waggle.runtime.install;

import java.nio.file.Path;
import java.util.List;

/** Why a package was not installed. Every message ends in what to do. */
public sealed interface InstallFailure {
    /** A stable name for programs. */
    String code();

    /** Sentences for people: what was found, what is needed, what to do. */
    String message();

    /**
     * npm, or the node it runs on, is not there.
     *
     * @param program which of them: npm or node
     */
    record NpmMissing(String program) implements InstallFailure {
        @Override
        public String code() {
            return "npm_missing";
        }

        @Override
        public String message() {
            return program + " was not found on the PATH, and engines are installed with npm. Install Node.js with npm"
                    + " (Debian: apt install npm), then try again.";
        }
    }

    /**
     * The registry was not reached.
     *
     * @param reason npm's own code, such as ENOTFOUND
     */
    record NoNetwork(String reason) implements InstallFailure {
        @Override
        public String code() {
            return "no_network";
        }

        @Override
        public String message() {
            return "npm did not reach its registry (" + reason
                    + "). Check the network, and npm's settings registry, proxy"
                    + " and cafile (npm config list), then try again: what is already downloaded is kept.";
        }
    }

    /**
     * The registry npm is set to does not have the package.
     *
     * @param npmPackage what was asked for
     * @param reason npm's own code, such as E404
     */
    record NotInRegistry(NpmPackage npmPackage, String reason) implements InstallFailure {
        @Override
        public String code() {
            return "not_in_registry";
        }

        @Override
        public String message() {
            return "The registry that npm is set to does not have " + npmPackage + " (" + reason
                    + "). If it is a mirror, it must carry that package; see npm config get registry.";
        }
    }

    /**
     * What came is not what the catalog names.
     *
     * @param npmPackage what was asked for
     * @param found the hash of what came
     */
    record IntegrityMismatch(NpmPackage npmPackage, String found) implements InstallFailure {
        @Override
        public String code() {
            return "integrity_mismatch";
        }

        @Override
        public String message() {
            return "What the registry gave for " + npmPackage
                    + " is not what the catalog names, and was thrown away: found "
                    + found + ", allowed " + npmPackage.integrity()
                    + ". Either the registry or the catalog's row is wrong; do not install it by hand.";
        }
    }

    /**
     * There is not enough room.
     *
     * @param folder where it was to go
     * @param neededBytes what it takes unpacked
     * @param freeBytes what was free there before
     */
    record DiskFull(Path folder, long neededBytes, long freeBytes) implements InstallFailure {
        @Override
        public String code() {
            return "disk_full";
        }

        @Override
        public String message() {
            return "There is not enough room in " + folder + ": " + neededBytes + " bytes are needed there and "
                    + freeBytes + " are free (npm's cache takes up to as much again). Make room, then try again.";
        }
    }

    /**
     * The package is for another operating system or CPU.
     *
     * @param npmPackage what was asked for
     */
    record WrongPlatform(NpmPackage npmPackage) implements InstallFailure {
        @Override
        public String code() {
            return "wrong_platform";
        }

        @Override
        public String message() {
            return npmPackage + " is for " + npmPackage.os() + " on " + npmPackage.cpu()
                    + (npmPackage.os().equals("linux") ? " with glibc" : "") + ", and npm says that this machine is not"
                    + " that. Choose the package made for this machine.";
        }
    }

    /**
     * What came has the right hash but lacks libraries.
     *
     * @param npmPackage what was asked for
     * @param missing the libraries that are not there, without prefix and ending
     */
    record Incomplete(NpmPackage npmPackage, List<String> missing) implements InstallFailure {
        /** Copies the list. */
        public Incomplete {
            missing = List.copyOf(missing);
        }

        @Override
        public String code() {
            return "incomplete";
        }

        @Override
        public String message() {
            return npmPackage + " has no library " + String.join(", ", missing) + " in bins/" + npmPackage.shortName()
                    + ". The catalog's row names a package that is no llama.cpp for that backend; correct the row.";
        }
    }

    /** It was stopped: the thread was interrupted or npm was ended by a signal. */
    record Interrupted() implements InstallFailure {
        @Override
        public String code() {
            return "interrupted";
        }

        @Override
        public String message() {
            return "The installation was interrupted. Nothing of it counts as installed; start it again.";
        }
    }

    /**
     * npm failed in another way.
     *
     * @param npmPackage what was asked for
     * @param npmCode npm's own code, or its exit status
     * @param log the end of what npm wrote, at most 2 KiB
     */
    record NpmFailed(NpmPackage npmPackage, String npmCode, String log) implements InstallFailure {
        @Override
        public String code() {
            return "npm_failed";
        }

        @Override
        public String message() {
            return "npm could not install " + npmPackage + " (" + npmCode + "). It said:\n" + log;
        }
    }

    /**
     * The folder for engines can't be used.
     *
     * @param folder which
     * @param reason what the system said
     */
    record FolderUnusable(Path folder, String reason) implements InstallFailure {
        @Override
        public String code() {
            return "folder_unusable";
        }

        @Override
        public String message() {
            return "The folder for engines, " + folder + ", can't be used: " + reason
                    + ". It must be writable, and none of the engine's programs may be running when it is replaced.";
        }
    }
}
