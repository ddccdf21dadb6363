package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.report.Report;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.recipes.ReportedRecipe;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.play.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DARC's relatives from beginning to end, so small that nothing is learned. */
class FamilyTest {
    @TempDir
    private Path folder;

    private static final List<String> READER = List.of(
            "reader.model.width=32",
            "reader.model.layers=1",
            "reader.model.feedForwardWidth=32",
            "reader.learningRate=0.01");

    private static List<String> settings(String prefix, String... own) {
        var all = new ArrayList<String>();
        READER.forEach(setting -> all.add(prefix + setting));
        all.addAll(List.of(own));
        return all;
    }

    private Report runs(String name, List<String> settings) throws Exception {
        ReportedRecipe recipe = Recipes.of(name, "toy", settings, Sources.of(List.of()));
        try (Run run = Run.open(folder.resolve("run"), recipe.recipe(), Screen.silent())) {
            run.execute();
            return recipe.report().apply(run);
        }
    }

    private static final String[] WORLD = {
        "play.world.pages=3",
        "play.world.facts=2",
        "play.reader.reading=100",
        "play.reader.steps=200",
        "play.exam.perLevel=4",
        "play.exam.samples=2"
    };

    private static List<String> onPlayground(String... own) {
        var all = new ArrayList<>(settings("play."));
        all.addAll(List.of(WORLD));
        all.addAll(List.of(own));
        return all;
    }

    @Test
    void rZero() throws Exception {
        Report report = runs(
                RZero.NAME,
                onPlayground(
                        "iterations=2",
                        "challenger.practice.rounds=1",
                        "challenger.practice.rollouts=3",
                        "challenger.prompts=2",
                        "challenger.samples=3",
                        "questions.tries=20",
                        "questions.samples=4",
                        "questions.mostShare=1",
                        "solver.practice.rounds=2",
                        "solver.practice.rollouts=2",
                        "solver.questions=3"));
        assertThat(report.tables()).hasSize(2);
        assertThat(report.tables().getFirst().columns()).containsExactly("level", "before", "after 1", "after 2");
        assertThat(report.tables().getLast().rows()).hasSize(2);
        assertThat(report.curves()).isNotEmpty();
    }

    @Test
    void spice() throws Exception {
        Report report = runs(
                Spice.NAME, onPlayground("practice.rounds=2", "practice.rollouts=3", "documents=2"));
        assertThat(report.tables()).hasSize(1);
        assertThat(Metrics.read(folder.resolve("run")).stream()
                        .filter(row -> row.stage().equals("spice-solver")))
                .hasSize(2)
                .anySatisfy(row -> assertThat(row.values())
                        .containsKeys("challenger.rollouts", "reasoner.rollouts", "challenger.reward_mean"));
    }

    @Test
    void spin() throws Exception {
        Report report = runs(Spin.NAME, onPlayground("iterations=2", "pairs=24", "examples=8", "steps=4"));
        assertThat(report.tables().getFirst().columns()).hasSize(4);
        assertThat(Metrics.read(folder.resolve("run")).stream()
                        .filter(row -> row.stage().equals("spin-solver-2")))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.values()).containsKeys("preference_accuracy", "reward_margin"));
    }

    @Test
    void absoluteZero() throws Exception {
        Report report = runs(
                AbsoluteZero.NAME,
                settings(
                        "",
                        "reader.reading=150",
                        "reader.steps=20",
                        "exam.perLevel=3",
                        "exam.samples=2",
                        "practice.rounds=3",
                        "practice.rollouts=2",
                        "proposals=6",
                        "solved=2",
                        "samples=2"));
        assertThat(report.tables()).hasSize(3);
        assertThat(Metrics.read(folder.resolve("run")).stream()
                        .filter(row -> row.stage().equals("absolute-zero-solver")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.values())
                        .containsKeys(
                                "propose-deduction.rollouts", "solve-deduction.rollouts", "propose-induction.rollouts"));
    }
}
