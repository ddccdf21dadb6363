package dev.selvedge.model.gguf;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A GGUF file (version 3, and 2, which reads alike), memory-mapped. Source: docs/gguf.md of ggml. A file is checked when
 * it is opened: every count and length is bounded by what the file can hold, and every tensor lies inside it.
 */
final class GgufFile implements AutoCloseable {
    private static final int MAGIC = 0x46554747;
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_VALUES = 10_000;
    private static final int MAX_ITEMS = 1 << 24;
    private static final int MAX_NAME_BYTES = 1 << 10;
    private static final int MAX_TEXT_BYTES = 256 << 20;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * A tensor of a file.
     *
     * @param shape sizes, row-major, as everywhere in Selvedge; the file has them in reverse
     * @param type number of its type
     * @param offset of its first byte from the beginning of the data
     */
    record Entry(String name, List<Long> shape, int type, long offset) {
        long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment all;
    private final GgufMetadata metadata;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long at;
    private long data;

    private GgufFile(Path file) {
        this.file = file;
        this.metadata = new GgufMetadata(file.toString());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            arena.close();
            throw UserException.reading(file, e);
        }
    }

    /** @throws UserException if the file cannot be read or is not a sound GGUF file */
    static GgufFile open(Path file) {
        var opened = new GgufFile(file);
        try {
            opened.readHeader();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void readHeader() {
        if (all.byteSize() < 24 || all.get(INT, 0) != MAGIC) {
            throw new UserException(file + " is not a GGUF file: it does not begin with the letters GGUF.");
        }
        at = 4;
        int version = int32();
        if (version != 3 && version != 2) {
            throw new UserException(file + " is a GGUF file of version "
                    + (Integer.reverseBytes(version) == 3 ? "3 in big-endian order" : Integer.toUnsignedString(version))
                    + "; Selvedge reads versions 2 and 3, little-endian.");
        }
        long tensors = count("tensors", MAX_TENSORS);
        long values = count("metadata values", MAX_VALUES);
        for (long i = 0; i < values; i++) {
            String key = string(MAX_NAME_BYTES);
            metadata.add(key, value(key, int32()));
        }
        var list = new ArrayList<Entry>();
        for (long i = 0; i < tensors; i++) {
            list.add(entry());
        }
        long alignment = metadata.whole("general.alignment").orElse(32);
        if (alignment < 1 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw damaged("its general.alignment is " + alignment);
        }
        data = (at + alignment - 1) / alignment * alignment;
        place(list, alignment);
    }

    private void place(List<Entry> list, long alignment) {
        list.sort(Comparator.comparingLong(Entry::offset));
        long free = 0;
        for (Entry entry : list) {
            if (entry.offset() < free || entry.offset() % alignment != 0) {
                throw damaged(
                        "the tensor " + entry.name() + " begins at byte " + entry.offset() + " of the data, which is "
                                + (entry.offset() < free ? "inside the one before it" : "not aligned"));
            }
            GgufType type = GgufType.of(entry.type()).orElse(null);
            free = type == null ? entry.offset() + 1 : Math.addExact(entry.offset(), type.bytes(entry.size()));
            if (free > all.byteSize() - data) {
                throw damaged(
                        "the tensor " + entry.name() + " ends beyond the end of the file; perhaps it was cut off");
            }
            if (entries.put(entry.name(), entry) != null) {
                throw damaged("it has two tensors " + entry.name());
            }
        }
    }

    private Entry entry() {
        String name = string(MAX_NAME_BYTES);
        int dimensions = int32();
        if (dimensions < 1 || dimensions > 4) {
            throw damaged("the tensor " + name + " has " + Integer.toUnsignedString(dimensions) + " dimensions");
        }
        var shape = new ArrayList<Long>();
        long size = 1;
        for (int i = 0; i < dimensions; i++) {
            long length = int64();
            if (length < 1 || length > Long.MAX_VALUE / 64 / size) {
                throw damaged("the tensor " + name + " has the size " + Long.toUnsignedString(length));
            }
            size *= length;
            shape.addFirst(length);
        }
        int type = int32();
        long row = shape.getLast();
        GgufType.of(type).ifPresent(known -> {
            if (row % known.blockValues != 0) {
                throw damaged(
                        "the tensor " + name + " has rows of " + row + " values in blocks of " + known.blockValues);
            }
        });
        long offset = int64();
        if (offset < 0 || offset > all.byteSize()) {
            throw damaged("the tensor " + name + " begins at byte " + Long.toUnsignedString(offset) + " of the data");
        }
        return new Entry(name, List.copyOf(shape), type, offset);
    }

    private GgufValue value(String key, int type) {
        return switch (type) {
            case 0, 1, 2, 3, 4, 5, 10, 11 -> new GgufValue.Whole(whole(type));
            case 6, 12 -> new GgufValue.Real(real(type));
            case 7 -> new GgufValue.Flag(whole(1) != 0);
            case 8 -> new GgufValue.Text(string(MAX_TEXT_BYTES));
            case 9 -> list(key);
            default -> throw damaged("the value of " + key + " has the type " + Integer.toUnsignedString(type));
        };
    }

    private GgufValue list(String key) {
        int type = int32();
        long count = count("values in " + key, MAX_ITEMS);
        return switch (type) {
            case 0, 1, 2, 3, 4, 5, 7, 10, 11 -> {
                var values = new ArrayList<Integer>();
                for (long i = 0; i < count; i++) {
                    long value = whole(type == 7 ? 1 : type);
                    if ((int) value != value) {
                        throw damaged(key + " holds the number " + value);
                    }
                    values.add((int) value);
                }
                yield new GgufValue.Wholes(values);
            }
            case 6, 12 -> {
                var values = new ArrayList<Float>();
                for (long i = 0; i < count; i++) {
                    values.add((float) real(type));
                }
                yield new GgufValue.Reals(values);
            }
            case 8 -> {
                var values = new ArrayList<String>();
                for (long i = 0; i < count; i++) {
                    values.add(string(MAX_TEXT_BYTES));
                }
                yield new GgufValue.Texts(values);
            }
            default ->
                throw damaged(key + " is a list of the type " + Integer.toUnsignedString(type)
                        + ", which Selvedge does not read");
        };
    }

    private long whole(int type) {
        return switch (type) {
            case 0 -> all.get(ValueLayout.JAVA_BYTE, take(1)) & 0xff;
            case 1 -> all.get(ValueLayout.JAVA_BYTE, take(1));
            case 2 -> all.get(SHORT, take(2)) & 0xffff;
            case 3 -> all.get(SHORT, take(2));
            case 4 -> all.get(INT, take(4)) & 0xffff_ffffL;
            case 5 -> all.get(INT, take(4));
            default -> all.get(LONG, take(8));
        };
    }

    private double real(int type) {
        // The number that was meant: 1e-5, not the float next to it in 17 digits.
        return type == 6
                ? Double.parseDouble(Float.toString(Float.intBitsToFloat(int32())))
                : Double.longBitsToDouble(int64());
    }

    private long count(String what, long limit) {
        long count = int64();
        // Each of them takes a byte at least.
        if (count < 0 || count > limit || count > all.byteSize() - at) {
            throw damaged("it would hold " + Long.toUnsignedString(count) + " " + what);
        }
        return count;
    }

    private String string(int limit) {
        long length = int64();
        if (length < 0 || length > limit || length > all.byteSize() - at) {
            throw damaged("it holds a text of " + Long.toUnsignedString(length) + " bytes at byte " + (at - 8));
        }
        return new String(all.asSlice(take(length), length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private int int32() {
        return all.get(INT, take(4));
    }

    private long int64() {
        return all.get(LONG, take(8));
    }

    private long take(long bytes) {
        long from = at;
        if (bytes > all.byteSize() - from) {
            throw damaged("it ends at byte " + all.byteSize() + ", in the middle of its description");
        }
        at = from + bytes;
        return from;
    }

    private UserException damaged(String why) {
        return new UserException(file + " is not a sound GGUF file: " + why + ".");
    }

    GgufMetadata metadata() {
        return metadata;
    }

    Set<String> names() {
        return entries.keySet();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** @throws UserException if there is no tensor of this name */
    Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new UserException(file + " has no tensor " + name + ".");
        }
        return entry;
    }

    /** Copies a tensor to float32 memory of its size, row by row, each to where {@code order} says that it belongs. */
    void copy(String name, RowOrder order, MemorySegment target) {
        Entry entry = entry(name);
        GgufType type = GgufType.of(entry.type())
                .orElseThrow(() -> new UserException(file + " holds " + name + " as " + GgufType.name(entry.type())
                        + "; Selvedge reads F32, F16, BF16 and Q8_0. Convert it, or take a file of one of these."));
        long row = entry.shape().getLast();
        long rows = entry.size() / row;
        long bytes = type.bytes(row);
        for (long i = 0; i < rows; i++) {
            type.decode(
                    all.asSlice(data + entry.offset() + i * bytes, bytes),
                    target.asSlice(order.source(i) * row * Float.BYTES, row * Float.BYTES));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
