package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.play.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole recipe, so small that nothing is learned; what it is about is that everything holds together. */
class DarcTest {
    static final List<String> TINY = List.of(
            "play.world.pages=3",
            "play.world.facts=2",
            "play.reader.model.width=32",
            "play.reader.model.layers=1",
            "play.reader.model.feedForwardWidth=32",
            "play.reader.primer=5",
            "play.reader.reading=100",
            "play.reader.steps=300",
            "play.reader.learningRate=0.01",
            "questioner.practice.rounds=2",
            "questioner.practice.rollouts=3",
            "questioner.documents=1",
            "questioner.votes=2",
            "questioner.samples=2",
            "curriculum.perLevel=2",
            "solver.practice.rounds=2",
            "solver.practice.rollouts=2",
            "solver.questions=3",
            "solver.samples=2",
            "play.exam.perLevel=4",
            "play.exam.samples=2");

    @TempDir
    private Path folder;

    private static DarcSettings tiny(DarcProfile profile) {
        var all = new ArrayList<>(TINY);
        all.add("profile=" + profile);
        return Overrides.apply(DarcSettings.of("toy"), all);
    }

    @Test
    void runsToItsReport() throws Exception {
        runs(DarcProfile.DEFAULT);
    }

    @Test
    @Tag("long")
    void runsAsPublished() throws Exception {
        runs(DarcProfile.PARITY);
    }

    private void runs(DarcProfile profile) throws Exception {
        DarcSettings settings = tiny(profile);
        Darc darc = Darc.of(settings);
        Recipe recipe = darc.recipe(settings);
        try (Run run = Run.open(folder.resolve("run"), recipe, Screen.silent())) {
            run.execute();
            DarcReport report = DarcReport.of(run, darc, settings);
            assertThat(report.examBefore()).containsOnlyKeys(1, 2);
            assertThat(report.report(run, darc, recipe).tables()).hasSize(3);
            List<Task> questions = run.result(darc.taught().curriculum()).read(Task.class);
            assertThat(questions)
                    .allSatisfy(task -> assertThat(task.fields())
                            .containsOnlyKeys(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION));
            if (profile == DarcProfile.DEFAULT) {
                assertThat(questions.stream().map(task -> task.text(Fields.QUESTION)))
                        .doesNotHaveDuplicates();
            }
            assertThat(questions.stream().map(task -> task.number(Fields.LEVEL)).toList())
                    .isSorted();
            assertThat(Metrics.read(folder.resolve("run")).stream()
                            .filter(row -> row.stage().equals("questioner")))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.values()).containsKey("rollouts"));
        }
    }
}
