package dev.selvedge.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.FaultyEndpoint;
import dev.selvedge.core.remote.FaultyEndpoint.Mood;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The data construction with a teacher and an annotator behind one endpoint that fails in every way it can. */
@Timeout(600)
class ConstructionTest {
    @TempDir
    private Path folder;

    /** All stages up to the data set; no model is trained. */
    static Recipe recipe(String url) {
        WorkflowBenchSettings settings = WorkflowBenchTest.mini(
                "endpoint.url=" + url,
                "endpoint.model=teacher",
                "annotator.policy=endpoint:" + url + "#annotator",
                "data.attempts=24",
                "data.slicesPerFile=1",
                "queries.count=10",
                "queries.sampling.smoothing=0.01",
                "queries.sampling.fewestActions=1",
                "queries.sampling.mostActions=2");
        WorkflowBench bench =
                WorkflowBench.of(settings, Sources.of(BundledWorkflow.files().subList(0, 10)));
        List<Stage> stages = bench.recipe().stages().stream()
                .takeWhile(stage -> !stage.name().startsWith("rows-"))
                .filter(stage -> !stage.name().startsWith("training-"))
                .toList();
        return Recipe.of(WorkflowBench.NAME, settings, stages);
    }

    /** A directory and a URL. */
    public static void main(String[] arguments) throws InterruptedException {
        execute(Path.of(arguments[0]), arguments[1]);
    }

    private static void execute(Path directory, String url) throws InterruptedException {
        try (Run run = Run.open(directory, recipe(url), Screen.silent())) {
            run.execute();
        }
    }

    private static FaultyEndpoint endpoint(double failures, double useless) throws IOException {
        FaultyEndpoint.Moods mixture = FaultyEndpoint.mixture(11, failures, useless);
        return new FaultyEndpoint(
                (body, occurrence, request) -> switch (mixture.of(body, occurrence, request)) {
                    case STALL, BUSY, SERVER_ERROR, UNAVAILABLE -> Mood.BUSY_FOR_A_MOMENT; // waits are tested elsewhere
                    case Mood mood -> mood;
                },
                FaultyEndpoint.of(new ScriptedTeacher()));
    }

    @Test
    void aFaultyTeacherLosesNothingDoublesNothingAndIsPaidOnceThoughTheRunIsKilled() throws Exception {
        String url;
        try (FaultyEndpoint faulty = endpoint(0.1, 0.15)) {
            url = faulty.url();
            kill(folder, faulty, 120);
            execute(folder, url);
            assertThat(faulty.paid.values()).allMatch(times -> times.get() == 1);
            assertThat(faulty.met).containsKeys(Mood.BUSY_FOR_A_MOMENT, Mood.CHANGED, Mood.REFUSAL, Mood.EMPTY);
        }
        Map<String, StageSummary> stages = new TreeMap<>();
        for (StageResult result : Run.results(folder)) {
            StageSummary summary = result.summary();
            stages.put(summary.name(), summary);
            assertThat(result.rejections()).as(summary.line()).hasSize((int) summary.rejectedItems());
            assertThat(result.rejections()).as(summary.line()).doesNotHaveDuplicates();
        }
        assertThat(at(stages, "queries").items()).isEqualTo(10);
        assertThat(at(stages, "distinct-queries").items())
                .isEqualTo(at(stages, "queries").records());
        assertThat(at(stages, "drafts").items())
                .isEqualTo(at(stages, "distinct-queries").records());
        assertThat(at(stages, "gates").items())
                .isEqualTo(2 * at(stages, "drafts").kept());
        assertThat(at(stages, "confirmed").kept()).isPositive();
        assertThat(at(stages, "data-set").items())
                .isEqualTo(
                        at(stages, "tasks").records() + at(stages, "confirmed").records());
        aTestAmongTheConfirmedFailsTheRun(url);
    }

    /** The run is opened again after a confirmed sample became a test's workflow with another question. */
    private void aTestAmongTheConfirmedFailsTheRun(String url) throws Exception {
        Path confirmed = Run.result(folder, "confirmed").file("records.jsonl");
        Sample test = Run.result(folder, "tasks").read(Row.class).stream()
                .map(Row::sample)
                .filter(sample -> sample.split() == Split.Part.UNSEEN_QUESTIONS)
                .findFirst()
                .orElseThrow();
        List<String> lines = new ArrayList<>(Files.readAllLines(confirmed));
        ObjectNode poisoned = (ObjectNode) Json.parse(lines.getFirst());
        ObjectNode sample = (ObjectNode) poisoned.get("sample");
        sample.put("code", test.code()).put("skeleton", test.skeleton());
        lines.set(0, Json.write(poisoned));
        Files.write(confirmed, lines);
        try (Stream<Path> stages = Files.list(folder.resolve("stages"))) {
            Path dataSet = stages.filter(path -> path.toString().contains("-data-set-"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(dataSet.resolve("stage.json"));
        }
        assertThatThrownBy(() -> execute(folder, url))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Test data leaked into training data")
                .hasMessageContaining(test.id());
    }

    private static StageSummary at(Map<String, StageSummary> stages, String name) {
        return Objects.requireNonNull(stages.get(name), name);
    }

    @Test
    @Tag("long")
    void aConstructionThatIsKilledEndsTheSameAndPaysNothingTwice() throws Exception {
        Path straight = folder.resolve("straight");
        Path killed = folder.resolve("killed");
        try (FaultyEndpoint endpoint = endpoint(0.1, 0.15)) {
            execute(straight, endpoint.url());
            int all = endpoint.answered();
            for (int part = 1; part <= 6; part++) {
                kill(killed, endpoint, all * part / 7);
            }
            assertThat(start(killed, endpoint).waitFor()).isZero();
            assertThat(endpoint.answered()).isEqualTo(2 * all);
            assertThat(endpoint.paid.values()).allMatch(times -> times.get() == 2);
        }
        assertThat(records(killed)).isEqualTo(records(straight));
    }

    /** Kills a run once so many exchanges of its own are paid and kept. */
    private static void kill(Path directory, FaultyEndpoint endpoint, int paid) throws Exception {
        int before = exchanges(directory);
        endpoint.pauseAfter(paid - before);
        Process process = start(directory, endpoint);
        while (process.isAlive() && !(endpoint.paused() && exchanges(directory) >= paid)) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
        endpoint.resume();
    }

    private static int exchanges(Path directory) {
        Path file = directory.resolve(Journal.FILE);
        if (!Files.exists(file)) {
            return 0;
        }
        try (Journal journal = Journal.at(file)) {
            return (int) journal.size();
        }
    }

    private static Process start(Path directory, FaultyEndpoint endpoint) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConstructionTest.class.getName(),
                        directory.toString(),
                        endpoint.url())
                .inheritIO()
                .start();
    }

    private static Map<String, String> records(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (StageResult result : Run.results(directory)) {
            contents.put(
                    result.summary().name(), result.summary().files() + Files.readString(result.file("records.jsonl")));
        }
        return contents;
    }
}
