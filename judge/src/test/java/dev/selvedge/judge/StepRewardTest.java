package dev.selvedge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepRewardTest {
    private static final Score UNREADABLE = Score.unscored(Fault.SYSTEM, "timed out");

    private static Verdict verdict(Map<Integer, Score> steps) {
        return new Verdict("x", "judge", Score.of(1), new TreeMap<>(steps), "");
    }

    @Test
    void whatIsUnknownHasNoReward() {
        Verdict verdict =
                verdict(Map.of(2, Score.of(1), 4, Score.of(0), 6, Score.of(-1), 8, UNREADABLE, 10, Score.of(0.5)));
        Map<Integer, Score> rewards = new StepReward(2, 0.5, -3).of(verdict, List.of(2, 4, 6, 8, 10, 12));
        assertThat(rewards.values().stream().limit(4))
                .containsExactly(Score.of(2), Score.of(0.5), Score.of(-3), UNREADABLE);
        assertThat(rewards.get(10)).isInstanceOf(Score.Unscored.class);
        assertThat(rewards.get(12)).isInstanceOf(Score.Unscored.class);
    }

    @Test
    void agreementNeedsEveryStep() {
        Verdict people = verdict(Map.of(2, Score.of(1), 4, Score.of(-1)));
        assertThat(StepReward.agreement(people, verdict(Map.of(2, Score.of(1), 4, Score.of(0), 5, Score.of(1)))))
                .isEqualTo(Score.of(0.5));
        assertThat(StepReward.agreement(people, verdict(Map.of(2, Score.of(1)))))
                .isEqualTo(Score.unscored(Fault.JUDGE, "the judge gave no label for step 4"));
        assertThat(StepReward.agreement(verdict(Map.of()), people)).isInstanceOf(Score.Unscored.class);
    }
}
