package dev.selvedge.synth.collect;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an archive, one after another. Nothing is ever unpacked to disk. What is read of an archive is bounded by
 * {@link #budget}, whatever its entries say of their sizes.
 */
interface Archive extends Closeable {
    /** More entries than this are not looked at. */
    int MOST_ENTRIES = 1_000_000;

    /** Forms of archives, told by their first bytes. */
    enum Form {
        ZIP,
        TAR,
        /** Compressed: one file, or a tar. */
        GZIP
    }

    /**
     * An entry of an archive.
     *
     * @param name as the archive has it
     * @param kind folders are passed over, links refused
     * @param size in bytes as the archive says, negative where it does not
     */
    record Entry(String name, Kind kind, long size) {
        enum Kind {
            FILE,
            FOLDER,
            LINK
        }
    }

    /** An archive that unpacks to more than its {@link #budget}, or has too many entries. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(String sentence) {
            super(sentence);
        }
    }

    /** The next entry, null after the last one. */
    @Nullable
    Entry next() throws IOException;

    /** The next bytes of the entry that {@link #next} gave last, fewer than asked for at its end. */
    byte[] bytes(int most) throws IOException;

    /** So many bytes at the start of a file tell whether it is an archive. */
    int MAGIC_BYTES = TarArchive.BLOCK;

    /** What a file that begins so is, if it is an archive. */
    static Optional<Form> form(byte[] start) {
        if (start.length > 3
                && start[0] == 'P'
                && start[1] == 'K'
                && ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6))) {
            return Optional.of(Form.ZIP);
        }
        if (start.length > 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
            return Optional.of(Form.GZIP);
        }
        return start.length >= TarArchive.BLOCK && TarArchive.isHeader(start)
                ? Optional.of(Form.TAR)
                : Optional.empty();
    }

    /**
     * How many bytes an archive may unpack to: a hundred times its own size, which no archive of workflows comes near, but
     * at least 1 GiB and at most 64.
     */
    static long budget(long archiveBytes) {
        return Math.clamp(Math.min(archiveBytes, 1L << 40) * 100, 1L << 30, 64L << 30);
    }

    /**
     * Opens an archive at its beginning.
     *
     * @param name of the file, for what is compressed alone
     */
    static Archive open(Path path, String name, Form form) throws IOException {
        long budget = budget(Files.size(path));
        return switch (form) {
            case ZIP -> new ZipArchive(path, budget);
            case TAR -> new TarArchive(new Bounded(new BufferedInputStream(Files.newInputStream(path)), budget));
            case GZIP -> {
                InputStream file = Files.newInputStream(path);
                try {
                    InputStream inside =
                            new BufferedInputStream(new Bounded(new GZIPInputStream(file, 1 << 16), budget), 1 << 16);
                    inside.mark(TarArchive.BLOCK);
                    byte[] start = inside.readNBytes(TarArchive.BLOCK);
                    inside.reset();
                    yield form(start).equals(Optional.of(Form.TAR))
                            ? new TarArchive(inside)
                            : new CompressedFile(inside, name.replaceFirst("(?i)\\.gz$", ""));
                } catch (EOFException e) {
                    file.close();
                    throw new IOException("it ends too early", e);
                } catch (IOException e) {
                    file.close();
                    throw e;
                }
            }
        };
    }

    /** A stream that ends in an exception after so many bytes. */
    final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new TooLargeException("it unpacks to more than a hundred times its size");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** A file that is compressed alone, as an archive of one entry. */
    final class CompressedFile implements Archive {
        private final InputStream in;
        private @Nullable Entry entry;

        CompressedFile(InputStream in, String name) {
            this.in = in;
            this.entry = new Entry(name, Entry.Kind.FILE, -1);
        }

        @Override
        public @Nullable Entry next() {
            Entry next = entry;
            entry = null;
            return next;
        }

        @Override
        public byte[] bytes(int most) throws IOException {
            return in.readNBytes(most);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
