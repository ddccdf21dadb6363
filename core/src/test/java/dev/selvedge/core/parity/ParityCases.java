package dev.selvedge.core.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded cases of DARC's published code, which several modules share: each runs in the module that has the piece.
 * Any file {@code darc/parity.jsonl} below {@code -Dselvedge.data} is run, each case as a test of its own; a function that
 * no module knows fails, and what is not as there is named in {@link ParityException}.
 */
public final class ParityCases {
    /** Python wrote the file: there are numbers that are none in it, and keys may come twice. */
    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Which functions each module compares; {@code synth} has all others. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "judge",
            Set.of(
                    "grade_answer",
                    "extract_boxed_content",
                    "math_normalize.normalize_answer",
                    "grader._normalize",
                    "eval.extract_solution",
                    "eval.get_prediction",
                    "eval.bbeh.evaluate_correctness",
                    "eval.DatasetHandler.extract_answer",
                    "spice.AnswerVerifier.is_correct"),
            "train",
            Set.of(
                    "compute_grpo_outcome_advantage",
                    "compute_rloo_outcome_advantage",
                    "compute_reinforce_plus_plus_outcome_advantage",
                    "compute_remax_outcome_advantage",
                    "compute_gae_advantage_return",
                    "compute_kl",
                    "compute_policy_loss",
                    "compute_value_loss",
                    "AdaptiveKLController.update"));

    private ParityCases() {}

    /**
     * A test for each case of a module.
     *
     * @param comparisons what compares the cases of each function with ours
     */
    public static Stream<DynamicTest> tests(String module, Map<String, Consumer<ParityCase>> comparisons)
            throws IOException {
        Path file =
                Path.of(System.getProperty("selvedge.data", "../shared/data")).resolve("darc/parity.jsonl");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not here");
        List<String> unread = new ArrayList<>();
        List<ParityCase> cases = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .flatMap(line -> read(line, unread).stream())
                .filter(each -> module(each.function()).equals(module))
                .toList();
        return Stream.concat(
                Stream.of(
                        dynamicTest(
                                "every line is read",
                                () -> assertThat(unread)
                                        .as("lines of " + file + " that are no case")
                                        .isEmpty()),
                        dynamicTest(
                                "every function is known",
                                () -> assertThat(unknown(cases, comparisons.keySet()))
                                        .as("functions in " + file + " that no test compares")
                                        .isEmpty())),
                cases.stream()
                        .filter(each -> comparisons.containsKey(each.function()))
                        .map(each -> dynamicTest(
                                each.toString(),
                                () -> comparisons.get(each.function()).accept(each))));
    }

    private static Optional<ParityCase> read(String line, List<String> unread) {
        try {
            return Optional.of(new ParityCase(MAPPER.readTree(line)));
        } catch (JacksonException e) {
            unread.add(line);
            return Optional.empty();
        }
    }

    private static Set<String> unknown(List<ParityCase> cases, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        cases.stream()
                .map(ParityCase::function)
                .filter(name -> !known.contains(name))
                .forEach(unknown::add);
        return unknown;
    }

    private static String module(String function) {
        return MODULES.entrySet().stream()
                .filter(module -> module.getValue().contains(function))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("synth");
    }
}
