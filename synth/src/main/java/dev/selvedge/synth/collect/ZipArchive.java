package dev.selvedge.synth.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A ZIP file, in the order of its directory. Only what is asked for is unpacked. */
final class ZipArchive implements Archive {
    private final ZipFile zip;
    private final Enumeration<? extends ZipEntry> entries;
    private long left;
    private @Nullable ZipEntry current;
    private @Nullable InputStream in;

    ZipArchive(Path path, long budget) throws IOException {
        try {
            zip = new ZipFile(path.toFile());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (zip.size() > MOST_ENTRIES) {
            zip.close();
            throw new TooLargeException("it has more than " + MOST_ENTRIES + " entries");
        }
        entries = zip.entries();
        left = budget;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        closeEntry();
        if (!entries.hasMoreElements()) {
            return null;
        }
        ZipEntry entry = entries.nextElement();
        current = entry;
        return new Entry(entry.getName(), entry.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE, entry.getSize());
    }

    @Override
    public byte[] bytes(int most) throws IOException {
        try {
            if (in == null) {
                in = zip.getInputStream(Objects.requireNonNull(current, "no entry was asked for"));
            }
            byte[] bytes = in.readNBytes(most);
            left -= bytes.length;
            if (left < 0) {
                throw new TooLargeException("it unpacks to more than a hundred times its size");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void closeEntry() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeEntry();
        zip.close();
    }
}
