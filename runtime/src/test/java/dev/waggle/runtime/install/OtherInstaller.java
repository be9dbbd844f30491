package dev.waggle.runtime.install;

import java.nio.file.Path;

/** Another process that installs the same package: folder, name, version, integrity, bytes. */
final class OtherInstaller {
    private OtherInstaller() {}

    public static void main(String[] arguments) throws InstallException {
        NpmPackage npmPackage = new NpmPackage(arguments[1], arguments[2], arguments[3], Long.parseLong(arguments[4]));
        new Installer(Path.of(arguments[0])).install(npmPackage, progress -> {});
    }
}
