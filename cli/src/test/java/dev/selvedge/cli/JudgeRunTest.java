package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.remote.FaultyEndpoint;
import dev.selvedge.core.remote.FaultyEndpoint.Mood;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.remote.StubServer;
import dev.selvedge.judge.Judgement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Judging as a user does it: nothing is asked twice and nothing is lost, whatever the endpoint or the machine does. */
@Timeout(120)
class JudgeRunTest {
    private static final Pattern STEPS = Pattern.compile("Label the steps ([0-9, ]*)");
    private static final String PREDICTIONS = "predictions/toy__judge.jsonl";

    @TempDir
    private Path folder;

    static Said say(String... arguments) {
        return Said.by(arguments);
    }

    private static FaultyEndpoint judge(FaultyEndpoint.Moods moods) throws IOException {
        return new FaultyEndpoint(moods, JudgeRunTest::labels);
    }

    /** Labels that depend on the question and the step alone. */
    private static String labels(StubServer.Request request) {
        JsonNode messages = request.json().get("messages");
        String asked = messages.get(1).get("content").stringValue();
        Matcher steps = STEPS.matcher(asked);
        StringBuilder labels = new StringBuilder();
        if (steps.find()) {
            for (String step : steps.group(1).split(",", -1)) {
                int label = Math.floorMod((asked + step).hashCode(), 3) - 1;
                labels.append(labels.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(step.strip())
                        .append("\": ")
                        .append(label);
            }
        }
        return "```json\n{\"step_labels\": {" + labels + "}, \"final_label\": 1}\n```";
    }

    private static String[] arguments(Path trajectories, FaultyEndpoint server, Path out, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "judge",
                "run",
                "--trajectories",
                trajectories.toString(),
                "--policy",
                "endpoint:" + server.url() + "#judge",
                "--out",
                out.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void anEndpointThatMisbehavesChangesNothing() throws Exception {
        Path trajectories = ToyTrajectories.write(folder, 40);
        Path straight = folder.resolve("straight");
        try (FaultyEndpoint server = judge(FaultyEndpoint.sound())) {
            Said said = say(arguments(trajectories, server, straight, "--json"));
            assertThat(said.exit()).as(said.err()).isZero();
            JsonNode report = Json.parse(said.out());
            assertThat(report.get("trajectories").intValue()).isEqualTo(40);
            assertThat(report.get("scored")).isEqualTo(report.get("steps"));
            assertThat(server.requests().size()).isEqualTo(40);
        }
        Path shaken = folder.resolve("shaken");
        List<Mood> moods = List.of(
                Mood.RIGHT,
                Mood.BUSY_FOR_A_MOMENT,
                Mood.UNAVAILABLE,
                Mood.HALF_STREAM,
                Mood.CUT_BODY,
                Mood.STALL,
                Mood.REFUSAL);
        try (FaultyEndpoint server = judge(
                (body, occurrence, request) -> occurrence == 0 ? moods.get(request % moods.size()) : Mood.RIGHT)) {
            String[] run = arguments(trajectories, server, shaken, "--timeout", "1", "--key-env", "PATH");
            Said said = say(run);
            assertThat(said.exit()).as(said.err()).isZero();
            assertThat(server.paid.values()).allMatch(count -> count.get() == 1);
            int asked = server.requests().size();
            assertThat(say(run).exit()).isZero();
            assertThat(server.requests().size()).isEqualTo(asked);
            String key = System.getenv("PATH");
            assertThat(server.requests()).allMatch(request -> request.head().contains(": Bearer " + key + "\r\n"));
            assertThat(texts(shaken)).noneMatch(text -> text.contains(key));
            assertThat(said.out() + said.err()).doesNotContain(key);
        }
        Map<String, JsonNode> before = labels(straight);
        assertThat(before).hasSize(40).isEqualTo(labels(shaken));
    }

    private static Map<String, JsonNode> labels(Path run) throws IOException {
        Map<String, JsonNode> labels = new java.util.TreeMap<>();
        for (String line : Files.readAllLines(run.resolve(PREDICTIONS))) {
            JsonNode record = Json.parse(line);
            labels.put(record.get("record_id").stringValue(), record.get("step_labels"));
        }
        return labels;
    }

    private static List<String> texts(Path run) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    @Test
    void aRunThatIsKilledGoesOnAndPaysNothingTwice() throws Exception {
        Path trajectories = ToyTrajectories.write(folder, 120);
        try (FaultyEndpoint server = judge((body, occurrence, request) -> {
            pause();
            return Mood.RIGHT;
        })) {
            Path straight = folder.resolve("straight");
            assertThat(say(arguments(trajectories, server, straight)).exit()).isZero();
            Path killed = folder.resolve("killed");
            int before = server.requests().size();
            SplittableRandom random = new SplittableRandom(11);
            int lost = 0;
            for (int kill = 0; kill < 3; kill++) {
                int target = server.requests().size() + 1 + random.nextInt(20);
                Process process = start(arguments(trajectories, server, killed));
                while (process.isAlive() && server.requests().size() < target) {
                    Thread.sleep(2);
                }
                process.destroyForcibly().waitFor();
                awaitQuiet(server);
                int lostNow = server.requests().size() - before - (int) kept(killed);
                assertThat(lostNow - lost).isBetween(0, 16);
                lost = lostNow;
            }
            assertThat(start(arguments(trajectories, server, killed)).waitFor()).isZero();
            assertThat(kept(killed)).isEqualTo(120);
            assertThat(server.requests().size() - before - 120).isEqualTo(lost);
            assertThat(killed.resolve(PREDICTIONS)).hasSameTextualContentAs(straight.resolve(PREDICTIONS));
        }
    }

    /** Waits until what a killed process had sent has come in. */
    private static void awaitQuiet(FaultyEndpoint server) throws InterruptedException {
        int seen;
        do {
            seen = server.requests().size();
            Thread.sleep(500);
        } while (server.requests().size() > seen);
    }

    private static void pause() {
        try {
            Thread.sleep(60);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long kept(Path run) {
        Path file = run.resolve(Journal.FILE);
        if (!Files.exists(file)) {
            return 0;
        }
        try (Journal journal = Journal.at(file)) {
            return journal.size();
        }
    }

    private Process start(String... arguments) throws IOException {
        return KilledRuns.start(folder, List.of(arguments));
    }

    @Test
    void aDeadEndpointIsASentenceAndTheRunCanGoOn() throws Exception {
        Path trajectories = ToyTrajectories.write(folder, 30);
        Path script = Files.writeString(
                folder.resolve("down.jsonl"),
                "{\"contains\": \"town 3\", \"failure\": \"The request was rejected as high risk.\"}\n"
                        + "{\"contains\": \"town 2\", \"reply\": \"Step 2 is right.\"}\n"
                        + "{\"reply\": \"{\\\"step_labels\\\": {\\\"2\\\": +1, \\\"4\\\": +1, \\\"6\\\": 0, \\\"8\\\": -1,}, \\\"final_label\\\": +1}\"}\n");
        String[] run = {
            "judge",
            "run",
            "--trajectories",
            trajectories.toString(),
            "--policy",
            "scripted:" + script,
            "--out",
            folder.resolve("run").toString()
        };
        Said stopped = say(run);
        assertThat(stopped.exit()).isEqualTo(2);
        assertThat(stopped.err()).contains("high risk").contains("5 items").doesNotContain("\tat ");

        Said given = say(Stream.concat(Stream.of(run), Stream.of("--give-up", "--name", "judge"))
                .toArray(String[]::new));
        assertThat(given.exit()).as(given.err()).isEqualTo(1);
        assertThat(given.out()).contains("plus sign").contains("trailing comma");
        List<Judgement> judgements;
        try (Stream<Judgement> read = Judgement.stream(folder.resolve("run/predictions"))) {
            judgements = read.toList();
        }
        assertThat(judgements).hasSize(30);
        assertThat(judgements.stream().filter(judgement -> judgement.failure() != null))
                .hasSize(10);
    }

    @Test
    void aDryRunAsksNothing() throws Exception {
        Path trajectories = ToyTrajectories.write(folder, 10);
        try (FaultyEndpoint server = judge(FaultyEndpoint.sound())) {
            Path out = folder.resolve("out");
            Said said = say(arguments(trajectories, server, out, "--dry-run", "--votes", "3", "--limit", "4"));
            assertThat(said.exit()).as(said.err()).isZero();
            JsonNode plan = Json.parse(said.out());
            assertThat(plan.get("trajectories").intValue()).isEqualTo(4);
            assertThat(plan.get("prompts").intValue()).isEqualTo(12);
            assertThat(plan.get("promptTokensEstimated").intValue()).isGreaterThan(4_000);
            assertThat(server.requests().size()).isZero();
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void mistakesAreSentences() throws Exception {
        Path trajectories = ToyTrajectories.write(folder, 1);
        String out = folder.resolve("out").toString();
        assertThat(judge(trajectories, "gpt", out)).contains("endpoint:URL#MODEL");
        assertThat(judge(trajectories, "endpoint:http://x", out)).contains("endpoint:URL#MODEL");
        assertThat(judge(trajectories, "endpoint:http://me:secret@x/v1#m", out))
                .contains("keyVariable")
                .doesNotContain("secret");
        assertThat(judge(trajectories, "scripted:none.jsonl", out)).contains("none.jsonl");
        assertThat(judge(trajectories, "local:" + folder.resolve("no"), out)).contains("model directory");
        assertThat(judge(folder.resolve("no"), "scripted:none", out)).contains("no");
    }

    private static String judge(Path trajectories, String policy, String out) {
        Said said = say("judge", "run", "--trajectories", trajectories.toString(), "--policy", policy, "--out", out);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).doesNotContain("\tat ");
        return said.err();
    }
}
