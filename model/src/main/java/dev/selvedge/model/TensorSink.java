package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the tensors of a model into its directory: as model.safetensors, or, where they are more than fits one file, as
 * model-00001-of-0000N.safetensors and so on with an index. What will be written is said beforehand; the tensors may then
 * come in any order, from several threads, and none need be in memory but those that are being put.
 *
 * <p>Not atomic: write into a directory that gets its name afterwards.
 */
public final class TensorSink implements AutoCloseable {
    /** As Hugging Face cuts files. */
    public static final long USUAL_FILE_BYTES = 5_000_000_000L;

    private static final int BLOCK_VALUES = 1 << 18;

    /**
     * A tensor that will be written.
     *
     * @param name unique in the model
     * @param shape sizes, row-major
     */
    public record Planned(String name, List<Long> shape, Precision precision) {
        public Planned {
            shape = List.copyOf(shape);
        }

        long values() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        long bytes() {
            return Math.multiplyExact(values(), precision.bytes);
        }
    }

    /** Where a tensor goes. */
    private record Place(Planned tensor, Path file, FileChannel channel, long offset) {}

    private final Path directory;
    private final List<FileChannel> channels = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    /** Values written of tensors that come in parts. */
    private final Map<String, Long> partly = new ConcurrentHashMap<>();

    /**
     * Begins the files.
     *
     * @param directory exists
     * @param tensors in the order of the files
     * @param maxFileBytes most bytes of tensors in a file; a tensor that is larger gets a file of its own
     * @throws UserException if a file cannot be written
     */
    public TensorSink(Path directory, List<Planned> tensors, long maxFileBytes) {
        this.directory = directory;
        List<List<Planned>> files = files(tensors, maxFileBytes);
        try {
            for (int i = 0; i < files.size(); i++) {
                String name = files.size() == 1
                        ? TensorFiles.SINGLE
                        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, files.size());
                begin(directory.resolve(name), files.get(i));
            }
            if (files.size() > 1) {
                Files.writeString(directory.resolve(TensorFiles.INDEX), index(tensors));
            }
        } catch (IOException e) {
            closeQuietly();
            throw UserException.writing(directory, e);
        }
    }

    private static List<List<Planned>> files(List<Planned> tensors, long maxFileBytes) {
        var files = new ArrayList<List<Planned>>();
        files.add(new ArrayList<>());
        long size = 0;
        for (Planned tensor : tensors) {
            if (size > 0 && size + tensor.bytes() > maxFileBytes) {
                files.add(new ArrayList<>());
                size = 0;
            }
            files.getLast().add(tensor);
            size += tensor.bytes();
        }
        return files;
    }

    private void begin(Path file, List<Planned> tensors) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channels.add(channel);
        ByteBuffer header = SafeTensors.header(tensors);
        long offset = header.remaining();
        writeFully(channel, header, 0);
        for (Planned tensor : tensors) {
            if (places.put(tensor.name(), new Place(tensor, file, channel, offset)) != null) {
                throw new IllegalArgumentException("two tensors " + tensor.name());
            }
            offset += tensor.bytes();
        }
    }

    private String index(List<Planned> tensors) {
        ObjectNode json = Json.object();
        json.putObject("metadata")
                .put("total_size", tensors.stream().mapToLong(Planned::bytes).sum());
        ObjectNode map = json.putObject("weight_map");
        for (Planned tensor : tensors) {
            Path file = place(tensor.name()).file;
            map.put(tensor.name(), file.getFileName().toString());
        }
        return Json.pretty(json);
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException(name + " was not planned");
        }
        return place;
    }

    /**
     * Writes a tensor in its planned precision.
     *
     * @param floats its values, in native order
     * @throws UserException if a value does not fit the precision, or the file cannot be written
     */
    public void put(String name, MemorySegment floats) {
        Place place = place(name);
        long values = place.tensor.values();
        if (floats.byteSize() != values * Float.BYTES) {
            throw new IllegalArgumentException(name + " has " + values + " values");
        }
        int width = place.tensor.precision().bytes;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(Math.max(1, Math.min(values, BLOCK_VALUES) * width));
            for (long at = 0; at < values; at += BLOCK_VALUES) {
                long count = Math.min(BLOCK_VALUES, values - at);
                MemorySegment part = block.asSlice(0, count * width);
                place.tensor.precision().fromFloats(floats.asSlice(at * Float.BYTES, count * Float.BYTES), part, name);
                writeFully(place.channel, part.asByteBuffer(), place.offset + at * width);
            }
        } catch (IOException e) {
            throw UserException.writing(place.file, e);
        }
        finish(name);
    }

    /**
     * Writes some of a tensor's values in its planned precision. Parts do not overlap; they may come in any order, and the
     * last completes the tensor.
     *
     * @param from place of the first value in the row-major order
     * @param floats native memory in native order
     * @throws UserException if a value does not fit the precision, or the file cannot be written
     */
    public void putPart(String name, long from, MemorySegment floats) {
        Place place = place(name);
        long values = floats.byteSize() / Float.BYTES;
        Precision precision = place.tensor.precision();
        if (from < 0 || from + values > place.tensor.values()) {
            throw new IllegalArgumentException(name + " has " + place.tensor.values() + " values");
        }
        long offset = place.offset + from * precision.bytes;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = floats;
            if (precision != Precision.F32) {
                bytes = arena.allocate(Math.max(1, values * precision.bytes)).asSlice(0, values * precision.bytes);
                precision.fromFloats(floats, bytes, name);
            }
            writeFully(place.channel, bytes.asByteBuffer(), offset);
        } catch (IOException e) {
            throw UserException.writing(place.file, e);
        }
        if (partly.merge(name, values, Long::sum) == place.tensor.values()) {
            finish(name);
        }
    }

    /** Writes a tensor whose bytes are already of its planned precision, as they are. */
    public void putBytes(String name, MemorySegment bytes) {
        Place place = place(name);
        if (bytes.byteSize() != place.tensor.bytes()) {
            throw new IllegalArgumentException(name + " has " + place.tensor.bytes() + " bytes");
        }
        try {
            for (long at = 0; at < bytes.byteSize(); at += 1 << 28) {
                MemorySegment part = bytes.asSlice(at, Math.min(1 << 28, bytes.byteSize() - at));
                writeFully(place.channel, part.asByteBuffer(), place.offset + at);
            }
        } catch (IOException e) {
            throw UserException.writing(place.file, e);
        }
        finish(name);
    }

    private void finish(String name) {
        if (!done.add(name)) {
            throw new IllegalArgumentException(name + " was put twice");
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /**
     * Makes sure that everything is on the disk.
     *
     * @throws IllegalStateException if a tensor was not put
     */
    public void finish() {
        if (done.size() != places.size()) {
            throw new IllegalStateException((places.size() - done.size()) + " tensors were not put");
        }
        try {
            for (FileChannel channel : channels) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        }
    }

    private void closeQuietly() {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was lost that finish() has not put on the disk.
            }
        }
    }

    /** Closes the files; they are complete only after {@link #finish}. */
    @Override
    public void close() {
        closeQuietly();
    }
}
