package dev.selvedge.synth.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tar file as POSIX (ustar and pax) and GNU write it. Long names are read in both their forms; sparse files and other
 * rarities are entries like any others and fail where they are read. Links are told apart, never followed.
 */
final class TarArchive implements Archive {
    static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 16;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;

    private final InputStream in;
    private long left;
    private long padding;
    private int entries;

    TarArchive(InputStream in) {
        this.in = in;
    }

    /** Whether a block is a header: its checksum says so. */
    static boolean isHeader(byte[] block) {
        if (block.length < BLOCK || block[0] == 0) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
        }
        try {
            return number(block, CHECKSUM, 8) == sum;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public @Nullable Entry next() throws IOException {
        String longName = null;
        long longSize = -1;
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || (header.length == BLOCK && allZero(header))) {
                return null;
            }
            if (!isHeader(header)) {
                throw new IOException("a header is damaged or cut off");
            }
            if (++entries > MOST_ENTRIES) {
                throw new TooLargeException("it has more than " + MOST_ENTRIES + " entries");
            }
            long size = longSize >= 0 ? longSize : number(header, SIZE, 12);
            left = size;
            padding = (BLOCK - size % BLOCK) % BLOCK;
            char type = (char) header[TYPE];
            switch (type) {
                case 'L' -> longName = text(bytesOfName(size));
                case 'x' -> {
                    Pax pax = Pax.read(bytesOfName(size));
                    longName = pax.path == null ? longName : pax.path;
                    longSize = pax.size;
                }
                case 'g', 'K' -> {}
                default -> {
                    String name = longName == null ? name(header) : longName;
                    boolean folder = type == '5' || name.endsWith("/");
                    boolean link = type == '1' || type == '2';
                    return new Entry(name, folder ? Entry.Kind.FOLDER : link ? Entry.Kind.LINK : Entry.Kind.FILE, size);
                }
            }
        }
    }

    @Override
    public byte[] bytes(int most) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(most, left));
        if (bytes.length < Math.min(most, left)) {
            throw new IOException("it ends within an entry");
        }
        left -= bytes.length;
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte[] bytesOfName(long size) throws IOException {
        if (size > LONGEST_NAME) {
            throw new IOException("the name of an entry has " + size + " bytes");
        }
        return bytes(LONGEST_NAME);
    }

    private static String name(byte[] header) {
        String name = text(Arrays.copyOf(header, 100));
        boolean ustar = new String(header, MAGIC, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = ustar ? text(Arrays.copyOfRange(header, PREFIX, PREFIX + 155)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** A number in octal digits, or in GNU's binary form where the first bit is set. */
    private static long number(byte[] block, int from, int length) throws IOException {
        if ((block[from] & 0x80) != 0) {
            long value = block[from] & 0x3f;
            for (int i = 1; i < length; i++) {
                if (value > Long.MAX_VALUE >> 9) {
                    throw new IOException("a size is out of all bounds");
                }
                value = value << 8 | (block[from + i] & 0xff);
            }
            return value;
        }
        String digits = text(Arrays.copyOfRange(block, from, from + length)).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("a header has no number where one belongs");
        }
        return Long.parseLong(digits, 8);
    }

    private static boolean allZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * What an extended header says.
     *
     * @param size negative where it says nothing
     */
    private record Pax(@Nullable String path, long size) {
        static Pax read(byte[] records) throws IOException {
            String path = null;
            long size = -1;
            int at = 0;
            while (at < records.length) {
                int space = at;
                while (space < records.length && records[space] != ' ') {
                    space++;
                }
                String digits = new String(records, at, space - at, StandardCharsets.US_ASCII);
                int length = digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
                if (length <= space - at + 1 || length > records.length - at) {
                    throw new IOException("an extended header is damaged");
                }
                String record = new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
                if (record.startsWith("path=")) {
                    path = record.substring(5);
                } else if (record.matches("size=\\d{1,18}")) {
                    size = Long.parseLong(record.substring(5));
                }
                at += length;
            }
            return new Pax(path, size);
        }
    }
}
