package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.recipes.BundledWorkflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verb {@code collect}, over bundled workflows in an archive with their list beside them. */
class CollectTest {
    private static final List<BundledWorkflow> BUNDLED = BundledWorkflow.all().subList(0, 12);

    @TempDir
    private Path folder;

    @BeforeEach
    void pack() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(in.resolve("shared.zip")))) {
            for (BundledWorkflow workflow : BUNDLED) {
                zip.putNextEntry(new ZipEntry("files/" + workflow.file()));
                zip.write(workflow.bytes());
            }
            zip.putNextEntry(new ZipEntry("list.json"));
            zip.write(Json.write(BUNDLED).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.write(in.resolve("again.shortcut"), BUNDLED.getFirst().bytes());
        Files.writeString(in.resolve("notes.txt"), "nothing");
    }

    private Said collect(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "collect";
        arguments[1] = folder.resolve("in").toString();
        arguments[2] = "--out";
        arguments[3] = folder.resolve("out").toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Said.by(arguments);
    }

    @Test
    void whatGoesInComesOutOrIsRejectedWithItsReason() throws IOException {
        Said said = collect("--json");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode result = Json.parse(said.out());
        assertThat(result.path("in").intValue()).isEqualTo(14);
        assertThat(result.path("kept").intValue()).isEqualTo(12);
        assertThat(result.path("rejected").toString()).isEqualTo("{\"duplicate\":1,\"not-a-workflow\":1}");
        assertThat(result.path("statistics").path("uncategorised").intValue()).isEqualTo(1);
        Path records = Path.of(result.path("records").stringValue());
        List<String> lines = Files.readAllLines(records);
        assertThat(lines).hasSize(12);
        assertThat(lines.getFirst()).as("the first in order of names is kept").contains("\"again.shortcut\"");
        assertThat(Json.parse(lines.get(1)).path("listing").path("title").stringValue())
                .isEqualTo(BUNDLED.get(1).title());
        assertThat(folder.resolve("out/report.html"))
                .content()
                .contains("Workflows by category")
                .contains("<svg");

        long written = Files.getLastModifiedTime(records).toMillis();
        assertThat(collect().out()).contains("in 14, kept 12, rejected: 1 duplicate, 1 not a workflow");
        assertThat(Files.getLastModifiedTime(records).toMillis())
                .as("made once")
                .isEqualTo(written);
        assertThat(Said.by("show", folder.resolve("out").toString()).out()).contains("Measures");
    }

    @Test
    void filtersChangeOnlyWhatFollowsThem() {
        String category = BUNDLED.getLast().category();
        long wanted = BUNDLED.stream()
                .filter(each -> each.category().equals(category))
                .count();
        assertThat(collect().exit()).isZero();
        Said said = collect("--category", category.toLowerCase(java.util.Locale.ROOT), "--json");
        JsonNode result = Json.parse(said.out());
        assertThat(result.path("kept").longValue()).isBetween(wanted - 1, wanted);
        assertThat(result.path("rejected").path("category-unknown").intValue()).isEqualTo(1);
        assertThat(said.err()).doesNotContain("collect: ");
        Said wrong = collect("--category", "Utilitees");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("did you mean 'Utilities'?");
        assertThat(collect("--min-actions", "9", "--max-actions", "3").err()).contains("at least 9 and at most 3");
    }

    @Test
    void withoutARunNothingIsWritten() {
        Said dry = collect("--dry-run");
        assertThat(Json.parse(dry.out()).path("stages").size()).isEqualTo(4);
        Said statistics = collect("--statistics-only", "--json");
        assertThat(Json.parse(statistics.out()).path("workflows").intValue()).isEqualTo(13);
        assertThat(statistics.err()).contains("1 files or entries were no workflows");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(Said.by("collect", folder.resolve("none").toString()).err()).contains("does not exist");
    }
}
