package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WantedSuccessTest {
    @Test
    void levelsAreBinsWeightedByTheirQuestions() {
        List<WantedSuccess> asked = List.of(
                new WantedSuccess("a", "1", 0.8, 1),
                new WantedSuccess("a", "1", 0.8, 0.4),
                new WantedSuccess("b", "1", 0.8, 0.7),
                new WantedSuccess("b", "3", 0.2, 0.6));
        Estimate error = WantedSuccess.calibrationError(asked, 1);
        assertThat(error.value()).isCloseTo((3 * (0.8 - 0.7) + 0.4) / 4, within(1e-12));
        assertThat(error.scored()).isEqualTo(4);
        assertThat(asked.get(1).distance()).isCloseTo(0.4, within(1e-12));
    }

    /** Each level of each world stands by itself, so that errors of two worlds do not cancel. */
    @Test
    void errorsOfDifferentLevelsDoNotCancel() {
        List<WantedSuccess> asked =
                List.of(new WantedSuccess("1-a", "1-1", 0.8, 0.9), new WantedSuccess("2-a", "2-1", 0.8, 0.7));
        assertThat(WantedSuccess.calibrationError(asked, 1).value()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void itsIntervalIsOverClusters() {
        var asked = new ArrayList<WantedSuccess>();
        for (int cluster = 0; cluster < 20; cluster++) {
            for (int i = 0; i < 5; i++) {
                asked.add(new WantedSuccess("c" + cluster, "2", 0.5, cluster % 2 == 0 ? 1 : 0.8));
            }
        }
        Interval interval =
                Objects.requireNonNull(WantedSuccess.calibrationError(asked, 1).interval());
        assertThat(interval.contains(0.4)).isTrue();
        assertThat(interval.high() - interval.low()).isBetween(0.04, 0.12);
    }

    @Test
    void withoutQuestionsThereIsNoError() {
        assertThat(WantedSuccess.calibrationError(List.of(), 1).value()).isNull();
    }
}
