package dev.selvedge.judge.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Score;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rule does to published judges: it makes the best one worse, and a weak one a little better. */
class PropagateErrorsOnDataTest {
    @ParameterizedTest
    @CsvSource({
        "Gemini-3-Flash-Preview-Thinking, 81.6, 77.0",
        "GPT-5.2, 70.1, 70.1",
        "Qwen3-30B-A3B-Thinking-2507, 68.5, 69.0"
    })
    void changesTheStepAccuracyAsReported(String judge, double plain, double ruled) {
        Path data = Path.of(System.getProperty("selvedge.data", "none"), "apb");
        Assumptions.assumeTrue(Files.isDirectory(data), "no test data at " + data);
        Map<String, SortedMap<Integer, Score>> people = new HashMap<>();
        try (Stream<Labels> labels = Labels.stream(data.resolve("answer_only"))) {
            labels.forEach(each -> people.put(each.sample().id(), each.verdict().steps()));
        }
        List<Judgement> judgements;
        try (Stream<Judgement> read = Judgement.stream(data.resolve("results").resolve(judge))) {
            judgements = read.toList();
        }
        assertThat(accuracy(people, judgements)).isCloseTo(plain, within(0.051));
        assertThat(accuracy(people, judgements.stream().map(PropagateErrors::of).toList()))
                .isCloseTo(ruled, within(0.051));
    }

    private static double accuracy(Map<String, SortedMap<Integer, Score>> people, List<Judgement> judgements) {
        int right = 0;
        int all = 0;
        for (Judgement judgement : judgements) {
            for (Map.Entry<Integer, Score> step : people.getOrDefault(
                            judgement.sample().id(), new TreeMap<>())
                    .entrySet()) {
                all++;
                right += step.getValue().equals(judgement.verdict().steps().get(step.getKey())) ? 1 : 0;
            }
        }
        return 100.0 * right / all;
    }
}
