package dev.selvedge.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    record Square(int of, long value) {}

    record Sum(long value) {}

    record Settings(int count, int divisor) {}

    @TempDir
    Path temp;

    private final AtomicInteger worked = new AtomicInteger();

    /** Squares the numbers below {@code count}, rejects multiples of {@code divisor}, and adds up the rest. */
    private Recipe squares(Settings settings, int threads, boolean virtual) {
        RecordStage<Integer> items = Stage.named("square", "1")
                .settings(settings)
                .input("numbers", ContentHash.of("numbers"))
                .items(workspace -> IntStream.range(0, settings.count()).boxed())
                .place(n -> "number " + n);
        Stage square = (virtual ? items.virtualThreads(threads) : items.threads(threads)).each(n -> {
            worked.incrementAndGet();
            return n % settings.divisor() == 0
                    ? Outcome.reject("a-multiple", n + " is a multiple of " + settings.divisor() + ".")
                    : Outcome.keep(new Square(n, (long) n * n));
        });
        Stage sum = Stage.named("sum", "1").input("squares", square).directory(workspace -> {
            try (Stream<Square> all = workspace.input("squares").stream(Square.class)) {
                workspace
                        .records()
                        .add(
                                "all",
                                Outcome.keep(
                                        new Sum(all.mapToLong(Square::value).sum())));
            }
            Files.writeString(workspace.work().resolve("scratch"), "gone");
            Files.writeString(workspace.directory().resolve("note.txt"), "kept");
            workspace.metric(1, Map.of("squares", 3.0));
        });
        return Recipe.of("squares", settings, List.of(square, sum));
    }

    private Run open(String directory, Recipe recipe) {
        return Run.open(temp.resolve(directory), recipe, Screen.silent());
    }

    private static Map<String, ContentHash> files(Path stages) throws IOException {
        Map<String, ContentHash> hashes = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(stages)) {
            tree.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("stage.json"))
                    .forEach(file -> hashes.put(stages.relativize(file).toString(), ContentHash.ofFile(file)));
        }
        return hashes;
    }

    @Test
    void makesStagesInOrderAndReusesThem() throws Exception {
        Recipe recipe = squares(new Settings(10, 3), 1, false);
        try (Run run = open("a", recipe)) {
            run.execute();
            StageResult squares = run.result(recipe.stages().getFirst());
            assertThat(squares.read(Square.class)).extracting(Square::of).containsExactly(1, 2, 4, 5, 7, 8);
            assertThat(squares.rejections()).hasSize(4);
            assertThat(squares.rejections().get(1))
                    .isEqualTo(new Rejection(3, "number 3", "a-multiple", "", "3 is a multiple of 3."));
            assertThat(squares.summary().items()).isEqualTo(10);
            assertThat(squares.summary().rejected()).containsEntry("a-multiple", 4L);
            StageResult sum = run.result(recipe.stages().getLast());
            assertThat(sum.read(Sum.class)).containsExactly(new Sum(1 + 4 + 16 + 25 + 49 + 64));
            assertThat(Run.result(temp.resolve("a"), "sum")).isEqualTo(sum);
            assertThatThrownBy(() -> Run.result(temp.resolve("a"), "som"))
                    .hasMessageEndingWith("has no stage 'som' (did you mean 'sum'?); it has [square, sum].");
            assertThat(sum.summary().files().keySet()).containsExactly("note.txt", "records.jsonl", "rejected.jsonl");
            assertThat(sum.directory().resolve("work")).doesNotExist();
        }
        assertThat(RunState.read(temp.resolve("a")).status()).isEqualTo(RunState.Status.DONE);
        assertThat(Metrics.read(temp.resolve("a"))).hasSize(1);
        try (Run run = open("a", squares(new Settings(10, 3), 1, false))) {
            run.execute();
        }
        assertThat(worked).hasValue(10);
    }

    @Test
    void threadsDoNotChangeTheFiles() throws Exception {
        Settings settings = new Settings(500, 7);
        try (Run one = open("one", squares(settings, 1, false));
                Run many = open("many", squares(settings, 5, false));
                Run virtual = open("virtual", squares(settings, 9, true))) {
            one.execute();
            many.execute();
            virtual.execute();
        }
        Map<String, ContentHash> expected = files(temp.resolve("one/stages"));
        assertThat(expected).hasSize(5);
        assertThat(files(temp.resolve("many/stages"))).isEqualTo(expected);
        assertThat(files(temp.resolve("virtual/stages"))).isEqualTo(expected);
    }

    @Test
    void changedSettingsMakeOnlyWhatTheyReach() throws Exception {
        try (Run run = open("a", squares(new Settings(10, 3), 1, false))) {
            run.execute();
        }
        Recipe changed = squares(new Settings(10, 4), 1, false);
        try (Run run = open("a", changed)) {
            assertThatThrownBy(() -> run.result(changed.stages().getFirst()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("is not finished");
            run.execute();
        }
        assertThat(worked).hasValue(20);
        assertThat(Run.results(temp.resolve("a"))).hasSize(4);
    }

    @Test
    void refusesWhatIsNoRunDirectoryOfThisRecipeAndFormat() throws Exception {
        Recipe recipe = squares(new Settings(1, 2), 1, false);
        Files.createDirectories(temp.resolve("foreign"));
        Files.writeString(temp.resolve("foreign/thesis.txt"), "years of work");
        assertThatThrownBy(() -> open("foreign", recipe))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not a run directory (it has 'thesis.txt'");
        Files.createDirectories(temp.resolve("future"));
        Files.writeString(temp.resolve("future/recipe.json"), "{\"format\":7,\"soul\":\"x\"}");
        assertThatThrownBy(() -> open("future", recipe)).hasMessageContaining("format version 7");
        Files.createDirectories(temp.resolve("other"));
        open("other", Recipe.of("other", new Settings(1, 1), List.of())).close();
        assertThatThrownBy(() -> open("other", recipe)).hasMessageContaining("recipe 'other', not of 'squares'");
        Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> open("file", recipe)).isInstanceOf(UserException.class);
        assertThat(temp.resolve("foreign")).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void twoRunsCannotShareADirectory() {
        Recipe recipe = squares(new Settings(1, 2), 1, false);
        Run first = open("a", recipe);
        assertThatThrownBy(() -> open("a", recipe))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("in use");
        assertThatThrownBy(() -> open("a", recipe)).hasMessageContaining("in use");
        first.close();
        open("a", recipe).close();
        assertThat(temp.resolve("a/state.json")).doesNotExist();
    }
}
