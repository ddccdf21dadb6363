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
import java.util.stream.Stream;

/**
 * Runs of one recipe in processes that are killed in stage after stage.
 *
 * @param folder for the runs
 * @param verb what the command line is told, without the run directory
 * @param settings that make the run small
 */
record KilledRuns(Path folder, List<String> verb, List<String> settings) {
    /** One run goes straight through, the other is killed in each stage once; both end with the same report. */
    void endTheSame(int leastStages) throws Exception {
        Path straight = folder.resolve("straight");
        assertThat(start(straight).waitFor()).isZero();
        List<String> stages;
        try (Stream<Path> places = Files.list(straight.resolve("stages"))) {
            stages =
                    places.map(place -> place.getFileName().toString()).sorted().toList();
        }
        assertThat(stages).hasSizeGreaterThan(leastStages);

        Path killed = folder.resolve("killed");
        Set<String> struck = new HashSet<>();
        for (int start = 0; start < 3 * stages.size(); start++) {
            Process process = start(killed);
            boolean ended = killInANewStage(process, killed, stages, struck);
            if (ended) {
                break;
            }
        }
        assertThat(start(killed).waitFor()).isZero();
        // some stages are over before a busy machine sees that they began
        assertThat(struck).hasSizeGreaterThanOrEqualTo(stages.size() / 2);
        for (String report : List.of("report.json", "report.md", "report.html")) {
            assertThat(killed.resolve(report)).hasSameTextualContentAs(straight.resolve(report));
        }
        for (String stage : stages) {
            assertThat(killed.resolve("stages").resolve(stage).resolve("records.jsonl"))
                    .hasSameTextualContentAs(
                            straight.resolve("stages").resolve(stage).resolve("records.jsonl"));
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

    private Process start(Path out) throws IOException {
        List<String> arguments = new ArrayList<>(verb);
        arguments.addAll(List.of("--out", out.toString()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return start(folder, arguments);
    }

    /** The command line as a process of its own, in a folder that gets its {@code output.txt}. */
    static Process start(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
    }
}
