package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is killed in each of its stages ends with the report of one that was not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoKillTest {
    private static final List<String> TINY = List.of(
            "data.attempts=900",
            "data.testTasks=12",
            "model.width=32",
            "model.layers=2",
            "model.heads=2",
            "model.keyValueHeads=2",
            "model.feedForwardWidth=64",
            "model.vocabulary=600",
            "training.steps=40",
            "training.batch.examples=8",
            "training.learningRate.warmupSteps=5",
            "training.keep.checkpointSteps=10",
            "evaluation.maxTokens=40",
            "evaluation.scenarios=2");

    @TempDir
    private Path folder;

    @Test
    void endsWithTheSameReportWhereverItIsKilled() throws Exception {
        Path straight = folder.resolve("straight");
        assertThat(demo(straight).waitFor()).isZero();
        List<String> stages;
        try (Stream<Path> places = Files.list(straight.resolve("stages"))) {
            stages =
                    places.map(place -> place.getFileName().toString()).sorted().toList();
        }
        assertThat(stages).hasSizeGreaterThan(10);

        Path killed = folder.resolve("killed");
        Set<String> struck = new HashSet<>();
        for (int start = 0; start < 3 * stages.size(); start++) {
            Process process = demo(killed);
            boolean ended = killInANewStage(process, killed, stages, struck);
            if (ended) {
                break;
            }
        }
        assertThat(demo(killed).waitFor()).isZero();
        assertThat(struck).hasSizeGreaterThanOrEqualTo(stages.size() - 2);
        for (String report : List.of("report.json", "report.md", "report.html")) {
            assertThat(killed.resolve(report)).hasSameTextualContentAs(straight.resolve(report));
        }
    }

    /** Whether the process ended by itself before it could be killed in a stage that was not struck yet. */
    private static boolean killInANewStage(Process process, Path run, List<String> stages, Set<String> struck)
            throws InterruptedException, IOException {
        while (process.isAlive()) {
            Optional<String> going = stages.stream()
                    .filter(stage -> Files.isDirectory(run.resolve("stages").resolve(stage)))
                    .filter(stage ->
                            !Files.exists(run.resolve("stages").resolve(stage).resolve("stage.json")))
                    .filter(stage -> !struck.contains(stage))
                    .findFirst();
            if (going.isPresent()) {
                struck.add(going.get());
                Thread.sleep(struck.size() % 3 * 40L);
                process.destroyForcibly().waitFor();
                return false;
            }
            Thread.sleep(1);
        }
        assertThat(process.exitValue()).isZero();
        return true;
    }

    private Process demo(Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--out",
                out.toString()));
        for (String setting : TINY) {
            command.add("--set");
            command.add(setting);
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
    }
}
