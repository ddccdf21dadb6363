package dev.selvedge.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Probe;
import dev.selvedge.model.Rope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgufTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Family.class)
    void aModelComesBackFromAFile(Family family) {
        Rope rope = switch (family) {
            case LLAMA -> new Rope.Llama3(500_000, 8, 1, 4, 64);
            case MINICPM -> new Rope.LongRope(10_000, twos(1), twos(2), 128, 1.25);
            case QWEN2 -> new Rope.Yarn(1e6, 4, 64, 32, 1, true, 0.1 * Math.log(4) + 1);
            case QWEN3 -> new Rope.Plain(1e6);
        };
        Path directory = folder.resolve("model");
        Path file = folder.resolve("model.gguf");
        try (Model model = Checkpoints.model(family, rope, family == Family.QWEN3)) {
            model.write(directory);
            assertThat(GgufExport.write(directory, file, GgufType.F32).warnings())
                    .hasSize(1);
            try (Model read = GgufImport.read(file)) {
                Probe probe = Probe.between(model.transformer(), read.transformer());
                assertThat(probe.greatestDifference()).isLessThan(1e-5);
                assertThat(read.transformer().config().rope()).isEqualTo(rope);
                assertThat(read.transformer().config().endTokens())
                        .isEqualTo(model.transformer().config().endTokens());
                assertThat(read.tokenizer().json()).isEqualTo(model.tokenizer().json());
            }
        }
        GgufImport.write(file, folder.resolve("again"));
        assertThat(folder.resolve("again/config.json")).exists();
    }

    private static List<Double> twos(double first) {
        return Collections.nCopies(16, 2 * first);
    }

    @Test
    void aTemplateOfAFileBecomesTheChatFormat() throws IOException {
        Path directory = folder.resolve("model");
        Path file = folder.resolve("model.gguf");
        try (Model model = Checkpoints.model(Family.QWEN3, new Rope.Plain(1e6), true)) {
            model.write(directory);
        }
        String template = "{% for m in messages %}{{ m.content }}<|end|>{% endfor %}";
        Files.writeString(directory.resolve("chat_template.jinja"), template);
        GgufExport.write(directory, file, GgufType.F16);
        GgufImport.write(file, folder.resolve("again"));
        assertThat(Files.readString(folder.resolve("again/tokenizer_config.json")))
                .contains(template);
    }

    @Test
    void lesserTypesLoseLittleAndSayHowMuch() throws IOException {
        Path directory = folder.resolve("model");
        try (Model model = Checkpoints.model(Family.LLAMA, new Rope.Plain(10_000), true)) {
            model.write(directory);
        }
        Path file = folder.resolve("model.gguf");
        long before = Long.MAX_VALUE;
        double difference = -1;
        for (GgufType type : List.of(GgufType.F32, GgufType.F16, GgufType.Q8_0)) {
            Probe probe = GgufExport.write(directory, file, type).probe();
            assertThat(probe.greatestDifference()).isGreaterThan(difference).isLessThan(0.25);
            assertThat(Files.size(file)).isLessThan(before);
            before = Files.size(file);
            difference = probe.greatestDifference();
        }
        assertThat(Files.readString(folder.resolve("model.gguf.probe.json"))).contains("greatestDifference");
        assertThat(folder.resolve("model.gguf.part")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void valuesComeBackWithinTheErrorOfTheirType(GgufType type) {
        var random = new Random(1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, 32 * 50);
            MemorySegment back = arena.allocate(ValueLayout.JAVA_FLOAT, 32 * 50);
            for (int i = 0; i < 32 * 50; i++) {
                values.setAtIndex(
                        ValueLayout.JAVA_FLOAT, i, (float) (random.nextGaussian() * Math.pow(10, i / 32 % 5)));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes(32 * 50)).order(ByteOrder.LITTLE_ENDIAN);
            type.encode(values, bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            type.decode(MemorySegment.ofArray(bytes.array()), back);
            for (int block = 0; block < 50; block++) {
                double greatest = 0;
                for (int i = 0; i < 32; i++) {
                    greatest = Math.max(greatest, Math.abs(at(values, block * 32 + i)));
                }
                for (int i = 0; i < 32; i++) {
                    double value = at(values, block * 32 + i);
                    double error = Math.abs(value - at(back, block * 32 + i));
                    double bound = switch (type) {
                        case F32 -> 0;
                        case F16 -> Math.abs(value) / 2048 + 1e-7;
                        case BF16 -> Math.abs(value) / 256;
                        // Half a step, and the rounding of the step itself.
                        case Q8_0 -> greatest / 127 * 0.5 + greatest / 2048;
                    };
                    assertThat(error).isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    private static float at(MemorySegment values, int index) {
        return values.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Test
    void blocksAreThoseOfTheReference() {
        float[] values = new float[32];
        values[0] = -254;
        values[1] = 1;
        values[2] = 3;
        values[3] = -1;
        ByteBuffer bytes = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
        try (Arena arena = Arena.ofConfined()) {
            GgufType.Q8_0.encode(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values), bytes);
        }
        assertThat(Float.float16ToFloat(bytes.getShort(0))).isEqualTo(2);
        // The scale is 2, so 1, 3 and -1 lie halfway between two steps and go away from zero.
        assertThat(new byte[] {bytes.get(2), bytes.get(3), bytes.get(4), bytes.get(5), bytes.get(6)})
                .containsExactly(-127, 1, 2, -1, 0);
    }

    @Test
    void whatTheFormatCannotSayIsRefused() {
        Path directory = folder.resolve("model");
        try (Model model = Checkpoints.model(Family.QWEN2, new Rope.Dynamic(10_000, 2, 64), true)) {
            model.write(directory);
        }
        assertThatThrownBy(() -> GgufExport.write(directory, folder.resolve("x.gguf"), GgufType.F16))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("dynamic");
        assertThat(folder.resolve("x.gguf")).doesNotExist();
    }

    /** Whatever is wrong with a file is said in a sentence, and no length in it is believed. */
    @Test
    void damagedFilesAreRefused() throws IOException {
        Path directory = folder.resolve("model");
        Path file = folder.resolve("model.gguf");
        try (Model model = Checkpoints.model(Family.QWEN2, new Rope.Plain(1e6), true)) {
            model.write(directory);
        }
        GgufExport.write(directory, file, GgufType.Q8_0);
        byte[] sound = Files.readAllBytes(file);
        int header = 40_000;
        var random = new Random(2);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = sound.clone();
            int at = random.nextInt(i < 100 ? 200 : header);
            bytes[at] = (byte) (i % 3 == 0 ? 0xff : bytes[at] ^ 1 << random.nextInt(8));
            if (i % 7 == 0) {
                bytes = Arrays.copyOf(bytes, at);
            }
            Files.write(file, bytes);
            try (GgufFile opened = GgufFile.open(file)) {
                assertThat(opened.names()).isNotNull();
            } catch (UserException e) {
                assertThat(e.getMessage()).contains("model.gguf");
            }
        }
        for (byte[] cut : List.of(new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(sound, sound.length - 9))) {
            Files.write(file, cut);
            assertThatThrownBy(() -> GgufImport.read(file)).isInstanceOf(UserException.class);
        }
    }
}
