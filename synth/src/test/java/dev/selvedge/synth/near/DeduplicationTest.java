package dev.selvedge.synth.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.selvedge.core.JsonLines;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Rejection;
import dev.selvedge.core.run.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicationTest {
    private static final String LONG = "the quick brown fox jumps over the lazy dog and runs into the dark green wood"
            + " where nobody has ever been before him and nobody will ever be";

    @TempDir
    private Path folder;

    private final Progress progress = Screen.silent().start("near", -1);

    @Test
    void linesAddUpAndRejectsNameTheKeptOne() throws IOException {
        Path in = folder.resolve("in.jsonl");
        Files.writeString(in, """
                {"id": 1,  "text": "%s"}

                not json
                {"id":2,"text":"%s"}
                {"id":3,"body":"a"}
                {"id":4,"text":"something else"}
                {"id":5,"text":7}
                """.formatted(LONG, LONG.replace("quick", "Quick,")));
        Path out = folder.resolve("out.jsonl");
        Path rejects = folder.resolve("rejects.jsonl");
        Deduplication.Summary summary =
                new Deduplication(new TextField("text"), Resemblance.DOCUMENTS).run(in, out, rejects, progress);
        assertThat(summary)
                .isEqualTo(new Deduplication.Summary(
                        6, 2, new TreeMap<>(Map.of("bad-line", 1L, "near-duplicate", 1L, "no-text", 2L))));
        assertThat(Files.readAllLines(out))
                .containsExactly("{\"id\": 1,  \"text\": \"" + LONG + "\"}", "{\"id\":4,\"text\":\"something else\"}");
        assertThat(JsonLines.read(rejects, Rejection.class))
                .extracting(Rejection::item, Rejection::place, Rejection::reason)
                .containsExactly(
                        tuple(1L, "in.jsonl:3", "bad-line"),
                        tuple(2L, "in.jsonl:4", "near-duplicate"),
                        tuple(3L, "in.jsonl:5", "no-text"),
                        tuple(5L, "in.jsonl:7", "no-text"));
        assertThat(JsonLines.read(rejects, Rejection.class).get(1).detail())
                .isEqualTo("It repeats in.jsonl:1, which is kept (Jaccard 1.000).");
    }

    @Test
    void aPointerNamesATextInside() throws IOException {
        Path in = folder.resolve("in.jsonl");
        String line = "{\"messages\":[{\"content\":\"" + LONG + "\"}]}\n";
        Files.writeString(in, line + line);
        assertThat(new Deduplication(new TextField("/messages/0/content"), Resemblance.DOCUMENTS)
                        .run(in, folder.resolve("out"), folder.resolve("rejects"), progress)
                        .kept())
                .isEqualTo(1);
    }

    @Test
    void neverWritesOverItsInput() throws IOException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}\n");
        assertThatThrownBy(() -> new Deduplication(new TextField("text"), Resemblance.DOCUMENTS)
                        .run(in, folder.resolve("./in.jsonl"), folder.resolve("rejects"), progress))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("written over");
    }
}
