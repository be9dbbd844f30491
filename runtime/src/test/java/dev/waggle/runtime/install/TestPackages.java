package dev.waggle.runtime.install;

import java.nio.file.Path;

/** Packages that tests install for real. */
final class TestPackages {
    /** llama.cpp 0.5.0 for the processor. */
    static final NpmPackage LINUX_X64 = new NpmPackage(
            "@node-llama-cpp/linux-x64",
            "3.22.1",
            "sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==",
            30_358_713L);

    /** Where tests install: kept between runs. */
    static final Path ENGINES = Path.of(System.getProperty("waggle.test.engines", "target/engines"));

    private TestPackages() {}

    static NpmPackage withIntegrityOf(char fill, NpmPackage npmPackage) {
        String integrity = "sha512-" + String.valueOf(fill).repeat(86) + "==";
        return new NpmPackage(npmPackage.name(), npmPackage.version(), integrity, npmPackage.unpackedBytes());
    }
}
