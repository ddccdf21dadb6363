package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SHA-256 of some content. Equal content has equal hashes on every machine. The JSON form is the hexadecimal text.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(@JsonValue String hex) {
    /** Content hash from its text; this constructor is also the JSON form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContentHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a content hash is 64 hexadecimal digits, not '" + hex + "'");
        }
    }

    public static ContentHash of(byte[] content) {
        return finish(digest().digest(content));
    }

    /** Hash of the text's UTF-8 bytes; a lone surrogate counts as its JSON escape. */
    public static ContentHash of(String text) {
        return of(Json.escapeLoneSurrogates(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Hash of a record's or tree's {@linkplain Json#canonical canonical JSON}. */
    public static ContentHash ofJson(Object value) {
        return of(Json.canonical(value));
    }

    /** Hash of a file's bytes, read in pieces. */
    public static ContentHash ofFile(Path file) {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return finish(digest.digest());
    }

    /** Hash of the relative names and bytes of all regular files under a directory; its place does not matter. */
    public static ContentHash ofDirectory(Path directory) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
        List<String> lines = files.stream()
                .map(file -> Json.write(directory.relativize(file).toString()) + " " + ofFile(file).hex)
                .sorted()
                .toList();
        return of(String.join("\n", lines));
    }

    /** A digest that {@link #finish} turns into a hash, for content that is produced in pieces. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The hash from a digest's 32 bytes. */
    public static ContentHash finish(byte[] digest) {
        return new ContentHash(HexFormat.of().formatHex(digest));
    }

    /** The first 12 digits, for names of directories. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
