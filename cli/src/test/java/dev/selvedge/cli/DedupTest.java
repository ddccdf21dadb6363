package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verb {@code dedup}, as a user says it. */
class DedupTest {
    private static final String TEA = "Boil fresh water, pour it over two spoons of leaves, wait three minutes, then"
            + " pour the tea through a sieve into a warm cup and drink it slowly by the window.";

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("in.jsonl"), List.of(lines));
    }

    private static String line(String text) {
        return Json.write(Json.object().put("text", text));
    }

    private Said dedup(Path in, String... more) {
        List<String> arguments = new ArrayList<>(List.of("dedup", in.toString()));
        if (!List.of(more).contains("--out")) {
            arguments.addAll(List.of("--out", folder.resolve("out.jsonl").toString()));
        }
        arguments.addAll(List.of(more));
        return Said.by(arguments.toArray(String[]::new));
    }

    @Test
    void keepsTheFirstOfThoseThatAreAlikeAndSaysWhatBecameOfTheRest() throws IOException {
        Path in = file(line(TEA), line("Something else."), line(TEA + " Enjoy."), "{\"text\": 5}", "no json");

        Said said = dedup(in);

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("kept 2 of 5 lines: " + folder.resolve("out.jsonl"))
                .contains("1 near-duplicate", "out.rejected.jsonl");
        assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).containsExactly(line(TEA), line("Something else."));
        List<JsonNode> rejected;
        try (Stream<String> lines = Files.lines(folder.resolve("out.rejected.jsonl"))) {
            rejected = lines.map(Json::parse).toList();
        }
        assertThat(rejected)
                .extracting(row -> row.path("place").asString())
                .containsExactly("in.jsonl:3", "in.jsonl:4", "in.jsonl:5");
        assertThat(rejected.getFirst().path("detail").asString()).contains("in.jsonl:1");
    }

    @Test
    void aSecondTimeGivesTheSameFilesAndJsonTellsTheCounts() throws IOException {
        Path in = file(line(TEA), line(TEA), line("Other words."));
        Path out = folder.resolve("kept.jsonl");
        Path rejected = folder.resolve("gone.jsonl");
        String[] flags = {"--out", out.toString(), "--rejected", rejected.toString(), "--as", "queries", "--json"};

        JsonNode first = Json.parse(dedup(in, flags).out());
        String kept = Files.readString(out);
        String gone = Files.readString(rejected);
        JsonNode second = Json.parse(dedup(in, flags).out());

        assertThat(first).isEqualTo(second);
        assertThat(first.path("in").intValue()).isEqualTo(3);
        assertThat(first.path("kept").intValue()).isEqualTo(2);
        assertThat(first.at("/rejected/near-duplicate").intValue()).isEqualTo(1);
        assertThat(out).hasContent(kept);
        assertThat(rejected).hasContent(gone);
    }

    @Test
    void thresholdAndFieldAreTheUsers() throws IOException {
        String other = TEA.replace("three minutes", "five minutes").replace("two spoons", "four spoons");
        Path in = file(
                Json.write(Json.object().put("q", TEA)),
                Json.write(Json.object().put("q", other)));

        assertThat(dedup(in, "--field", "q", "--threshold", "1").out()).contains("kept 2 of 2");
        assertThat(dedup(in, "--field", "/q", "--threshold", "0.3").out()).contains("kept 1 of 2");
    }

    @Test
    void mistakesAreToldInASentenceAndNothingIsWritten() throws IOException {
        Path in = file(line(TEA));
        String out = folder.resolve("out.jsonl").toString();

        assertThat(dedup(folder.resolve("none.jsonl")).err()).contains("There is no file " + folder.resolve("none"));
        assertThat(dedup(folder).err()).contains("There is no file " + folder);
        assertThat(dedup(in, "--threshold", "2").err()).contains("--threshold lies above 0 and is at most 1, not 2.0");
        assertThat(dedup(in, "--as", "poems").err()).contains("--as", "poems", "documents, queries");
        assertThat(dedup(in, "--sieve", "3").err()).contains("--sieve");
        assertThat(dedup(in, "--out", in.toString()).err()).contains("would be written over " + in);
        assertThat(dedup(in, "--out", folder.resolve("no/such/out.jsonl").toString())
                        .err())
                .contains("no/such/out.jsonl")
                .doesNotContain("mistake in Selvedge");
        assertThat(Said.by("dedup", in.toString()).err()).contains("--out");
        for (Said said : List.of(dedup(folder), dedup(in, "--as", "poems"))) {
            assertThat(said.exit()).isEqualTo(Main.FAILED);
            assertThat(said.out()).isEmpty();
        }
        assertThat(Path.of(out)).doesNotExist();
        assertThat(in).hasContent(line(TEA));
    }
}
