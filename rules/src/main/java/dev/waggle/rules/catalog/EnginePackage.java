package dev.waggle.rules.catalog;

/**
 * The npm package with a worker's native libraries for one operating system and CPU architecture.
 *
 * @param os linux, macos or windows
 * @param architecture x86_64 or aarch64
 * @param name such as {@code @node-llama-cpp/linux-x64}
 * @param version three numbers
 * @param integrity {@code sha512-} and base64: what npm checks the packed file against
 * @param unpackedBytes the size of all its files together
 * @param engine id of the engine that is inside
 */
public record EnginePackage(
        String os,
        String architecture,
        String name,
        String version,
        String integrity,
        long unpackedBytes,
        String engine) {}
