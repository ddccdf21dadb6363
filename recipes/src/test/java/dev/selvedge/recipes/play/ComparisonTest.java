package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.recipes.Overrides;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final ComparisonSettings SETTINGS =
            Overrides.apply(ComparisonSettings.of("toy"), List.of("darc.play.seed=5"));

    @Test
    void whatDoesNotDependOnTheSeedIsDoneOnce() {
        Comparison comparison = Comparison.of(SETTINGS);
        Recipe recipe = comparison.recipe();
        List<String> names = recipe.stages().stream().map(Stage::name).toList();
        assertThat(names).containsOnlyOnce("reading").contains("seed-5-reader", "seed-6-reader", "seed-7-reader");
        assertThat(comparison.worlds())
                .allSatisfy(world -> assertThat(world.rZero().playground())
                        .isSameAs(world.darc().playground()));
        assertThat(names).contains("seed-6-exam-shuffled", "seed-6-r-zero-exam-3", "seed-6-exam");
    }

    @Test
    void neitherSideMayUseMuchMore() {
        Budget darc = SETTINGS.darc().budget();
        Budget rZero = SETTINGS.rZero().budget();
        assertThat((double) rZero.proposals() / darc.proposals()).isCloseTo(1, within(0.15));
        assertThat((double) rZero.answers() / darc.answers()).isCloseTo(1, within(0.15));
        assertThat((double) rZero.updates() / darc.updates()).isCloseTo(1, within(0.15));
    }

    @Test
    void aComparisonIsOverASeedAtLeast() {
        assertThatThrownBy(() -> Overrides.apply(SETTINGS, List.of("seeds=0"))).isInstanceOf(UserException.class);
    }
}
