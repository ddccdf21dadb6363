package dev.selvedge.judge.ask;

import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a judge is asked.
 *
 * @param mode {@code propagating} or {@code independent}
 * @param votes how often each judge is asked about each trajectory; more than 1 is self-consistency
 * @param attempts most requests for one answer; after the first the judge is told what was wrong
 * @param temperature of the sampling, 0 is greedy
 * @param topP nucleus mass of the sampling
 * @param maxTokens of a reply
 * @param budgetTokens of a prompt, as estimated; a trajectory that is longer is shown shortened or in windows
 * @param seed of the sampling
 * @param giveUp whether a judge that is out of reach makes a label unscored; else it is asked again in the next run
 */
public record JudgeSettings(
        String mode,
        int votes,
        int attempts,
        double temperature,
        double topP,
        int maxTokens,
        int budgetTokens,
        long seed,
        boolean giveUp) {
    public static final JudgeSettings STANDARD = new JudgeSettings("propagating", 1, 3, 0, 1, 8192, 100_000, 0, false);

    private static final int MOST_VOTES = 1_000;

    /** Whether an earlier mistake counts again at the steps that rest on it. */
    public enum Mode {
        PROPAGATING,
        INDEPENDENT;

        /** As it is typed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the settings and throws with every problem in them. */
    public JudgeSettings {
        List<String> problems = new ArrayList<>();
        check(
                problems,
                "propagating".equals(mode) || "independent".equals(mode),
                "the mode is propagating or independent, not '" + mode + "'");
        check(problems, votes >= 1 && votes <= MOST_VOTES, "votes are 1 to " + MOST_VOTES + ", not " + votes);
        check(problems, attempts >= 1 && attempts <= 20, "attempts are 1 to 20, not " + attempts);
        check(problems, temperature >= 0 && temperature <= 10, "the temperature is 0 to 10, not " + temperature);
        check(problems, topP > 0 && topP <= 1, "topP is above 0 and at most 1, not " + topP);
        check(problems, maxTokens >= 16, "maxTokens is at least 16, not " + maxTokens);
        check(
                problems,
                budgetTokens >= Asked.LEAST_BUDGET,
                "a prompt needs " + Asked.LEAST_BUDGET + " tokens for the rubric and a view, not " + budgetTokens);
        check(problems, votes == 1 || temperature > 0, "several votes need a temperature above 0, or all are the same");
        if (!problems.isEmpty()) {
            throw new UserException("These settings of the judge do not work: " + String.join("; ", problems) + ".");
        }
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    Mode chosenMode() {
        return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }
}
