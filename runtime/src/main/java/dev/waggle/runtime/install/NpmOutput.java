package dev.waggle.runtime.install;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What npm's complaint means. Versions 9 and 11 write {@code npm ERR! code …} and {@code npm error code …}. */
final class NpmOutput {
    private static final Pattern CODE = Pattern.compile("(?m)^npm (?:ERR!|error) code (\\S+)");
    private static final Pattern FOUND = Pattern.compile("but got (sha512-[A-Za-z0-9+/=]+)");
    private static final Set<String> NETWORK = Set.of(
            "ENOTFOUND",
            "ECONNREFUSED",
            "ECONNRESET",
            "ETIMEDOUT",
            "EAI_AGAIN",
            "ENETUNREACH",
            "EHOSTUNREACH",
            "EPIPE",
            "ENOTCACHED",
            "ERR_SOCKET_TIMEOUT",
            "FETCH_ERROR",
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "SELF_SIGNED_CERT_IN_CHAIN",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "CERT_HAS_EXPIRED");
    private static final int COMMAND_NOT_FOUND = 127;
    private static final int SIGNALLED = 128;
    private static final int LOG_CHARACTERS = 2 << 10;

    private NpmOutput() {}

    /**
     * Why npm failed.
     *
     * @param exitCode its status, not 0
     * @param text the end of what it wrote
     * @param freeBytes what was free on the disk before
     */
    static InstallFailure failure(NpmPackage npmPackage, int exitCode, String text, Staging staging, long freeBytes) {
        Matcher matcher = CODE.matcher(text);
        String code = matcher.find() ? matcher.group(1) : "";
        if (NETWORK.contains(code)) {
            return new InstallFailure.NoNetwork(code);
        }
        if (code.isEmpty() && exitCode == COMMAND_NOT_FOUND) {
            return new InstallFailure.NpmMissing("node");
        }
        if (code.isEmpty() && exitCode > SIGNALLED) {
            return new InstallFailure.Interrupted();
        }
        return switch (code) {
            case "EINTEGRITY" -> new InstallFailure.IntegrityMismatch(npmPackage, found(text));
            case "EBADPLATFORM" -> new InstallFailure.WrongPlatform(npmPackage);
            case "ENOSPC" -> new InstallFailure.DiskFull(staging.folder(), npmPackage.unpackedBytes(), freeBytes);
            case "E404", "ETARGET", "ENOVERSIONS" -> new InstallFailure.NotInRegistry(npmPackage, code);
            default ->
                new InstallFailure.NpmFailed(npmPackage, code.isEmpty() ? "exit status " + exitCode : code, tail(text));
        };
    }

    private static String found(String text) {
        Matcher matcher = FOUND.matcher(text);
        return matcher.find() ? matcher.group(1) : "another hash";
    }

    private static String tail(String text) {
        String stripped = text.strip();
        return stripped.substring(Math.max(0, stripped.length() - LOG_CHARACTERS));
    }
}
