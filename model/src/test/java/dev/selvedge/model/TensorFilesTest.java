package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class TensorFilesTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @TempDir
    Path outside;

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(outside.resolve("model"));
    }

    /** Five tensors of 3 x i values, in files of at most so many bytes. */
    private void write(Precision precision, long maxFileBytes) {
        var planned = new ArrayList<TensorSink.Planned>();
        for (int i = 0; i < NAMES.size(); i++) {
            planned.add(new TensorSink.Planned(NAMES.get(i), List.of(3L, (long) i), precision));
        }
        var order = new ArrayList<>(planned);
        Collections.shuffle(order, new Random(2));
        try (var sink = new TensorSink(folder, planned, maxFileBytes);
                Arena arena = Arena.ofConfined()) {
            for (TensorSink.Planned tensor : order) {
                sink.put(tensor.name(), values(arena, NAMES.indexOf(tensor.name())));
            }
            sink.finish();
        }
    }

    private static MemorySegment values(Arena arena, int tensor) {
        float[] values = new float[3 * tensor];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor + i / 8f;
        }
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromOneFileAndFromSeveral(Precision precision) throws Exception {
        write(precision, 1_000);
        assertThat(folder.resolve("model.safetensors")).exists();
        requireEqual(precision);
        Files.delete(folder.resolve("model.safetensors"));
        write(precision, 30);
        assertThat(folder.resolve("model.safetensors.index.json")).exists();
        try (var list = Files.list(folder)) {
            assertThat(list.count()).isGreaterThan(2);
        }
        requireEqual(precision);
    }

    private void requireEqual(Precision precision) {
        try (var files = TensorFiles.open(folder);
                Arena arena = Arena.ofConfined()) {
            assertThat(files.names()).containsExactlyInAnyOrderElementsOf(NAMES);
            for (int i = 0; i < NAMES.size(); i++) {
                MemorySegment expected = values(arena, i);
                MemorySegment floats = arena.allocate(expected.byteSize(), 4);
                files.copy(NAMES.get(i), floats);
                assertThat(floats.mismatch(expected)).isEqualTo(-1);
                assertThat(files.precision(NAMES.get(i))).isEqualTo(precision);
                assertThat(files.entry(NAMES.get(i)).shape()).containsExactly(3L, (long) i);
            }
        }
    }

    @Test
    void refusesAnIndexThatDoesNotFit() throws Exception {
        write(Precision.F32, 30);
        Path index = folder.resolve("model.safetensors.index.json");
        Path other = Files.copy(folder.resolve("model-00001-of-00004.safetensors"), outside.resolve("x.safetensors"));
        refuses(index, "same directory", json -> map(json).put("a", "../x.safetensors"));
        refuses(
                index,
                "same directory",
                json -> map(json).put("a", other.toAbsolutePath().toString()));
        refuses(index, "same directory", json -> map(json).put("a", 5));
        refuses(index, "missing", json -> map(json).put("a", "model-00009-of-00004.safetensors"));
        refuses(index, "a lies in", json -> map(json).set("a", map(json).get("e")));
        refuses(index, "in none of the files", json -> map(json).put("z", "model-00001-of-00004.safetensors"));
        refuses(index, "does not name b", json -> map(json).remove("b"));
        refuses(index, "total_size", json -> ((ObjectNode) json.get("metadata")).put("total_size", 1));
        refuses(index, "weight_map", json -> json.remove("weight_map"));
        Files.writeString(index, "{");
        assertThatThrownBy(() -> TensorFiles.open(folder)).isInstanceOf(UserException.class);
    }

    private static ObjectNode map(ObjectNode json) {
        return (ObjectNode) json.get("weight_map");
    }

    private void refuses(Path index, String why, Consumer<ObjectNode> damage) throws Exception {
        String sound = Files.readString(index);
        var json = (ObjectNode) Json.parse(sound);
        damage.accept(json);
        Files.writeString(index, Json.write(json));
        assertThatThrownBy(() -> TensorFiles.open(folder))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(why);
        Files.writeString(index, sound);
        TensorFiles.open(folder).close();
    }

    @Test
    void refusesATensorThatIsThereTwice() throws Exception {
        write(Precision.F32, 30);
        Files.copy(folder.resolve("model-00002-of-00004.safetensors"), folder.resolve("other.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        var json = (ObjectNode) Json.parse(Files.readString(index));
        map(json).put("more", "other.safetensors");
        Files.writeString(index, Json.write(json));
        assertThatThrownBy(() -> TensorFiles.open(folder))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is both in");
    }

    @Test
    void saysWhatIsThereInstead() throws Exception {
        Files.writeString(folder.resolve("pytorch_model.bin"), "x");
        assertThatThrownBy(() -> TensorFiles.open(folder))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("pytorch_model.bin");
    }

    @Test
    void everyPlannedTensorMustCome() {
        var planned = List.of(new TensorSink.Planned("a", List.of(1L), Precision.F32));
        try (var sink = new TensorSink(folder, planned, 10)) {
            assertThatThrownBy(sink::finish).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sink.put("b", MemorySegment.NULL)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFullDiskIsASentence() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "no /dev/full on this system");
        try (Arena arena = Arena.ofConfined()) {
            var source = new SafeTensors.Source("a", List.of(1L), arena.allocate(4, 4));
            assertThatThrownBy(() -> SafeTensors.write(full, List.of(source)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("no space is left");
        }
    }
}
