package dev.waggle.runtime.install;

import java.nio.file.Path;

/**
 * A package that is installed, complete and verified.
 *
 * @param npmPackage what was installed
 * @param libraryFolder the folder of its native libraries
 */
public record Installed(NpmPackage npmPackage, Path libraryFolder) {}
