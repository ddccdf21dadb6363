package dev.selvedge.judge.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.judge.LabelledTrajectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The replies on which the reference reader failed are not published, but the place where each of them broke is. For
 * every break at a place where a label begins, the reply of that shape is built again, shown to break strict JSON at
 * just that place, and read.
 */
class ReleasedFailuresTest {
    private static final Pattern BREAK =
            Pattern.compile("Expecting value: line (\\d+) column (\\d+) \\(char (\\d+)\\)");

    private record Failure(String comment, List<Integer> steps) {}

    @Test
    void everyBreakAtALabelIsRead() throws IOException {
        List<Failure> failures = failures();
        int rebuilt = 0;
        int read = 0;
        for (Failure failure : failures) {
            SortedMap<Integer, String> labels = new TreeMap<>();
            String reply = rebuilt(failure, labels);
            if (!reply.isEmpty()) {
                rebuilt++;
                Answer answer = ReplyReader.read(
                        "```json\n" + reply + "\n```",
                        false,
                        new ReplyReader.Wanted(new TreeSet<>(failure.steps), true));
                SortedMap<Integer, Integer> meant = new TreeMap<>();
                labels.forEach((step, label) -> meant.put(step, Integer.valueOf(label)));
                boolean equal = answer.isComplete() && answer.labels().equals(meant);
                read += equal ? 1 : 0;
            }
        }
        System.out.println(
                "failed records " + failures.size() + ", broken where a label begins " + rebuilt + ", read " + read);
        assertThat(rebuilt).isPositive();
        assertThat(read).isEqualTo(rebuilt);
    }

    /** A reply that breaks where this one did, empty where the place is not that of a label. */
    private static String rebuilt(Failure failure, SortedMap<Integer, String> labels) {
        Matcher place = BREAK.matcher(failure.comment);
        if (!place.find()) {
            return "";
        }
        int broken = Integer.parseInt(place.group(1)) - 3;
        int target = Integer.parseInt(place.group(3));
        if (broken < 0 || broken >= failure.steps.size()) {
            return "";
        }
        for (int negatives = 0; negatives <= broken; negatives++) {
            labels.clear();
            for (int i = 0; i < failure.steps.size(); i++) {
                labels.put(failure.steps.get(i), i >= broken ? "+1" : i < negatives ? "-1" : "1");
            }
            StringBuilder reply = new StringBuilder("{\n  \"step_labels\": {\n");
            labels.forEach((step, label) -> reply.append("    \"")
                    .append(step)
                    .append("\": ")
                    .append(label)
                    .append(",\n"));
            reply.setLength(reply.length() - 2);
            reply.append("\n  },\n  \"final_label\": 1,\n  \"explanations\": {\"steps\": {}, \"final\": \"\"}\n}");
            if (breaksAt(reply.toString(), target)) {
                return reply.toString();
            }
        }
        return "";
    }

    private static boolean breaksAt(String reply, int target) {
        try {
            Json.parse(reply);
            return false;
        } catch (JacksonException e) {
            return reply.startsWith("+1", target) && reply.indexOf("+1") == target;
        }
    }

    private static List<Failure> failures() throws IOException {
        Path results = Path.of(System.getProperty("selvedge.data", "none"), "apb", "results");
        Assumptions.assumeTrue(Files.isDirectory(results), "no test data at " + results);
        List<Failure> failures = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(results)) {
            files = tree.filter(file -> file.toString().endsWith(".gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains("llm_annotate_failed")) {
                        JsonNode record = Json.parse(line);
                        List<Integer> steps = record.get("step_labels").propertyNames().stream()
                                .map(Integer::valueOf)
                                .sorted()
                                .toList();
                        failures.add(new Failure(record.get("comment").stringValue(), steps));
                    }
                }
            }
        }
        return failures;
    }

    /** What becomes of a trajectory when the judge goes on as it began. */
    private enum Fate {
        READ,
        UNSCORED,
        ASKED_IN_THE_NEXT_RUN
    }

    private record Shape(String name, Fate fate, Reply reply) {
        static Shape said(String name, Fate fate, String finish, String text) {
            return new Shape(name, fate, new Reply.Completion(Message.assistant(text), finish, -1, -1, null));
        }
    }

    private static final List<Shape> SHAPES = List.of(
            Shape.said("+1 as a number", Fate.READ, "stop", """
                    ```json
                    {
                      "step_labels": {
                        "2": +1,
                        "4": +1
                      },
                      "final_label": +1
                    }
                    ```"""),
            Shape.said(
                    "comma before a brace",
                    Fate.READ,
                    "stop",
                    "{\"step_labels\": {\"2\": 1, \"4\": 1,\n    }, \"final_label\": 1}"),
            Shape.said(
                    "backslash that escapes nothing",
                    Fate.READ,
                    "stop",
                    "{\"step_labels\": {\"2\": 1, \"4\": 1}, \"final_label\": 1, \"explanations\": {\"final\": \"a\\_b\"}}"),
            Shape.said("prose", Fate.UNSCORED, "stop", "Both steps are right, and so is the answer."),
            Shape.said("thoughts without an end", Fate.UNSCORED, "length", "<think>Step 2 calls the tool"),
            Shape.said("nothing", Fate.UNSCORED, "stop", ""),
            new Shape("too long", Fate.UNSCORED, new Reply.Failure(Fault.POLICY, "maximum context length is 131072")),
            new Shape("refused", Fate.ASKED_IN_THE_NEXT_RUN, new Reply.Failure(Fault.SYSTEM, "considered high risk")),
            new Shape("key", Fate.ASKED_IN_THE_NEXT_RUN, new Reply.Failure(Fault.SYSTEM, "API key expired")));

    @Test
    void aScriptedJudgeWithEachShapeIsReadOrUnscoredOrAskedAgain() {
        LabelledTrajectory trajectory = PolicyJudgeTest.trajectory(1, 10);
        for (Shape shape : SHAPES) {
            PolicyJudge judge =
                    new PolicyJudge(ScriptedPolicy.of(shape.name, prompt -> shape.reply), JudgeSettings.STANDARD);
            Fate fate;
            try {
                Opinion opinion = judge.vote(trajectory, 0);
                boolean all = opinion.steps().values().stream().allMatch(Score.of(1)::equals)
                        && opinion.outcome().equals(Score.of(1));
                boolean none = opinion.steps().values().stream().allMatch(Score.Unscored.class::isInstance)
                        && opinion.outcome() instanceof Score.Unscored;
                assertThat(all).as(shape.name).isNotEqualTo(none);
                fate = all ? Fate.READ : Fate.UNSCORED;
                assertThat(opinion.requests()).as(shape.name).isEqualTo(all ? 1 : opinion.requests());
            } catch (PolicyJudge.OutOfReach e) {
                fate = Fate.ASKED_IN_THE_NEXT_RUN;
            }
            assertThat(fate).as(shape.name).isEqualTo(shape.fate);
        }
    }
}
