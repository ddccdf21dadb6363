package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.recipes.ReportedRecipe;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.darc.QuestionerRecord;
import dev.selvedge.synth.darc.SolverRecord;
import dev.selvedge.synth.darc.VerlRows;
import dev.selvedge.synth.play.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DARC on documents of the user's, with a tiny model and an endpoint for the roles that do not learn. */
class DarcDocumentsTest {
    private static final List<String> SMALL = List.of(
            "play.tokens.question=40",
            "play.tokens.answer=12",
            "play.exam.samples=2",
            "questioner.practice.rounds=1",
            "questioner.practice.rollouts=2",
            "questioner.documents=1",
            "questioner.votes=2",
            "questioner.samples=2",
            "solver.practice.rounds=2",
            "solver.practice.rollouts=2",
            "solver.questions=2",
            "solver.samples=3");

    @TempDir
    private Path folder;

    private List<String> given;

    @BeforeEach
    void writeDocumentsAndModel() throws Exception {
        Path documents = folder.resolve("documents");
        ToyDocuments.write(documents, 0, 16);
        List<String> texts = IntStream.range(0, 16).mapToObj(ToyDocuments::text).toList();
        Tokenizer tokenizer = new TokenizerTrainer(400, RoleTokens.SPECIAL_TOKENS).train(texts);
        Path base = folder.resolve("base");
        try (Model model = Model.fresh(
                ModelConfig.small(ModelConfig.Family.QWEN3, tokenizer.vocabularySize(), 16, 1, 6_000), tokenizer, 1)) {
            model.write(base);
        }
        given = List.of("play.documents.math=" + documents, "play.reader.model.base=" + base);
    }

    private static DarcSettings settings(List<String> given, List<String> more) {
        var all = new ArrayList<>(SMALL);
        all.addAll(given);
        all.addAll(more);
        return Overrides.apply(DarcSettings.of("small"), all);
    }

    @Test
    void anotherModelAsksReadsAndJudgesAndTheTinyOneLearns() throws Exception {
        try (Witnesses witnesses = new Witnesses()) {
            DarcSettings settings = settings(
                    given,
                    List.of(
                            "cast.questioner=" + witnesses.policy("questioner"),
                            "cast.teacher=" + witnesses.policy("teacher"),
                            "cast.solver=" + witnesses.policy("solver"),
                            "cast.judge=" + witnesses.policy("judge"),
                            "sampling.curriculum.temperature=0.9",
                            "sampling.witnesses.topK=40",
                            "sampling.teacher.topP=0.95"));
            Darc darc = Darc.of(settings);
            assertThat(darc.questioner()).as("stage 1 is left out").isNull();
            Recipe recipe = darc.recipe(settings);
            try (Run run = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
                run.execute();
                assertThat(witnesses.samplings())
                        .as("the teacher is a witness of the first stage too")
                        .containsExactly(
                                "judge 0.0 1.0 ",
                                "questioner 0.9 1.0 ",
                                "solver 1.0 1.0 40",
                                "teacher 1.0 0.95 ",
                                "teacher 1.0 1.0 40");
                String report = DarcReport.of(run, darc, settings)
                        .report(run, darc, recipe)
                        .toString();
                assertThat(report).contains("no first stage", Handover.SOLVER, "held-out documents");
                handedOver(run, darc);
                examined(run, darc);
            }
        }
    }

    private static void handedOver(Run run, Darc darc) {
        Path directory = run.result(darc.handover()).directory();
        List<Task> curriculum = run.result(darc.taught().curriculum()).read(Task.class);
        List<QuestionerRecord> asked = VerlRows.readQuestioner(directory.resolve(Handover.QUESTIONER));
        assertThat(asked)
                .hasSizeGreaterThan(30)
                .allSatisfy(record -> assertThat(record.ability()).isEqualTo("math"));
        List<SolverRecord> solver = VerlRows.readSolver(directory.resolve(Handover.SOLVER));
        assertThat(solver).hasSameSizeAs(curriculum).isNotEmpty();
        for (int i = 0; i < solver.size(); i++) {
            Task question = curriculum.get(i);
            assertThat(solver.get(i).prompt().getLast().content()).isEqualTo(question.text(Fields.QUESTION));
            assertThat(solver.get(i).prompt().toString())
                    .as("the student does not see the document")
                    .doesNotContain(question.text(Fields.DOCUMENT));
            assertThat(solver.get(i).documentPrompt().getLast().content()).contains(question.text(Fields.DOCUMENT));
        }
        assertThat(VerlRows.readSolver(directory.resolve(Handover.LABELLED)).stream()
                        .map(record -> record.index() + ": " + record.groundTruth()))
                .as("the witnesses ask and read alike")
                .containsExactlyElementsOf(solver.stream()
                        .map(record -> record.index() + ": " + record.groundTruth())
                        .toList());
    }

    private static void examined(Run run, Darc darc) {
        Stage questions = Objects.requireNonNull(darc.examQuestions());
        List<Task> exam = run.result(questions).read(Task.class);
        assertThat(exam).isNotEmpty();
        var trained = run.result(darc.taught().curriculum()).read(Task.class).stream()
                .map(task -> task.text(Fields.DOCUMENT_ID))
                .toList();
        assertThat(exam.stream().map(task -> task.text(Fields.DOCUMENT_ID))).doesNotContainAnyElementsOf(trained);
        assertThat(run.result(darc.taught().exam()).read(Task.class)).hasSameSizeAs(exam);
    }

    @Test
    void whereNoQuestionPassesTheRunSaysSo() throws Exception {
        DarcSettings settings = settings(given, List.of("play.documents.most=2", "play.exam.perLevel=1"));
        Recipe recipe = Darc.of(settings).recipe(settings);
        try (Run run = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
            assertThatThrownBy(run::execute)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("no question that passes the gates");
        }
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingBegins() {
        for (String scale : List.of("small", "full")) {
            ReportedRecipe recipe = Recipes.of(Darc.NAME, scale, List.of(), Sources.at(List.of()));
            assertThat(recipe.lacks()).hasSize(2);
            assertThat(recipe.lacks().getFirst()).contains("--documents");
            assertThat(recipe.lacks().getLast()).contains("play.reader.model.base");
        }
        assertThat(Recipes.of(Darc.NAME, "small", given, Sources.at(List.of())).lacks())
                .isEmpty();
        assertThatThrownBy(() -> Recipes.of(Darc.NAME, "toy", given, Sources.at(List.of())))
                .hasMessageContaining("--scale small");
    }

    /** The numbers of the paper stand in the recipe. */
    @Test
    void theFullScaleIsThePapers() {
        DarcSettings full = DarcSettings.of("full");
        assertThat(full.play().documents().most()).isEqualTo(10_000);
        assertThat(full.play().tokens()).isEqualTo(new PlaySettings.TokenSettings(3_000, 4_096, 16_000));
        assertThat(full.questioner().practice()).isEqualTo(new PlaySettings.PracticeScale(3_750, 8, 1e-6));
        assertThat(List.of(full.questioner().prompts(), full.questioner().samples()))
                .containsExactly(16, 10);
        assertThat(List.of(full.solver().questions(), full.solver().samples())).containsExactly(512, 8);
        assertThat(List.of(full.questioner().kl(), full.solver().kl())).containsExactly(0.01, 0.0);
        assertThat(List.of(
                        full.learning().clipLow(),
                        full.learning().clipHigh(),
                        full.learning().dualClip()))
                .containsExactly(0.2, 0.3, 3.0);
        assertThat(full.learning().optimiser().beta2()).isEqualTo(0.999);
        assertThat(Json.tree(full).path("sampling")).as("what a dry run prints").isEqualTo(Json.parse("""
                {"asker": {"temperature": 1.0, "topP": 0.99, "topK": 0},
                 "curriculum": {"temperature": 1.0, "topP": 1.0, "topK": 0},
                 "witnesses": {"temperature": 1.0, "topP": 1.0, "topK": 40},
                 "teacher": {"temperature": 1.0, "topP": 0.95, "topK": 0},
                 "student": {"temperature": 1.0, "topP": 0.99, "topK": 0}}"""));
        assertThat(full.play().documents().most() * 2 * 3 / full.questioner().prompts())
                .as("every prompt once")
                .isEqualTo(full.questioner().practice().rounds());
    }
}
