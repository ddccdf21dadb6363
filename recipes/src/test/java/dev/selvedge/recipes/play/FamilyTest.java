package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.report.Report;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.play.Fields;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DARC's relatives from beginning to end, so small that nothing is learned; what it is about is that all holds together. */
class FamilyTest {
    @TempDir
    private Path folder;

    private static final List<String> MODEL = List.of(
            "reader.primer=5",
            "reader.model.width=32",
            "reader.model.layers=1",
            "reader.model.feedForwardWidth=32",
            "reader.learningRate=0.01");

    private static final List<String> WORLD = List.of(
            "world.pages=3",
            "world.facts=2",
            "reader.primer=5",
            "reader.reading=80",
            "reader.steps=160",
            "exam.perLevel=3",
            "exam.samples=2");

    private static <R extends Record> R played(R settings, String... own) {
        List<String> all = new ArrayList<>(List.of(own));
        Stream.concat(MODEL.stream(), WORLD.stream()).forEach(setting -> all.add("play." + setting));
        return Overrides.apply(settings, all);
    }

    private Report finished(Recipe recipe, PlayReport report) throws Exception {
        try (Run run = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
            run.execute();
            return report.report(run, recipe);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RZero.NAME, AbsoluteZero.NAME, Spice.NAME, Spin.NAME})
    void isKnownByItsNameAndSpellsItsDefaults(String name) {
        assertThat(Recipes.names()).contains(name);
        Recipe recipe =
                Recipes.of(name, "toy", List.of(), Sources.of(List.of())).recipe();
        assertThat(recipe.name()).isEqualTo(name);
        assertThat(Json.write(recipe.settings())).isEqualTo(Json.write(Recipes.defaults(name)));
    }

    @Test
    void settingsOutOfRangeAreRefusedInASentence() {
        assertThatThrownBy(() -> Overrides.apply(RZeroSettings.toy(), List.of("iterations=0", "solver.questions=0")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("iterations is at least 1, not 0.\nsolver.questions is at least 1, not 0.");
        assertThatThrownBy(() -> Overrides.apply(SpiceSettings.toy(), List.of("documents=21")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("documents is at most the world's 20 pages, not 21.");
    }

    @Test
    void rZeroSpiceAndSpinPlayOnOnePlayground() throws Exception {
        RZeroSettings zeroSettings = played(
                RZeroSettings.toy(),
                "iterations=2",
                "challenger.practice.rounds=1",
                "challenger.practice.rollouts=3",
                "challenger.prompts=2",
                "challenger.samples=3",
                "questions.tries=24",
                "questions.samples=4",
                "questions.mostShare=1",
                "solver.practice.rounds=2",
                "solver.practice.rollouts=2",
                "solver.questions=3");
        var playground = new Playground(zeroSettings.play(), "");
        RZero zero = RZero.on(playground, zeroSettings);
        Spice spice = Spice.on(
                playground, played(SpiceSettings.toy(), "practice.rounds=3", "practice.rollouts=3", "documents=2"));
        Spin spin =
                Spin.on(playground, played(SpinSettings.toy(), "iterations=2", "pairs=24", "examples=8", "steps=4"));
        List<Stage> stages = new ArrayList<>(playground.reading());
        Stream.of(zero.stages(), spice.stages(), spin.stages()).forEach(stages::addAll);
        Recipe recipe = Recipe.of("family", zeroSettings, stages);

        Report told = finished(recipe, PlayReport.of(zero));
        assertThat(told.tables()).hasSize(2);
        assertThat(told.tables().getFirst().columns()).containsExactly("level", "before", "after 1", "after 2");
        assertThat(told.tables().getLast().rows()).hasSize(2);
        assertThat(rows("spice-solver"))
                .hasSize(3)
                .anySatisfy(row -> assertThat(row.values())
                        .containsKeys("challenger.rollouts", "reasoner.rollouts", "challenger.reward_mean"));
        assertThat(rows("spin-solver-2"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.values()).containsKeys("preference_accuracy", "reward_margin"));
        try (Run run = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
            assertThat(run.result(zero.questions().getFirst()).read(Task.class))
                    .isNotEmpty()
                    .allSatisfy(task -> assertThat(task.number(Fields.SHARE)).isBetween(0.3, 1.0));
            assertThat(run.result(spin.stages().get(1)).read(Spin.Written.class))
                    .allSatisfy(one -> assertThat(one.generated()).isNotEmpty());
        }
        goesOnToTheSameWeights(recipe, spice.solver());
    }

    @Test
    void absoluteZeroProposesRunsAndSolves() throws Exception {
        List<String> own = new ArrayList<>(MODEL);
        own.addAll(List.of(
                "reader.primer=5",
                "reader.reading=150",
                "reader.steps=20",
                "exam.perLevel=3",
                "exam.samples=2",
                "practice.rounds=3",
                "practice.rollouts=2",
                "proposals=6",
                "solved=2",
                "samples=2"));
        AbsoluteZero zero = AbsoluteZero.of(Overrides.apply(AbsoluteZeroSettings.toy(), own));
        Recipe recipe = zero.recipe();
        Report told = finished(recipe, PlayReport.of(zero));
        assertThat(told.tables()).hasSize(3);
        assertThat(rows(zero.solver().name()))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.values())
                        .containsEntry("propose-abduction.rollouts", 6.0)
                        .containsEntry("solve-deduction.rollouts", 4.0)
                        .containsKey("propose-induction.rollouts"));
        goesOnToTheSameWeights(recipe, zero.solver());
    }

    private List<Metrics.Row> rows(String stage) {
        return Metrics.read(folder.resolve("run")).stream()
                .filter(row -> row.stage().equals(stage))
                .toList();
    }

    /** Does a stage of the finished run again, and stops in its second round before that is kept. */
    private void goesOnToTheSameWeights(Recipe recipe, Stage stage) throws Exception {
        Path again = folder.resolve("again");
        copyWithout(folder.resolve("run"), again, stage.name());
        Screen stopping = new Screen(new PrintStream(PrintStream.nullOutputStream()), false, false, () -> {
            if (Metrics.read(again).stream().anyMatch(row -> row.stage().equals(stage.name()))) {
                throw new IllegalStateException("stopped in the second round");
            }
            return 0;
        });
        try (Run run = Run.open(again, recipe, stopping)) {
            assertThatThrownBy(run::execute).hasStackTraceContaining("stopped in the second round");
        }
        try (Run run = Run.open(again, recipe, Screen.silent());
                Run straight = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
            run.execute();
            assertThat(Files.readString(again.resolve("log.txt"))).contains("goes on after round 1");
            assertThat(ContentHash.ofDirectory(run.result(stage).file(Trainee.MODEL)))
                    .isEqualTo(ContentHash.ofDirectory(straight.result(stage).file(Trainee.MODEL)));
        }
    }

    private static void copyWithout(Path from, Path to, String stage) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !from.relativize(file).toString().contains(stage + "-"))
                    .filter(file -> !file.endsWith("metrics.jsonl"))
                    .forEach(file -> {
                        try {
                            Files.copy(file, to.resolve(from.relativize(file)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
