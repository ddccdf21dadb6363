package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verb {@code documents}, over a folder of a few. */
class DocumentsTest {
    @TempDir
    private Path folder;

    private Path in;

    @BeforeEach
    void write() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(in.resolve("manual-" + i + ".md"), manual(i));
        }
        Files.writeString(in.resolve("manual-copy.md"), manual(3));
        Files.writeString(in.resolve("manual-nearly.md"), manual(4) + "\nNothing more.\n");
        Files.writeString(in.resolve("short.txt"), "Too short.");
        Files.writeString(in.resolve("thin.txt"), "Only the same line again.\n\n".repeat(30));
        Files.writeString(in.resolve("table.csv"), "a,b\n");
    }

    private static String manual(int number) {
        StringBuilder text = new StringBuilder("# Manual " + number + "\n");
        for (int i = 0; i < 12; i++) {
            text.append("\nPart ")
                    .append(number * 100 + i)
                    .append(" of machine ")
                    .append((char) ('a' + number))
                    .append(i)
                    .append(" takes ")
                    .append(number * 7 + i * i)
                    .append(" minutes.\n");
        }
        return text.toString();
    }

    private Said documents(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "documents", in.toString(), "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(options));
        return Said.by(arguments.toArray(String[]::new));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(file));
    }

    @Test
    void filesBecomeACorpusOrAreRejectedWithTheirReason() throws IOException {
        Said said = documents("--json", "--held-out", "0.5");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode result = Json.parse(said.out());
        assertThat(result.path("files").intValue()).isEqualTo(11);
        assertThat(result.path("kept").intValue()).isEqualTo(6);
        assertThat(result.path("rejected").toString())
                .isEqualTo("{\"duplicate\":1,\"near-duplicate\":1,\"not-all-levels\":1,\"too-short\":1,"
                        + "\"unsupported-format\":1}");
        assertThat(result.path("auditor").stringValue()).isEqualTo("counting rule");
        assertThat(result.path("records").stringValue()).endsWith("documents.jsonl");
        List<String> documents = lines("documents.jsonl");
        assertThat(documents).hasSize(6);
        JsonNode first = Json.parse(documents.getFirst());
        assertThat(first.path("document").path("source").stringValue()).isEqualTo("manual-0.md");
        assertThat(first.path("document").path("title").stringValue()).isEqualTo("Manual 0");
        long heldOut = documents.stream()
                .filter(line -> Json.parse(line).path("part").stringValue().equals("held_out"))
                .count();
        assertThat(result.path("heldOut").longValue()).isEqualTo(heldOut);
        assertThat(lines("rejected.jsonl"))
                .hasSize(5)
                .anyMatch(line -> line.contains("\"place\":\"table.csv\",\"reason\":\"unsupported-format\""));
        assertThat(folder.resolve("out/report.html"))
                .content()
                .contains("Documents by format")
                .contains("Nobody read the documents");

        assertThat(documents("--held-out", "0.5").out())
                .contains("looked at 11 files, read 10 documents, kept 6")
                .contains("1 near duplicate");
    }

    @Test
    void aPolicyAudits() throws IOException {
        Path script = folder.resolve("judge.jsonl");
        String accept = """
                {"analysis": "", "supports_easy": true, "supports_medium": true, "supports_hard": true, "final_decision": "accept", "reason_for_decision": "", "missing_requirements": []}""";
        Files.writeString(
                script,
                Json.write(Json.object()
                                .put("reply", accept.replace("accept", "reject"))
                                .set("contains", Json.array().add("Manual 2")))
                        + "\n" + Json.write(Json.object().put("reply", accept)) + "\n");
        Said said = documents("--json", "--audit", "scripted:" + script);
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode result = Json.parse(said.out());
        assertThat(result.path("rejected").path("declined").intValue()).isEqualTo(1);
        assertThat(result.path("auditor").stringValue()).isEqualTo("judge.jsonl");
        assertThat(lines("documents.jsonl")).hasSize(6).noneMatch(line -> line.contains("Manual 2"));
    }

    @Test
    void mistakesAreToldInASentence() {
        Said dry = documents("--dry-run");
        assertThat(Json.parse(dry.out()).path("stages").size()).isEqualTo(6);
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(documents("--longest", "10").err()).contains("parts have 400 characters or more, not 10");
        assertThat(documents("--held-out", "2").err()).contains("between 0 and 1");
        assertThat(documents("--threshold", "7").err()).contains("--threshold lies above 0");
        assertThat(documents("--audit", "nobody").err()).contains("endpoint:URL#MODEL");
        assertThat(Said.by("documents").err()).contains("Name folders, archives or files");
        Said actions = Said.by("documents", "--actions", "--dry-run");
        assertThat(actions.exit()).as(actions.text()).isZero();
    }
}
