package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Stage;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SamplingSettingsTest {
    private static DarcSettings toy(String... assignments) {
        return Overrides.apply(DarcSettings.of("toy"), List.of(assignments));
    }

    @Test
    void bothPracticesSampleAsTheSettingsSay() {
        DarcSettings settings = toy("sampling.asker.topP=0.99", "sampling.student.topK=3", "sampling.student.topP=0.5");
        var playground = new Playground(settings.play(), "");
        List<Task> tasks = playground.world().documents().stream()
                .map(document -> document.with(Fields.LEVEL, 1).with(Fields.QUESTION, "Why?"))
                .toList();
        Sampling whole = Sampling.at(1, 48);
        assertThat(new Questioning(playground, settings).exercises(tasks))
                .hasSize(20)
                .allSatisfy(exercise -> assertThat(exercise.prompt().sampling()).isEqualTo(whole.withTopP(0.99)));
        assertThat(new Teaching(playground, settings).exercises(tasks))
                .hasSize(20)
                .allSatisfy(exercise -> assertThat(exercise.prompt().sampling())
                        .isEqualTo(whole.withTopK(3).withTopP(0.5)));
    }

    @Test
    void aDrawDecidesTheStagesThatDrawSo() {
        assertThat(changed("sampling.asker.topK=9"))
                .contains("questioner", "solver")
                .doesNotContain("questions-before");
        assertThat(changed("sampling.curriculum.topK=9"))
                .contains("questions", "solver")
                .doesNotContain("questioner");
        assertThat(changed("sampling.witnesses.topK=9")).contains("questioner", "questions-before");
        assertThat(changed("sampling.teacher.topK=9")).containsExactly("solver", "exam", "labels", "handover");
        assertThat(changed("sampling.student.topK=9")).containsExactly("solver", "exam");
        assertThat(changed("sampling.student.topK=0")).isEmpty();
    }

    /** The stages that an assignment makes others, in their order. */
    private static List<String> changed(String assignment) {
        List<Stage> before = Darc.of(toy()).stages();
        List<Stage> after = Darc.of(toy(assignment)).stages();
        var changed = new ArrayList<String>();
        for (int i = 0; i < before.size(); i++) {
            if (!Objects.equals(before.get(i).identity(), after.get(i).identity())) {
                changed.add(after.get(i).name());
            }
        }
        return changed;
    }

    @Test
    void whatIsOutOfRangeIsSaidWithItsPlace() {
        assertThatThrownBy(() -> toy("sampling.student.topP=1.5"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(
                        "setting 'sampling.student': topP of a sampling is above 0 and at most 1, not 1.5");
        assertThatThrownBy(() -> toy("sampling.witnesses.topK=-1"))
                .hasMessageContaining("topK of a sampling is 0 or more");
        assertThatThrownBy(() -> toy("sampling.asker.temperature=-1"))
                .hasMessageContaining("temperature of a sampling is 0 or more");
        assertThatThrownBy(() -> toy("sampling.pupil.topK=1")).hasMessageContaining("no setting 'sampling.pupil'");
    }
}
