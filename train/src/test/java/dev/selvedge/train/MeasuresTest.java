package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void passesGoTogetherAsToldByTheirKind() {
        var first = new Measures();
        first.mean("kl", 6, 3);
        first.largest("ratio_max", 1.5);
        first.sum("sequences", 2);
        first.mean("nothing", 0, 0);
        var second = new Measures();
        second.mean("kl", 2, 1);
        second.largest("ratio_max", 1.2);
        second.sum("sequences", 5);
        var all = new Measures();
        all.add(first);
        all.add(second);
        assertThat(all.values()).isEqualTo(Map.of("kl", 2.0, "ratio_max", 1.5, "sequences", 7.0));
        assertThat(all.values().keySet()).containsExactly("kl", "ratio_max", "sequences");
    }

    @Test
    void oneNameHasOneKind() {
        var measures = new Measures();
        measures.sum("kl", 1);
        assertThatThrownBy(() -> measures.largest("kl", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kl");
    }
}
