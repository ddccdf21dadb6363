package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's mistake gets: a sentence, never a stack trace, and nothing is lost. */
class MistakesTest {
    @TempDir
    private Path folder;

    private static Said say(String... arguments) {
        return Said.by(arguments);
    }

    @Test
    void anUnknownVerbIsAnsweredWithTheNearest() {
        Said said = say("orchestrat", "x");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("orchestrate").doesNotContain("\tat ");
    }

    @Test
    void anUnknownSettingScaleOrRecipeIsAnsweredWithTheNearest() {
        Said setting = say("demo", "--dry-run", "--set", "training.step=5");
        assertThat(setting.exit()).isEqualTo(2);
        assertThat(setting.text()).contains("training.step").contains("steps").doesNotContain("\tat ");
        assertThat(say("demo", "--scale", "tiny", "--dry-run").text()).contains("tiny");
        assertThat(say("run", "dmo", "--dry-run").text()).contains("dmo").contains("demo");
        assertThat(say("demo", "--dry-run", "--set", "model.heads=5").text()).contains("model.width");
    }

    @Test
    void aDryRunSpellsTheRecipeAndDoesNothing() {
        Path out = folder.resolve("run");
        Said said = say("demo", "--dry-run", "--out", out.toString());
        assertThat(said.exit()).isZero();
        assertThat(said.text()).contains("\"learningRate\"").contains("\"training\"");
        assertThat(out).doesNotExist();
    }

    @Test
    void damagedFilesAreRefusedOneByOneAndTheOthersConverted() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        byte[] good;
        try (var in = dev.selvedge.recipes.BundledWorkflow.class.getResourceAsStream("workflows/dice.shortcut")) {
            good = java.util.Objects.requireNonNull(in).readAllBytes();
        }
        Files.write(files.resolve("good.shortcut"), good);
        Files.write(files.resolve("truncated.shortcut"), Arrays.copyOf(good, good.length / 2));
        Files.writeString(files.resolve("poem.txt"), "Not a property list.");
        Files.writeString(files.resolve("empty.plist"), "");
        Files.writeString(files.resolve("deep.plist"), deep(50_000));
        Files.writeString(files.resolve("signed.shortcut"), "AEA1 and then nothing");
        Said said =
                say("import", files.toString(), "--out", folder.resolve("code").toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text()).contains("converted 1 of 5").doesNotContain("\tat ");
        assertThat(said.text().lines().filter(line -> line.contains(": ")).collect(Collectors.toList()))
                .hasSize(4);
        assertThat(folder.resolve("code/good.py")).isNotEmptyFile();
    }

    private static String deep(int levels) {
        return "<?xml version=\"1.0\"?><plist>" + "<array>".repeat(levels) + "</array>".repeat(levels) + "</plist>";
    }

    @Test
    void aFolderOfAnotherKindIsNotOverwritten() throws Exception {
        Path out = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(out.resolve("thesis.txt"), "years of work");
        Said said = say("demo", "--out", out.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("thesis.txt").doesNotContain("\tat ");
        assertThat(out.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void aRunOfAnotherVersionIsRefused() throws Exception {
        Path out = Files.createDirectories(folder.resolve("old"));
        Files.writeString(out.resolve("recipe.json"), "{\"format\": 999}");
        Said said = say("demo", "--out", out.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("999").doesNotContain("\tat ");
    }

    @Test
    void aDeadEndpointIsASentenceAndTheRunCanGoOn() {
        Said said = say(
                "demo",
                "--out",
                folder.resolve("dead").toString(),
                "--endpoint",
                "http://127.0.0.1:9/v1",
                "--model",
                "none",
                "--set",
                "endpoint.attempts=1",
                "--set",
                "data.attempts=10");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("127.0.0.1:9").doesNotContain("\tat ");
        assertThat(folder.resolve("dead/state.json")).content().contains("failed");
    }

    @Test
    void thingsThatAreNotThereAreNamed() {
        assertThat(say("show", "no-such-thing").text()).contains("no-such-thing");
        assertThat(say("show", folder.toString()).text()).contains("neither a run directory");
        assertThat(say("orchestrate", "x", "--model", folder.toString()).text()).contains("model");
        assertThat(say("demo", "--workflows", folder.resolve("none").toString()).text())
                .contains("does not exist");
        assertThat(say("demo", "--workflows", folder.toString()).text()).contains("no file");
    }
}
