package dev.waggle.runtime.install;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One npm package of native libraries at one version, with the hash its content must have.
 *
 * @param name {@code @scope/<os>-<cpu>[-<backend>]}, such as {@code @node-llama-cpp/linux-x64-vulkan}; os is linux, mac or
 *     win, cpu is x64, arm64 or armv7l
 * @param version three numbers
 * @param integrity {@code sha512-} and the base64 of the packed file's SHA-512, as {@code npm view} prints it
 * @param unpackedBytes the size of all its files together
 */
public record NpmPackage(String name, String version, String integrity, long unpackedBytes) {
    private static final Pattern NAME = Pattern.compile(
            "@[a-z0-9][a-z0-9._-]*/((linux|mac|win)-(x64|arm64|armv7l)(?:-([a-z0-9]+(?:-[a-z0-9]+)*))?)");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Pattern INTEGRITY = Pattern.compile("sha512-[A-Za-z0-9+/]{86}==");

    /**
     * Checks the spelling of each.
     *
     * @throws IllegalArgumentException naming what was found and what is allowed
     */
    public NpmPackage {
        require(NAME, name, "name", "@scope/<linux|mac|win>-<x64|arm64|armv7l>[-backend]");
        require(VERSION, version, "version", "three numbers such as 3.22.1");
        require(INTEGRITY, integrity, "integrity", "sha512- and 88 characters of base64");
        if (unpackedBytes < 1) {
            throw new IllegalArgumentException("unpackedBytes is " + unpackedBytes + "; allowed: 1 or more");
        }
    }

    private static void require(Pattern pattern, String value, String what, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " is '" + value + "'; allowed: " + allowed);
        }
    }

    /** The name without its scope: also the name of the folder its libraries are in. */
    public String shortName() {
        return part(1);
    }

    /** Its operating system, as node names it. */
    String os() {
        String os = part(2);
        return os.equals("mac") ? "darwin" : os.equals("win") ? "win32" : os;
    }

    /** Its CPU architecture, as node names it. */
    String cpu() {
        String cpu = part(3);
        return cpu.equals("armv7l") ? "arm" : cpu;
    }

    /** What follows os and cpu in the name, such as {@code vulkan}; empty where nothing does. */
    String backend() {
        return part(4);
    }

    private String part(int group) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException(name);
        }
        String part = matcher.group(group);
        return part == null ? "" : part;
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
