package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files to code and back, as a user does it. */
class ConvertTest {
    @TempDir
    private Path folder;

    private Path files = Path.of("");
    private Path code = Path.of("");
    private Path back = Path.of("");

    @BeforeEach
    void bundledFiles() throws Exception {
        files = Files.createDirectories(folder.resolve("files"));
        code = folder.resolve("code");
        back = folder.resolve("back");
        for (BundledWorkflow workflow : BundledWorkflow.all()) {
            Files.write(files.resolve(Path.of(workflow.file()).getFileName()), workflow.bytes());
        }
    }

    private static Said say(Object... arguments) {
        String[] words = new String[arguments.length];
        java.util.Arrays.setAll(words, i -> arguments[i].toString());
        return Said.by(words);
    }

    private static String last(Said said) {
        return said.text().lines().toList().getLast();
    }

    @Test
    void everyFileComesBackExactlyFromCodeAndSidecar() throws Exception {
        int count = BundledWorkflow.all().size();
        Said there = say("convert", files, "--to", "code", "--out", code);
        assertThat(there.exit()).as(there.text()).isZero();
        assertThat(last(there)).isEqualTo("converted " + count + " of " + count);
        Said again = say("convert", code, "--to", "shortcut", "--out", back);
        assertThat(again.exit()).as(again.text()).isZero();
        try (var listed = Files.list(files)) {
            for (Path file : listed.toList()) {
                Path returned = back.resolve(file.getFileName().toString().replaceFirst("\\.\\w+$", ".shortcut"));
                assertThat(WorkflowReader.read(returned).source())
                        .isEqualTo(WorkflowReader.read(file).source());
            }
        }
    }

    @Test
    void codeAloneGivesAFileThatDoesTheSame() throws Exception {
        say("convert", files.resolve("dice.shortcut"), "--out", code);
        Files.writeString(code.resolve("dice.sidecar.json"), "damaged");
        assertThat(say("convert", code.resolve("dice.py"), "--to", "shortcut", "--out", back)
                        .text())
                .contains("The sidecar is damaged");
        assertThat(say("convert", code.resolve("dice.py"), "--to", "shortcut", "--no-sidecar", "--out", back)
                        .exit())
                .isZero();
        Said equal = say("equal", files.resolve("dice.shortcut"), back.resolve("dice.shortcut"), "--json");
        JsonNode verdict = Json.parse(equal.text());
        assertThat(verdict.get("verdict").asString()).isEqualTo("equal");
        assertThat(equal.exit()).isZero();
        Path other;
        try (var listed = Files.list(files)) {
            other = listed.filter(file -> !file.endsWith("dice.shortcut"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Said different = say("equal", files.resolve("dice.shortcut"), other);
        assertThat(different.exit()).isEqualTo(1);
        assertThat(different.text()).startsWith("different: ");
    }

    @Test
    void theTreeIsPrintedWhereNoFolderIsNamed() {
        Said said = say("convert", files.resolve("dice.shortcut"), "--to", "json");
        assertThat(Json.parse(said.text()).has("body")).isTrue();
        assertThat(say("convert", files).text()).contains("--out");
        Said dry = say("convert", files, "--out", code, "--dry-run");
        assertThat(dry.exit()).isZero();
        assertThat(code).doesNotExist();
    }

    @Test
    void aWorkflowIsShownInEveryForm() throws Exception {
        Path dice = files.resolve("dice.shortcut");
        assertThat(say("show", "workflow", dice).text()).contains("random_number(");
        assertThat(say("show", dice).text())
                .isEqualTo(say("show", "workflow", dice, "--as", "code").text());
        assertThat(say("show", "workflow", dice, "--as", "tree").text()).startsWith("Workflow\n");
        assertThat(say("show", "workflow", dice, "--as", "diagram").text()).isNotBlank();
        Path drawing = folder.resolve("dice.svg");
        assertThat(say("show", "workflow", dice, "--as", "diagram", "--out", drawing)
                        .exit())
                .isZero();
        assertThat(drawing).content().startsWith("<svg");
        assertThat(Json.read(
                        say("show", "workflow", dice, "--as", "json").text(), dev.selvedge.workflow.Workflow.class))
                .isEqualTo(WorkflowReader.read(dice).workflow());
    }

    @Test
    void codeThatIsNoWorkflowIsRefusedWithItsPlace() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.py"), "x = 1\nshow_alret(x)\n");
        Said said = say("convert", bad, "--to", "shortcut", "--out", back);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text()).contains("bad.py: ").contains("2:1").contains("show_alert");
        assertThat(last(said)).isEqualTo("converted 0 of 1");
        assertThat(say("equal", bad, bad).exit()).isEqualTo(2);
        assertThat(say("convert", folder.resolve("none.shortcut")).exit()).isEqualTo(1);
    }
}
