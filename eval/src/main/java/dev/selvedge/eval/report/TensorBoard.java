package dev.selvedge.eval.report;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Metrics as event files of TensorBoard: TFRecord framing around Event messages of protocol buffers, one scalar for each
 * metric and step. Events have no times, since metrics have none; choose the step as the horizontal axis.
 */
public final class TensorBoard {
    private static final String NAME = "events.out.tfevents.0000000000.selvedge";

    private TensorBoard() {}

    /**
     * Writes a file for each stage, in a folder of the stage's name; one that is there is replaced.
     *
     * @return the files
     */
    public static List<Path> write(Path directory, List<Metrics.Row> rows) {
        Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
        for (Metrics.Row row : rows) {
            ByteArrayOutputStream file = files.computeIfAbsent(row.stage(), stage -> {
                var fresh = new ByteArrayOutputStream();
                var version = new Message();
                version.fixed64(1, 0);
                version.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
                record(fresh, version.toByteArray());
                return fresh;
            });
            record(file, event(row));
        }
        return files.entrySet().stream()
                .map(file -> {
                    Path place = directory.resolve(file.getKey()).resolve(NAME);
                    try {
                        Files.createDirectories(place.getParent());
                        try (OutputStream out = Files.newOutputStream(place)) {
                            file.getValue().writeTo(out);
                        }
                    } catch (IOException e) {
                        throw UserException.writing(place, e);
                    }
                    return place;
                })
                .toList();
    }

    /** An Event: wall_time = 1, step = 2, summary = 5, which has values = 1 of tag = 1 and simple_value = 2. */
    private static byte[] event(Metrics.Row row) {
        var summary = new Message();
        row.values().forEach((name, value) -> {
            var one = new Message();
            one.bytes(1, name.getBytes(StandardCharsets.UTF_8));
            one.fixed32(2, Float.floatToRawIntBits(value.floatValue()));
            summary.bytes(1, one.toByteArray());
        });
        var event = new Message();
        event.fixed64(1, 0);
        event.varint(2, row.step());
        event.bytes(5, summary.toByteArray());
        return event.toByteArray();
    }

    /** Length, its checksum, the data, their checksum. */
    private static void record(ByteArrayOutputStream out, byte[] data) {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.writeBytes(length);
        out.writeBytes(littleEndian(maskedChecksum(length)));
        out.writeBytes(data);
        out.writeBytes(littleEndian(maskedChecksum(data)));
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** CRC-32C, turned by 15 bits and moved by a constant, as TFRecord has it. */
    static int maskedChecksum(byte[] data) {
        var crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /** A message of protocol buffers in the making. */
    private static final class Message extends ByteArrayOutputStream {
        private static final int VARINT = 0;
        private static final int FIXED64 = 1;
        private static final int BYTES = 2;
        private static final int FIXED32 = 5;

        private void number(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            write((int) left);
        }

        void varint(int field, long value) {
            number((long) field << 3 | VARINT);
            number(value);
        }

        void fixed32(int field, int bits) {
            number((long) field << 3 | FIXED32);
            writeBytes(littleEndian(bits));
        }

        void fixed64(int field, long bits) {
            number((long) field << 3 | FIXED64);
            writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(bits)
                    .array());
        }

        void bytes(int field, byte[] value) {
            number((long) field << 3 | BYTES);
            number(value.length);
            writeBytes(value);
        }
    }
}
