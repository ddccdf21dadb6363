package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.run.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of DARC that is killed in the middle of both of its practices ends with the weights of one that was not. */
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DarcKillTest {
    private static final List<String> TINY = List.of(
            "play.world.pages=3",
            "play.world.facts=2",
            "play.reader.model.width=32",
            "play.reader.model.layers=1",
            "play.reader.model.feedForwardWidth=32",
            "play.reader.primer=5",
            "play.reader.reading=100",
            "play.reader.steps=200",
            "play.reader.learningRate=0.01",
            "questioner.practice.rounds=6",
            "questioner.practice.rollouts=3",
            "questioner.documents=1",
            "questioner.votes=2",
            "questioner.samples=2",
            "questioner.leastWords=0",
            "curriculum.perLevel=2",
            "solver.practice.rounds=6",
            "solver.practice.rollouts=2",
            "solver.questions=3",
            "solver.samples=2",
            "play.exam.perLevel=4",
            "play.exam.samples=2");

    @TempDir
    private Path folder;

    @Test
    void endsWithTheSameWeights() throws Exception {
        Path straight = folder.resolve("straight");
        assertThat(start(straight).waitFor()).isZero();
        Path killed = folder.resolve("killed");
        for (String stage : List.of("questioner", "solver")) {
            Process process = start(killed);
            while (process.isAlive() && rounds(killed, stage) < 2) {
                Thread.sleep(2);
            }
            process.destroyForcibly().waitFor();
            assertThat(Files.exists(place(killed, stage).resolve("stage.json")))
                    .as("killed before the end of " + stage)
                    .isFalse();
        }
        assertThat(start(killed).waitFor()).isZero();
        assertThat(Files.readString(killed.resolve("log.txt"))).contains("questioner: goes on", "solver: goes on");
        for (String stage : List.of("questioner", "solver")) {
            assertThat(weights(killed, stage)).isEqualTo(weights(straight, stage));
            assertThat(weights(straight, stage)).isNotEqualTo(weights(straight, "reader"));
        }
        assertThat(killed.resolve("report.json")).hasSameTextualContentAs(straight.resolve("report.json"));
    }

    private Process start(Path out) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "darc", "--out", out.toString()));
        for (String setting : TINY) {
            arguments.addAll(List.of("--set", setting));
        }
        return KilledRuns.start(folder, arguments);
    }

    private static long rounds(Path run, String stage) {
        return Files.isRegularFile(run.resolve("metrics.jsonl"))
                ? Metrics.read(run).stream()
                        .filter(row -> row.stage().equals(stage))
                        .count()
                : 0;
    }

    private static ContentHash weights(Path run, String stage) throws IOException {
        return ContentHash.ofDirectory(place(run, stage).resolve("model"));
    }

    private static Path place(Path run, String stage) throws IOException {
        try (Stream<Path> stages = Files.list(run.resolve("stages"))) {
            return stages.filter(place -> place.getFileName().toString().matches("\\d+-" + stage + "-\\p{XDigit}+"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
