package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The two secrets of a data folder: the user's and the admin's, 256 random bits each. */
public final class Tokens {
    private static final int BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final byte[] user;
    private final byte[] admin;

    private Tokens(String user, String admin) {
        this.user = user.getBytes(US_ASCII);
        this.admin = admin.getBytes(US_ASCII);
    }

    /**
     * Those of a data folder, created if they aren't there.
     *
     * @throws IOException when a token can't be read or written, others may read it, or it isn't one
     */
    public static Tokens in(Path dataFolder) throws IOException {
        PrivateFiles.folder(dataFolder);
        return new Tokens(load(dataFolder, "user.token"), load(dataFolder, "admin.token"));
    }

    private static String load(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(folder, name);
        }
        if (PrivateFiles.exposed(file)) {
            throw new IOException(
                    "The token in " + file + " may be known to others: the file must be plain and readable"
                            + " by you only (mode 600). Delete it, and a new one is made at the next start.");
        }
        String token = Files.readString(file, US_ASCII).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException("There is no token in " + file + ". Delete it, and one is made at the next start.");
        }
        return token;
    }

    /** By way of a file beside it: a start that is killed leaves no half a token. */
    private static void create(Path folder, String name) throws IOException {
        String half = name + ".new";
        Files.deleteIfExists(folder.resolve(half));
        PrivateFiles.create(folder, half, random() + "\n");
        Files.move(folder.resolve(half), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A new secret, in 43 characters that need no quoting anywhere. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whose a token is. Takes as long for every wrong one of a length. */
    Optional<Caller> callerOf(String token) {
        byte[] given = token.getBytes(UTF_8);
        boolean isUser = MessageDigest.isEqual(user, given);
        boolean isAdmin = MessageDigest.isEqual(admin, given);
        if (isAdmin) {
            return Optional.of(Caller.ADMIN);
        }
        return isUser ? Optional.of(Caller.USER) : Optional.empty();
    }
}
