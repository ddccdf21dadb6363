package dev.selvedge.train.objective;

import dev.selvedge.core.ContentHash;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** The hash of settings and examples, number by number. */
final class Fingerprint {
    private final MessageDigest digest = ContentHash.digest();
    private final DataOutputStream out =
            new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));

    Fingerprint add(String text) {
        try {
            out.writeInt(text.length());
            out.writeChars(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Fingerprint add(double value) {
        try {
            out.writeDouble(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Fingerprint add(int... values) {
        try {
            out.writeInt(values.length);
            for (int value : values) {
                out.writeInt(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Fingerprint add(float[] values) {
        try {
            out.writeInt(values.length);
            for (float value : values) {
                out.writeFloat(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Fingerprint add(Sequence sequence) {
        return add(sequence.ids()).add(sequence.places());
    }

    ContentHash hash() {
        return ContentHash.finish(digest.digest());
    }
}
