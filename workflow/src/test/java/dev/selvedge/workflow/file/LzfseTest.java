package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.selvedge.workflow.file.LzfseEncoder.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The decoder against an encoder. */
class LzfseTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void decodesWhatIsEncodedInBlocksOfOneKind(Kind kind) {
        for (int seed = 0; seed < 60; seed++) {
            assertDecodes(seed, kind);
        }
    }

    @Test
    void decodesStreamsOfMixedBlocks() {
        for (int seed = 100; seed < 160; seed++) {
            assertDecodes(seed, Kind.values());
        }
    }

    private static void assertDecodes(int seed, Kind... kinds) {
        Random random = new Random(seed);
        byte[] data = bytes(random, seed % 3 == 0 ? random.nextInt(40) : random.nextInt(90_000));
        byte[] stream = LzfseEncoder.encode(data, random, kinds);
        assertThat(Lzfse.decode(ByteBuffer.wrap(stream), data.length))
                .as("seed %d, %s", seed, Arrays.toString(kinds))
                .isEqualTo(data);
    }

    /** Whatever changes or lacks, the answer is bytes of the length that was asked for or a sentence. */
    @Test
    void damagedStreamsEndInASentence() {
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] data = bytes(random, random.nextInt(2_000));
            byte[] stream = LzfseEncoder.encode(data, random, Kind.values());
            byte[] damaged =
                    Arrays.copyOf(stream, random.nextInt(4) == 0 ? random.nextInt(stream.length) : stream.length);
            for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Lzfse.decode(ByteBuffer.wrap(damaged), data.length)).hasSize(data.length);
            } catch (WorkflowFormatException e) {
                assertThat(e.getMessage()).startsWith("The signed file is damaged: its compressed data is wrong, ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    /** A few bytes that claim to be a terabyte, or give more than was asked for. */
    @Test
    void claimsAreBoundedByWhatIsAskedFor() {
        byte[] zeros = new byte[100_000];
        byte[] stream = LzfseEncoder.encode(zeros, new Random(1), Kind.LZVN);
        assertThat(stream.length).isLessThan(2_000);
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> Lzfse.decode(ByteBuffer.wrap(stream), 10))
                .withMessageContaining("a block claims");
        byte[] claim = "bvx-\u007f\u007f\u007f\u007f".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> Lzfse.decode(ByteBuffer.wrap(claim), 10))
                .withMessageContaining("a block claims 2139062143 bytes");
    }

    /** Text-like runs, repeats near and far, noise, and long runs of one byte. */
    private static byte[] bytes(Random random, int length) {
        byte[] data = new byte[length];
        int at = 0;
        while (at < length) {
            int run = Math.min(length - at, 1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 60));
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int i = 0; i < run; i++) {
                        data[at + i] = (byte) random.nextInt(256);
                    }
                }
                case 1 -> Arrays.fill(data, at, at + run, (byte) random.nextInt(256));
                case 2 -> {
                    for (int i = 0; i < run; i++) {
                        data[at + i] = (byte) ('a' + Math.abs(random.nextGaussian() * 5));
                    }
                }
                default -> {
                    int from = at == 0 ? 0 : random.nextInt(at);
                    System.arraycopy(data, from, data, at, Math.min(run, at - from));
                }
            }
            at += run;
        }
        return data;
    }
}
