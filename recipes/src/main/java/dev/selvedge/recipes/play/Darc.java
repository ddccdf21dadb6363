package dev.selvedge.recipes.play;

import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.recipes.play.DarcSettings.QuestionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DARC (arXiv 2601.13761): a Questioner learns to ask questions of a wanted difficulty against a frozen Solver; its
 * questions, easy ones first, teach the Solver what its own copy answers that reads the document.
 *
 * @param playground that it is played on
 * @param asked the stages of the questions by the untrained and by the trained Questioner, with their success; where
 *     another policy asks, its questions alone
 * @param questioner the trained Questioner; null where another policy asks
 * @param labels what the teacher and the Solver's own votes say of the curriculum's questions
 * @param taught the curriculum and the Solver that learned from it
 * @param exam of the Solver before
 * @param examQuestions about held-out documents; null in a made-up world, which has its own
 * @param handover the data of both stages for a cluster
 */
public record Darc(
        Playground playground,
        List<Stage> asked,
        @Nullable Stage questioner,
        Stage labels,
        Teaching.Taught taught,
        Stage exam,
        @Nullable Stage examQuestions,
        Stage handover) {
    public static final String NAME = "darc";

    /** The stage of the data in the published records. */
    static final String HANDOVER = "handover";

    static final String VERSION = "3";

    public Darc {
        asked = List.copyOf(asked);
    }

    /** DARC by itself. */
    public static Darc of(DarcSettings settings) {
        return on(new Playground(settings.play(), ""), settings);
    }

    /** DARC on a playground that others may play on too. */
    static Darc on(Playground playground, DarcSettings settings) {
        Stage reader = playground.reader();
        var questioning = new Questioning(playground, settings);
        var teaching = new Teaching(playground, settings);
        Stage questioner = settings.cast().questioner().isEmpty() ? questioning.learned() : null;
        Stage after = questioning.asked("questions", questioner == null ? reader : questioner);
        List<Stage> asked =
                questioner == null ? List.of(after) : List.of(questioning.asked("questions-before", reader), after);
        Stage held = playground.isMadeUp() ? null : questioning.heldOut(questioner == null ? reader : questioner);
        Teaching.Taught taught =
                teaching.taught("", after, held, settings.curriculum().order());
        Stage labels = teaching.labels(taught.curriculum());
        Stage handover = playground
                .reading(playground.stage(HANDOVER, "1"))
                .settings(Map.of("seed", settings.play().seed()))
                .input("questions", after)
                .input("curriculum", taught.curriculum())
                .input("labels", labels)
                .directory(workspace -> Handover.write(workspace, playground));
        Stage exam = playground.exam("exam-before", reader, held);
        return new Darc(playground, asked, questioner, labels, taught, exam, held, handover);
    }

    /** Stage 2 with the same questions in another order; the order ends the names of its stages. */
    Teaching.Taught inOrder(DarcSettings settings, QuestionOrder order) {
        String variant = "-" + order.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Teaching(playground, settings).taught(variant, asked.getLast(), examQuestions, order);
    }

    /** All of it as a run. */
    public Recipe recipe(DarcSettings settings) {
        return Recipe.of(NAME, settings, stages());
    }

    List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(playground.reading());
        if (questioner != null) {
            stages.add(asked.getFirst());
            stages.add(questioner);
        }
        stages.add(asked.getLast());
        if (examQuestions != null) {
            stages.add(examQuestions);
        }
        stages.add(exam);
        stages.addAll(taught.stages());
        stages.add(labels);
        stages.add(handover);
        return stages;
    }
}
