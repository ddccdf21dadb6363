package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A safetensors file, memory-mapped: eight bytes with the length of a header, the header in JSON, one buffer of data.
 * Reads F32, F16 and BF16 as float32. A file is checked when it is opened: every byte of the buffer belongs
 * to exactly one tensor.
 */
public final class SafeTensors implements AutoCloseable {
    /** The format allows three times as much; the largest models have less than a tenth of this. */
    private static final long MAX_HEADER_BYTES = 32 << 20;

    private static final Map<String, Integer> BYTES_PER_VALUE =
            Map.of("F32", 4, "F16", 2, "BF16", 2, "F64", 8, "I64", 8, "I32", 4, "I16", 2, "I8", 1, "U8", 1, "BOOL", 1);

    /**
     * A tensor of a file.
     *
     * @param name unique in the file
     * @param type as the format names it, for example F32
     * @param shape sizes, row-major; empty for a scalar
     * @param begin first byte in the data buffer
     * @param end byte after the last
     */
    public record Entry(String name, String type, List<Long> shape, long begin, long end) {
        /** Number of values. */
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /**
     * A tensor to be written.
     *
     * @param name unique in the file
     * @param shape sizes, row-major
     * @param values float32 in native memory
     */
    public record Source(String name, List<Long> shape, MemorySegment values) {}

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final Map<String, Entry> entries;

    private SafeTensors(Path file, Arena arena, MemorySegment data, Map<String, Entry> entries) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.entries = entries;
    }

    /** @throws UserException if the file cannot be read or is not a sound safetensors file */
    public static SafeTensors open(Path file) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long fileSize = channel.size();
            if (fileSize < 10) {
                throw damaged(file, "it has only " + fileSize + " bytes");
            }
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, fileSize, arena);
            long header = all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
            if (header < 2 || header > MAX_HEADER_BYTES || header > fileSize - 8) {
                throw damaged(file, "its header would have " + header + " bytes");
            }
            String json = new String(all.asSlice(8, header).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            MemorySegment data = all.asSlice(8 + header);
            return new SafeTensors(file, arena, data, entries(file, json, data.byteSize()));
        } catch (IOException e) {
            arena.close();
            throw UserException.reading(file, e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static Map<String, Entry> entries(Path file, String header, long dataBytes) {
        var entries = new ArrayList<Entry>();
        try {
            JsonNode tree = Json.parse(header);
            if (!tree.isObject()) {
                throw damaged(file, "its header is not a JSON object");
            }
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                if (!field.getKey().equals("__metadata__")) {
                    entries.add(entry(file, field.getKey(), field.getValue()));
                }
            }
        } catch (JacksonException e) {
            throw damaged(file, "its header is not JSON: " + e.getOriginalMessage());
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparing(Entry::end));
        long covered = 0;
        for (Entry entry : entries) {
            if (entry.begin() != covered) {
                throw damaged(file, "its tensors leave a gap or overlap before " + entry.name());
            }
            covered = entry.end();
        }
        if (covered != dataBytes) {
            throw damaged(file, "its tensors take " + covered + " bytes but it holds " + dataBytes);
        }
        var byName = new LinkedHashMap<String, Entry>();
        entries.forEach(e -> byName.put(e.name(), e));
        return byName;
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        var shape = new ArrayList<Long>();
        long size = 1;
        for (JsonNode length : node.path("shape")) {
            if (!length.isIntegralNumber() || length.asLong(-1) < 0) {
                throw damaged(file, "the shape of " + name + " holds " + length);
            }
            shape.add(length.asLong());
            size = Math.multiplyHigh(size, length.asLong()) != 0 ? Long.MAX_VALUE : size * length.asLong();
        }
        String type = node.path("dtype").asString("none");
        JsonNode offsets = node.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        Integer width = BYTES_PER_VALUE.get(type);
        if (width == null) {
            throw new UserException(file + " holds " + name + " as " + type + ", a type that Selvedge does not read.");
        }
        if (begin < 0 || end < begin || size > Long.MAX_VALUE / 8 || size < 0 || end - begin != size * width) {
            throw damaged(file, name + " of shape " + shape + " lies at bytes " + begin + " to " + end);
        }
        return new Entry(name, type, List.copyOf(shape), begin, end);
    }

    private static UserException damaged(Path file, String why) {
        return new UserException(file + " is not a sound safetensors file: " + why + ".");
    }

    /** Where it lies. */
    public Path file() {
        return file;
    }

    /** Names of the tensors, in the order of their data. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** @throws UserException if there is no tensor of this name */
    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new UserException(file + " has no tensor " + name + ".");
        }
        return entry;
    }

    /** The bytes of a tensor in the mapped file; valid until this is closed. */
    public MemorySegment bytes(String name) {
        Entry entry = entry(name);
        return data.asSlice(entry.begin(), entry.end() - entry.begin());
    }

    /** Copies a tensor to float32 memory of its size. */
    public void copy(String name, MemorySegment target) {
        precision(name).toFloats(bytes(name), target);
    }

    /** @throws UserException if there is no such tensor or its values are not of a precision of weights */
    public Precision precision(String name) {
        String type = entry(name).type();
        return Precision.of(type)
                .orElseThrow(() -> new UserException(
                        file + " holds " + name + " as " + type + "; weights are read from F32, F16 or BF16."));
    }

    /** Writes tensors as F32, in the order given, which is the order of the data. Not atomic. */
    public static void write(Path file, List<Source> sources) {
        List<TensorSink.Planned> planned = sources.stream()
                .map(s -> new TensorSink.Planned(s.name(), s.shape(), Precision.F32))
                .toList();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, header(planned));
            for (Source source : sources) {
                long size = source.values().byteSize();
                for (long at = 0; at < size; at += 1 << 28) {
                    writeFully(
                            channel,
                            source.values()
                                    .asSlice(at, Math.min(1 << 28, size - at))
                                    .asByteBuffer());
                }
            }
            channel.force(true);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /** What stands before the data: the length of the header and the header, padded so that the data is aligned. */
    static ByteBuffer header(List<TensorSink.Planned> tensors) {
        ObjectNode header = Json.object();
        header.putObject("__metadata__").put("format", "pt");
        long end = 0;
        for (TensorSink.Planned tensor : tensors) {
            ObjectNode node = header.putObject(tensor.name())
                    .put("dtype", tensor.precision().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(end).add(end + tensor.bytes());
            end += tensor.bytes();
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(text);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        return start.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
