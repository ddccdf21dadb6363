package dev.selvedge.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.measure.Estimate.Clustered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final Score OUTAGE = Score.unscored(Fault.SYSTEM, "The endpoint is down.");
    private static final Score BROKEN = Score.unscored(Fault.DATA, "The reference does not run.");

    @Test
    void whatIsUnscoredIsCountedAndNotAveraged() {
        Estimate rate = Estimate.rate(
                List.of(at("a", 1), at("b", 0), at("c", 1), new Clustered("d", OUTAGE), new Clustered("e", BROKEN)), 1);

        assertThat(rate.value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(rate.interval()).isEqualTo(Interval.wilson(2, 3));
        assertThat(rate.percent()).isEqualTo("66.7 % (20.8 to 93.9), 3 of 5 scored, 2 unscored: 1 data, 1 system");
        assertThat(Json.read(Json.write(rate), Estimate.class)).isEqualTo(rate);
    }

    @Test
    void nothingScoredIsUnknownAndNotZero() {
        Estimate nothing = Estimate.rate(List.of(new Clustered("a", OUTAGE)), 1);

        assertThat(nothing.value()).isNull();
        assertThat(nothing.percent()).isEqualTo("unknown, 0 of 1 scored, 1 unscored: 1 system");
        assertThat(Estimate.rate(List.of(), 1).percent()).isEqualTo("unknown, 0 of 0 scored");
    }

    @Test
    void samplesOfOneTaskAreOneCluster() {
        List<Clustered> scores = List.of(at("a", 1), at("a", 1), at("a", 1), at("b", 0), at("b", 0), at("b", 0));

        Interval clustered = Estimate.rate(scores, 1).interval();
        assertThat(clustered).isEqualTo(new Interval(0, 1));
    }

    @Test
    void aRateIsOverZeroAndOne() {
        assertThatThrownBy(() -> Estimate.rate(List.of(at("a", 0.5)), 1))
                .hasMessage("a rate is over scores of 0 and 1, not 0.5");
    }

    @Test
    void pairsNeedBothScores() {
        Map<String, Clustered> mine = new LinkedHashMap<>();
        Map<String, Clustered> other = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            mine.put("t" + i, at("t" + i, i < 30 ? 1 : 0));
            other.put("t" + i, i == 5 ? new Clustered("t5", OUTAGE) : at("t" + i, i < 10 ? 1 : 0));
        }
        other.put("extra", at("extra", 1));
        mine.remove("t39");
        PairedDifference difference = PairedDifference.of(mine, other, 1);

        assertThat(difference.pairs()).isEqualTo(38);
        assertThat(difference.excluded()).isEqualTo(3);
        assertThat(difference.wins()).isEqualTo(20);
        assertThat(difference.losses()).isZero();
        assertThat(difference.value()).isCloseTo(20 / 38.0, within(1e-12));
        assertThat(difference.better()).isTrue();
        assertThat(Json.read(Json.write(difference), PairedDifference.class)).isEqualTo(difference);
    }

    @Test
    void noPairsNoDifference() {
        PairedDifference none = PairedDifference.of(Map.of("a", at("a", 1)), Map.of("b", at("b", 1)), 1);

        assertThat(none.better()).isFalse();
        assertThat(none.points()).isEqualTo("unknown over 0 pairs, 2 excluded");
    }

    /** A system is exactly as good as itself, but a few equal pairs do not prove two systems alike. */
    @Test
    void equalPairsLeaveRoom() {
        Map<String, Clustered> scores = Map.of("a", at("a", 1), "b", at("b", 0));
        PairedDifference self = PairedDifference.of(scores, scores, 1);

        assertThat(self.value()).isEqualTo(0.0);
        assertThat(self.points()).isEqualTo("+0.0 points (-84.2 to +84.2) over 2 pairs");
    }

    private static Clustered at(String cluster, double value) {
        return new Clustered(cluster, Score.of(value));
    }
}
