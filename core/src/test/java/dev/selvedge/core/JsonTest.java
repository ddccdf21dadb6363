package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

class JsonTest {
    private static final int VALUES = 400;

    record Kind(Class<?> type, Function<Generator, Object> make) {
        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(Message.class, Generator::message),
                new Kind(Tokens.class, Generator::tokens),
                new Kind(Sampling.class, Generator::sampling),
                new Kind(Tool.class, Generator::tool),
                new Kind(Prompt.class, Generator::prompt),
                new Kind(Reply.class, Generator::reply),
                new Kind(Score.class, Generator::score),
                new Kind(Task.class, Generator::task),
                new Kind(View.class, Generator::view),
                new Kind(Trajectory.class, Generator::trajectory),
                new Kind(Verdict.class, Generator::verdict));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyCoreTypeComesBackFromItsUtf8Bytes(Kind kind) {
        for (long seed = 0; seed < VALUES; seed++) {
            Object value = kind.make().apply(new Generator(seed));
            byte[] bytes = Json.write(value).getBytes(StandardCharsets.UTF_8);
            Object back = Json.read(new String(bytes, StandardCharsets.UTF_8), kind.type());
            assertThat(back).as("seed %d", seed).isEqualTo(value);
            assertThat(Json.write(value))
                    .as("seed %d", seed)
                    .doesNotContain("\n")
                    .doesNotContain("\r");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyComponentIsRequiredUnlessItIsNullable(Kind kind) {
        Object value = kind.make().apply(new Generator(3));
        ObjectNode whole = (ObjectNode) Json.tree(value);
        for (String name : List.copyOf(whole.propertyNames())) {
            boolean nullable =
                    List.of("reasoning", "toolCallId", "tokens", "parent").contains(name);
            String without = Json.write(whole.without(name));
            String withNull = Json.write(((ObjectNode) Json.tree(value)).putNull(name));
            whole = (ObjectNode) Json.tree(value);
            if (nullable) {
                assertThat(Json.read(without, kind.type())).isEqualTo(Json.read(withNull, kind.type()));
            } else {
                assertThatThrownBy(() -> Json.read(without, kind.type()))
                        .as(name)
                        .isInstanceOf(JacksonException.class);
                if (name.equals("parameters")) {
                    continue;
                }
                assertThatThrownBy(() -> Json.read(withNull, kind.type()))
                        .as(name)
                        .isInstanceOf(JacksonException.class);
            }
        }
    }

    @Test
    void whatIsNotWrittenByDefaultMayBeMissingButIsNeverNull() {
        Sampling whole = Sampling.at(0.5, 9).withSeed(7);
        String before = "{\"temperature\":0.5,\"topP\":1.0,\"maxTokens\":9,\"seed\":7,\"stop\":[]}";
        assertThat(Json.write(whole)).isEqualTo(before);
        assertThat(Json.read(before, Sampling.class)).isEqualTo(whole);
        assertThat(Json.read(Json.write(whole.withTopK(40)), Sampling.class)).isEqualTo(whole.withTopK(40));
        assertThatThrownBy(() -> Json.read(before.replace("{", "{\"topK\":null,"), Sampling.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void halfASurrogatePairInANameIsRefusedWhenItIsWritten() {
        assertThatThrownBy(() -> Json.write(Map.of("\ud83d", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Json.write(Map.of("😀", "\ude00"))).isEqualTo("{\"😀\":\"\\ude00\"}");
    }

    @Test
    void unknownAndDoubledFieldsAreErrors() {
        assertThatThrownBy(() -> Json.read("{\"kind\":\"value\",\"value\":1,\"x\":2}", Score.class))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.read("{\"kind\":\"value\",\"value\":1,\"value\":2}", Score.class))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.parse("{} {}")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.read("{\"kind\":\"value\",\"value\":1e999}", Score.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void canonicalTextDoesNotDependOnTheOrderOfKeys() {
        assertThat(Json.canonical(Json.parse("{\"b\":[{\"z\":1,\"a\":null}],\"a\":1.50}")))
                .isEqualTo("{\"a\":1.5,\"b\":[{\"a\":null,\"z\":1}]}");
        for (long seed = 0; seed < VALUES; seed++) {
            Task task = new Generator(seed).task();
            assertThat(ContentHash.ofJson(task)).isEqualTo(ContentHash.ofJson(Json.parse(Json.pretty(task))));
        }
    }

    @Test
    void linesAreReadWithTheirPlaceInErrors(@TempDir Path temp) throws Exception {
        Path file = temp.resolve("scores.jsonl");
        Files.writeString(file, Json.write(Score.of(1)) + "\n{\"kind\":\"value\"}\n");
        assertThatThrownBy(() -> JsonLines.read(file, Score.class))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("scores.jsonl:2: not a Score record")
                .hasMessageContaining("value");
        assertThatThrownBy(() -> JsonLines.read(temp.resolve("none"), Score.class))
                .hasMessageContaining("not exist");
    }
}
