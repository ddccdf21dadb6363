package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outage of a service does to a run: it makes no number, and the run goes on to the same weights. */
class OutageTest {
    @TempDir
    private Path folder;

    @Test
    void aRoundWithAnOutageStopsOrLeavesOutAndGivesNoNumber() {
        Inquiry broken = Inquiry.each(task -> task.id().equals("a")
                ? Outcome.postpone("The judge is out of reach.")
                : Outcome.reject("copied", "So."));
        List<Task> tasks = List.of(new Task("a", Map.of()), new Task("b", Map.of()));
        assertThatThrownBy(() -> Outage.stops(broken, false).of(tasks))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("The judge is out of reach.")
                .hasMessageContaining("Nothing was learned");
        List<Outcome<Task>> outcomes = Outage.stops(broken, true).of(tasks);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            trials.add(new Trial(tasks.get(i), outcomes.get(i)));
        }
        List<Score> scores =
                DarcProfile.DEFAULT.questionerReward(Targets.PUBLISHED, 0).of(trials);
        assertThat(scores.getFirst()).isInstanceOf(Score.Unscored.class);
        assertThat(scores.getLast()).isEqualTo(Score.of(-1));
    }

    private DarcSettings settings(Witnesses witnesses) {
        var all = new ArrayList<>(DarcTest.TINY);
        all.addAll(List.of(
                "questioner.practice.rounds=3",
                "solver.practice.rounds=3",
                "cast.judge=" + witnesses.policy("judge"),
                "cast.solver=" + witnesses.policy("solver"),
                "cast.teacher=" + witnesses.policy("teacher")));
        return Overrides.apply(DarcSettings.of("toy"), all);
    }

    /** Judge, Solver and teacher are out of order in the middle of stage 1, and the teacher in the middle of stage 2. */
    @Test
    void outagesStopBothStagesAndTheyGoOnToTheSameWeights() throws Exception {
        try (Witnesses witnesses = new Witnesses()) {
            DarcSettings settings = settings(witnesses);
            Darc darc = Darc.of(settings);
            Recipe recipe = darc.recipe(settings);
            Stage questioner = Objects.requireNonNull(darc.questioner());
            Stage solver = darc.taught().solver();
            Path straight = folder.resolve("straight");
            try (Run run = Run.open(straight, recipe, Screen.silent())) {
                run.execute();
            }
            Path stopped = folder.resolve("stopped");
            copy(straight, stopped, List.of("recipe.json", "-vocabulary-", "-primer-", "-reading-", "-reader-"));
            for (Stage stage : List.of(questioner, solver)) {
                witnesses.downWhile(() -> rounds(stopped, stage) > 0);
                assertThatThrownBy(() -> execute(stopped, recipe))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("Nothing was learned from this round");
                assertThat(witnesses.wasDown()).isTrue();
                assertThat(rounds(stopped, stage))
                        .as("rounds of " + stage.name())
                        .isEqualTo(1);
                witnesses.downWhile(() -> false);
            }
            execute(stopped, recipe);
            assertThat(Files.readString(stopped.resolve("log.txt"))).contains("goes on after round 1");
            try (Run one = Run.open(straight, recipe, Screen.silent());
                    Run other = Run.open(stopped, recipe, Screen.silent())) {
                for (Stage stage : List.of(questioner, solver)) {
                    assertThat(weights(other, stage)).isEqualTo(weights(one, stage));
                    assertThat(weights(one, stage))
                            .as("something was learned")
                            .isNotEqualTo(weights(one, darc.playground().reader()));
                }
            }
        }
    }

    private static void execute(Path directory, Recipe recipe) throws Exception {
        try (Run run = Run.open(directory, recipe, Screen.silent())) {
            run.execute();
        }
    }

    private static long rounds(Path run, Stage stage) {
        return Metrics.read(run).stream()
                .filter(row -> row.stage().equals(stage.name()))
                .count();
    }

    private static ContentHash weights(Run run, Stage stage) {
        return ContentHash.ofDirectory(run.result(stage).file(Trainee.MODEL));
    }

    /** Copies those files of a run whose places hold one of some texts. */
    private static void copy(Path from, Path to, List<String> parts) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> parts.stream().anyMatch(from.relativize(file).toString()::contains))
                    .forEach(file -> {
                        try {
                            Path copy = to.resolve(from.relativize(file));
                            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
