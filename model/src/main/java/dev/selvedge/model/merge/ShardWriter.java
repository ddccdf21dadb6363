package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.merge.MergePlan.Output;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Safetensors files of which every tensor's place is known from the start, so that several threads write at once, each
 * its own tensor, and none waits. One file, or several with an index.
 */
final class ShardWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<FileChannel> files = new ArrayList<>();

    private record Place(FileChannel file, long offset, Precision precision) {}

    /**
     * Lays the files out and writes their headers.
     *
     * @param shardBytes most bytes of tensors in one file; a greater tensor has a file of its own
     */
    ShardWriter(Path directory, List<Output> outputs, long shardBytes) throws IOException {
        List<List<Output>> shards = shards(outputs, shardBytes);
        try {
            for (int i = 0; i < shards.size(); i++) {
                lay(directory.resolve(name(i, shards.size())), shards.get(i));
            }
            if (shards.size() > 1) {
                index(directory, shards);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static List<List<Output>> shards(List<Output> outputs, long shardBytes) {
        List<List<Output>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (Output output : outputs) {
            if (bytes > 0 && bytes + output.bytes() > shardBytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.getLast().add(output);
            bytes += output.bytes();
        }
        return shards;
    }

    private static String name(int shard, int shards) {
        return shards == 1
                ? "model.safetensors"
                : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards);
    }

    private void lay(Path path, List<Output> outputs) throws IOException {
        ObjectNode header = Json.object();
        header.putObject("__metadata__").put("format", "pt");
        long end = 0;
        for (Output output : outputs) {
            ObjectNode node = header.putObject(output.name())
                    .put("dtype", output.precision().fileName());
            output.inputs().shape().forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(end).add(end + output.bytes());
            end += output.bytes();
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(text.length, 8) * 8;
        ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(text);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        start.flip();
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files.add(file);
        long offset = writeFully(file, start, 0);
        for (Output output : outputs) {
            places.put(output.name(), new Place(file, offset, output.precision()));
            offset += output.bytes();
        }
    }

    private static void index(Path directory, List<List<Output>> shards) throws IOException {
        ObjectNode index = Json.object();
        long total =
                shards.stream().flatMap(List::stream).mapToLong(Output::bytes).sum();
        index.putObject("metadata").put("total_size", total);
        ObjectNode weights = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            for (Output output : shards.get(i)) {
                weights.put(output.name(), name(i, shards.size()));
            }
        }
        Files.writeString(directory.resolve("model.safetensors.index.json"), Json.pretty(index));
    }

    /** For one thread: writes tensors from their start to their end, through a buffer of its own. */
    Pen pen() {
        return new Pen();
    }

    final class Pen implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
        private long buffered;
        private long offset;
        private Place place = places.values().iterator().next();

        /** Begins a tensor. */
        void begin(String name) {
            place = Objects.requireNonNull(places.get(name));
            offset = place.offset;
        }

        /** Its next values. */
        void write(float[] values, int length) {
            int bytes = place.precision.bytes();
            if (buffered + (long) length * bytes > BUFFER_BYTES) {
                flush();
            }
            if ((long) length * bytes <= BUFFER_BYTES) {
                place.precision.encode(values, length, buffer.asSlice(buffered, (long) length * bytes));
                buffered += (long) length * bytes;
                return;
            }
            // A row that is longer than the buffer; there is one only in a vector of a quarter of a million values.
            try (Arena large = Arena.ofConfined()) {
                MemorySegment room = large.allocate((long) length * bytes, 8);
                place.precision.encode(values, length, room);
                offset = writeFully(place.file, room.asByteBuffer(), offset);
            } catch (IOException e) {
                throw UserException.writing(Path.of("the merged tensors"), e);
            }
        }

        /** Ends a tensor. */
        void flush() {
            try {
                offset = writeFully(place.file, buffer.asSlice(0, buffered).asByteBuffer(), offset);
                buffered = 0;
            } catch (IOException e) {
                throw UserException.writing(Path.of("the merged tensors"), e);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private static long writeFully(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        return at;
    }

    /** Forces everything to disk. */
    void force() throws IOException {
        for (FileChannel file : files) {
            file.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
