package dev.selvedge.model.gguf;

import dev.selvedge.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes a GGUF file of version 3. Tensors are converted row by row, so it needs little memory. Not atomic. */
final class GgufWriter {
    private static final int ALIGNMENT = 32;
    private static final int BUFFER_BYTES = 1 << 20;

    /**
     * A tensor to be written.
     *
     * @param shape sizes, row-major
     * @param values float32
     */
    record Source(String name, List<Long> shape, GgufType type, RowOrder order, MemorySegment values) {
        long bytes() {
            return type.bytes(values.byteSize() / Float.BYTES);
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    private GgufWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static void write(Path file, GgufMetadata metadata, List<Source> sources) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var writer = new GgufWriter(file, channel);
            writer.bytes(header(metadata, sources));
            writer.align();
            for (Source source : sources) {
                writer.tensor(source);
                writer.align();
            }
            writer.flush();
            channel.force(true);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private static byte[] header(GgufMetadata metadata, List<Source> sources) {
        var header = new Header();
        header.bytes.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        header.int32(3);
        header.int64(sources.size());
        header.int64(metadata.values().size());
        for (Map.Entry<String, GgufValue> value : metadata.values().entrySet()) {
            header.text(value.getKey());
            header.value(value.getValue());
        }
        long offset = 0;
        for (Source source : sources) {
            header.text(source.name());
            header.int32(source.shape().size());
            source.shape().reversed().forEach(header::int64);
            header.int32(source.type().id);
            header.int64(offset);
            offset += (source.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        return header.bytes.toByteArray();
    }

    private static final class Header {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void int32(int value) {
            bytes.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        void int64(long value) {
            bytes.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        void text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            int64(utf8.length);
            bytes.writeBytes(utf8);
        }

        void value(GgufValue value) {
            switch (value) {
                case GgufValue.Whole v -> {
                    int32(4);
                    int32((int) v.value());
                }
                case GgufValue.Real v -> {
                    int32(6);
                    int32(Float.floatToIntBits((float) v.value()));
                }
                case GgufValue.Flag v -> {
                    int32(7);
                    bytes.write(v.value() ? 1 : 0);
                }
                case GgufValue.Text v -> {
                    int32(8);
                    text(v.value());
                }
                case GgufValue.Texts v -> {
                    list(8, v.values().size());
                    v.values().forEach(this::text);
                }
                case GgufValue.Wholes v -> {
                    list(5, v.values().size());
                    v.values().forEach(this::int32);
                }
                case GgufValue.Reals v -> {
                    list(6, v.values().size());
                    v.values().forEach(item -> int32(Float.floatToIntBits(item)));
                }
            }
        }

        private void list(int type, int size) {
            int32(9);
            int32(type);
            int64(size);
        }
    }

    private void tensor(Source source) throws IOException {
        long row = source.shape().getLast();
        long rows = source.values().byteSize() / Float.BYTES / row;
        int step = (int) Math.min(row, BUFFER_BYTES / 8);
        step -= step % source.type().blockValues;
        for (long i = 0; i < rows; i++) {
            long from = source.order().source(i) * row;
            for (long at = 0; at < row; at += step) {
                long count = Math.min(step, row - at);
                MemorySegment values = source.values().asSlice((from + at) * Float.BYTES, count * Float.BYTES);
                requireNumbers(source, values);
                if (buffer.remaining() < source.type().bytes(count)) {
                    flush();
                }
                source.type().encode(values, buffer);
            }
        }
        written += source.bytes();
    }

    private void requireNumbers(Source source, MemorySegment values) {
        float greatest = 0;
        for (long i = 0; i < values.byteSize() / Float.BYTES; i++) {
            float value = Math.abs(values.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            greatest = value <= greatest ? greatest : value;
        }
        boolean fits = source.type() == GgufType.F16
                ? Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(greatest)))
                : source.type() == GgufType.Q8_0
                        ? Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(greatest / 127)))
                        : Float.isFinite(greatest);
        if (!fits) {
            throw new UserException("The tensor " + source.name() + " holds the value " + greatest
                    + ", which " + file + " cannot hold as " + source.type().spelling() + "."
                    + (Float.isFinite(greatest) ? " Take bf16 or f32." : ""));
        }
    }

    private void align() throws IOException {
        bytes(new byte[(int) (-written & ALIGNMENT - 1)]);
    }

    private void bytes(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.length - at);
            buffer.put(bytes, at, count);
            at += count;
        }
        written += bytes.length;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
