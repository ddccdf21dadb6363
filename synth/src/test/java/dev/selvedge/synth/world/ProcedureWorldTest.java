package dev.selvedge.synth.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.synth.darc.DarcProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcedureWorldTest {
    private static final Procedure PROCEDURE =
            new Procedure(new Errand(Errand.Kind.WEEKLY, "bak"), List.of("dol", "fun", "kel"));
    private static final ProcedureWorld WORLD =
            new ProcedureWorld(List.of(new ProcedurePage("p", List.of(PROCEDURE))), 1);

    @Test
    void aPageTellsAStepRightAfterTheOneBefore() {
        assertThat(WORLD.documents().getFirst().text("document")).isEqualTo("First for weekly bak dol fun kel.\n");
    }

    @Test
    void stepsAreFound() {
        assertThat(WORLD.truth("What is first for weekly bak?")).hasValue("dol");
        assertThat(WORLD.truth("What is after dol for weekly bak?")).hasValue("fun");
        assertThat(WORLD.truth("What is after fun for weekly bak?")).hasValue("kel");
        assertThat(WORLD.truth("What is after the first for weekly bak?")).hasValue("fun");
        assertThat(WORLD.truth("What is after kel for weekly bak?")).isEmpty();
        assertThat(WORLD.truth("What is after bak for weekly bak?")).isEmpty();
        assertThat(WORLD.truth("What is after the for weekly bak?")).isEmpty();
        assertThat(WORLD.truth("What is first for daily bak?")).isEmpty();
    }

    @Test
    void repliesFollowTheSteps() {
        assertThat(new ProcedureQuestion(PROCEDURE, 0, 1).reply()).isEqualTo("So bak dol. \\boxed{ dol}");
        assertThat(new ProcedureQuestion(PROCEDURE, 2, 1).reply()).isEqualTo("So fun kel. \\boxed{ kel}");
        assertThat(new ProcedureQuestion(PROCEDURE, 0, 2).reply()).isEqualTo("So bak dol fun. \\boxed{ fun}");
    }

    @Test
    void stepsAreDifferentAnswersAndNoWordsOfTheWordings() {
        List<String> steps = Procedure.STEPS;
        assertThat(PagedWorld.words(ProcedureWorld.WORDS))
                .doesNotHaveDuplicates()
                .doesNotContain("for", "the", "one", "are", "age", "two", "six");
        for (String step : steps) {
            assertThat(steps.stream().filter(other -> DarcProfile.DEFAULT.same(step, other)))
                    .containsExactly(step);
        }
    }

    @Test
    void aPageHasNoMoreProceduresThanThereAreSteps() {
        assertThat(ProcedureWorld.of(new SmallWorld.Size(6, 26), 2).documents()).hasSize(6);
        assertThatThrownBy(() -> ProcedureWorld.of(new SmallWorld.Size(5, 27), 2))
                .hasMessage("a page tells at most 26 procedures, not 27");
    }
}
