package dev.selvedge.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    @TempDir
    Path folder;

    @Test
    void theChecksumIsTheOneOfTensorFlow() {
        // The check value of CRC-32C is e3069283; turned and moved by hand.
        int turned = (0xe3069283 >>> 15) | (0xe3069283 << 17);
        assertThat(TensorBoard.maskedChecksum("123456789".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(turned + 0xa282ead8);
    }

    @Test
    void anEventReadsByteByByte() throws IOException {
        var row = new Metrics.Row("training", 300, new TreeMap<>(Map.of("loss", 1.5)));
        Path file = TensorBoard.write(folder, List.of(row)).getFirst();
        assertThat(file).hasParent(folder.resolve("training"));
        List<byte[]> records = records(Files.readAllBytes(file));
        assertThat(new String(records.getFirst(), StandardCharsets.UTF_8)).endsWith("brain.Event:2");
        byte[] expected = {
            0x09,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0, // wall_time
            0x10,
            (byte) 0xac,
            0x02, // step 300
            0x2a,
            13, // summary
            0x0a,
            11, // value
            0x0a,
            4,
            'l',
            'o',
            's',
            's', // tag
            0x15,
            0,
            0,
            (byte) 0xc0,
            0x3f // simple_value 1.5
        };
        assertThat(records.get(1)).isEqualTo(expected);
    }

    @Test
    void everyStageHasAFileWithARecordForEachRow() throws IOException {
        List<Metrics.Row> rows = new ArrayList<>();
        for (int step = 1; step <= 1_000; step++) {
            rows.add(new Metrics.Row(step % 2 == 0 ? "a" : "b", step, new TreeMap<>(Map.of("x", step / 7.0))));
        }
        List<Path> files = TensorBoard.write(folder, rows);
        assertThat(files).hasSize(2);
        for (Path file : files) {
            assertThat(records(Files.readAllBytes(file))).hasSize(501);
        }
    }

    /** The data of each record, whose checksums hold. */
    private static List<byte[]> records(byte[] file) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(TensorBoard.maskedChecksum(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertThat(in.getInt()).isEqualTo(TensorBoard.maskedChecksum(data));
            records.add(data);
        }
        return records;
    }
}
