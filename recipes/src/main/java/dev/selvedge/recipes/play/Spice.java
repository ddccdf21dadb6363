package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.OwnAnswer;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Shape;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.rollout.Advantage;
import dev.selvedge.train.rollout.Credit;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Practice;
import dev.selvedge.train.rollout.PracticeSettings;
import dev.selvedge.train.rollout.Sampler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SPICE (arXiv 2510.24684): one model plays both roles and learns both in the same step. As Challenger it reads a
 * document, and writes a question with the answer that stands there; as Reasoner it answers without the document. The
 * Challenger is paid most where half of the answers are right.
 *
 * @param playground that it is played on
 * @param solver the trained model
 * @param exams before and after
 */
public record Spice(SpiceSettings settings, Playground playground, Stage solver, List<Stage> exams) {
    public static final String NAME = "spice";

    static final String CHALLENGER = "challenger";
    static final String REASONER = "reasoner";

    private static final String VERSION = "1";
    /** Its prompts name no difficulty; those of the playground do, so it is always the same. */
    private static final int LEVEL = 2;

    private static final double BELL_WIDTH = 0.01;
    private static final double REFUSED = -0.1;

    public Spice {
        exams = List.copyOf(exams);
    }

    /** SPICE by itself. */
    public static Spice of(SpiceSettings settings) {
        return on(new Playground(settings.play(), ""), settings);
    }

    /** SPICE on a playground that others may play on too. */
    static Spice on(Playground playground, SpiceSettings settings) {
        Stage reader = playground.reader();
        Stage solver = playground
                .stage("spice-solver", VERSION)
                .settings(Map.of(
                        "practice", settings.practice(),
                        "documents", settings.documents(),
                        "questionsPerDocument", settings.questionsPerDocument(),
                        "seed", settings.play().seed()))
                .input("reader", reader)
                .directory(workspace -> learn(workspace, playground, settings));
        return new Spice(
                settings,
                playground,
                solver,
                List.of(playground.exam("spice-exam-0", reader), playground.exam("spice-exam-1", solver)));
    }

    /** Its stages in order, without the reader's. */
    List<Stage> stages() {
        return List.of(exams.getFirst(), solver, exams.getLast());
    }

    /** All of it as a run. */
    public Recipe recipe() {
        return Recipe.of(
                NAME,
                settings,
                Stream.concat(playground.reading().stream(), stages().stream()).toList());
    }

    private static void learn(Workspace workspace, Playground playground, SpiceSettings settings) {
        long seed = settings.play().seed();
        int rollouts = settings.practice().rollouts();
        Map<String, Task> sources = playground.world().documents().stream()
                .map(document -> document.with(Fields.LEVEL, LEVEL))
                .collect(Collectors.toMap(Task::id, Function.identity()));
        List<List<Exercise>> documents = playground.world().documents().stream()
                .map(document -> List.of(new Exercise(
                        document.id(), playground.asker().prompt(document.with(Fields.LEVEL, LEVEL), 0))))
                .toList();
        try (Trainee trainee = new Trainee(workspace, "reader")) {
            var solving = new Solving(
                    playground.student(),
                    trainee.in(REASONER),
                    trainee.model(),
                    rollouts,
                    (task, reply) -> right(playground, task, reply),
                    seed);
            Inquiry inquiry = Inquiry.inOrder(List.of(
                    DarcProfile.DEFAULT.cheapGates(QuestionGates.Form.SHORT), OwnAnswer.asReference(), solving));
            var challenging = new Sampler(
                    trainee.in(CHALLENGER),
                    trainee.model(),
                    rollouts,
                    Sampler.Baseline.NONE,
                    new Proposals(sources, inquiry, challengerReward(), trials -> {}));
            Drill drill = Drill.shuffled(challenging, documents, settings.documents(), seed);
            Credit credit = Credit.of(new Advantage.DrGrpo());
            trainee.practise(
                    new Practice(
                            trainee.model(),
                            solving.beside(drill, settings.questionsPerDocument()),
                            Map.of(CHALLENGER, credit, REASONER, credit),
                            PolicyGradient.drGrpo(settings.play().tokens().answer()),
                            null,
                            PracticeSettings.of(settings.practice().rounds()),
                            settings.practice().training(seed)),
                    ContentHash.of(NAME));
        }
    }

    /** 1 for the answer that the Challenger took from the document, as published. */
    private static Score right(Playground playground, Task task, String reply) {
        String answer = playground.grading().answer().apply(reply);
        return Score.of(
                !answer.isEmpty() && playground.grading().same().test(answer, task.text(Fields.REFERENCE)) ? 1 : 0);
    }

    /** A bell over the variance of the Reasoner's success, and -0.1 for what is no question. */
    static ProposerReward challengerReward() {
        return new ProposerReward(new Shape.VarianceBell(BELL_WIDTH), REFUSED, Map.of(), Set.of(), List.of(), REFUSED);
    }
}
