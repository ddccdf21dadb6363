package dev.selvedge.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Reply;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStageTest {
    record Line(int item, String text) {}

    enum Reason {
        NO_GOOD
    }

    @TempDir
    Path temp;

    private final List<Integer> worked = Collections.synchronizedList(new ArrayList<>());

    private static RecordStage<Integer> items(int count) {
        return Stage.named("lines", "1")
                .items(workspace -> IntStream.range(0, count).boxed());
    }

    private Outcome<Line> line(int n) {
        worked.add(n);
        return n % 5 == 4
                ? Outcome.reject(Reason.NO_GOOD, "end", "It is " + n + ".")
                : Outcome.keep(new Line(n, "é\n" + n));
    }

    private StageResult run(Stage stage) throws InterruptedException {
        try (Run run = Run.open(temp, new Recipe("r", stage.settings(), List.of(stage)), Screen.silent())) {
            run.execute();
            return run.result(stage);
        }
    }

    private void failsWith(Stage stage, String message) {
        assertThatThrownBy(() -> run(stage)).isInstanceOf(UserException.class).hasMessageContaining(message);
        RunState state = RunState.read(temp);
        assertThat(state.status()).isEqualTo(RunState.Status.FAILED);
        assertThat(state.cause()).contains(message);
    }

    private Path directory(Stage stage) throws IOException {
        return temp.resolve("stages").resolve("01-lines-" + stage.identity().abbreviated());
    }

    @Test
    void aLogThatIsCutAnywhereIsTakenUpBeforeTheCut() throws Exception {
        Path file = temp.resolve(ItemLog.FILE);
        try (ItemLog log = ItemLog.open(file, told -> {})) {
            log.append(2, "c", Outcome.keepAll(List.of(new Line(2, "x"), new Line(2, "é"))));
            log.append(0, "a", Outcome.reject("no", "No."));
            log.append(1, "b", Outcome.keepAll(List.of()));
        }
        byte[] whole = Files.readAllBytes(file);
        List<Long> ends = new ArrayList<>();
        try (EntryReader reader = new EntryReader(file)) {
            for (EntryReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                ends.add(entry.end());
            }
        }
        assertThat(ends).hasSize(3).last().isEqualTo((long) whole.length);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            long kept = 0;
            for (long end : ends) {
                kept = end <= cut ? end : kept;
            }
            List<String> told = new ArrayList<>();
            try (ItemLog log = ItemLog.open(file, told::add)) {
                assertThat(Files.size(file)).isEqualTo(kept);
                assertThat(log.finished(2, "c")).isEqualTo(cut >= ends.get(0));
                assertThat(log.finished(0, "a")).isEqualTo(cut >= ends.get(1));
                assertThat(log.finished(1, "b")).isEqualTo(cut >= ends.get(2));
                assertThat(told).hasSize(kept == cut ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFailureIsToldWithItsItemAndFinishedItemsAreNotWorkedOnAgain(int threads) throws Exception {
        AtomicInteger failing = new AtomicInteger(33);
        Stage stage = items(50).place(n -> "number " + n).threads(threads).each(n -> {
            if (n == failing.get()) {
                throw new IllegalStateException("broken inside");
            }
            return line(n);
        });
        failsWith(stage, "Stage 'lines' failed at number 33: java.lang.IllegalStateException: broken inside");
        assertThat(temp.resolve("log.txt")).content().contains("RecordStageTest");
        assertThat(directory(stage).resolve("stage.json")).doesNotExist();
        int before = worked.size();
        assertThat(before).isBetween(30, 49);
        failing.set(-1);
        StageResult result = run(stage);
        assertThat(worked)
                .hasSizeBetween(50, 50 + threads - 1)
                .containsAll(IntStream.range(0, 50).filter(n -> n != 33).boxed().toList());
        assertThat(result.read(Line.class)).extracting(Line::item).isSorted().hasSize(40);
        assertThat(result.summary().line())
                .startsWith("lines: 50 in, 40 kept as 40 records, 10 rejected (10 no-good);");
    }

    @Test
    void postponedItemsLeaveTheStageUnfinishedAndAreTriedAgain() throws Exception {
        AtomicInteger outage = new AtomicInteger(1);
        Stage stage = items(30).each(n -> n % 10 == 3 && outage.get() > 0 ? Outcome.postpone("It is down.") : line(n));
        failsWith(stage, "3 items could not be decided, the first because: It is down.");
        assertThat(worked).hasSize(27);
        outage.set(0);
        assertThat(run(stage).summary().items()).isEqualTo(30);
        assertThat(worked).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aLongOutageEndsTheStageAtOnce() {
        Stage stage = items(100_000).virtualThreads(8).each(n -> {
            worked.add(n);
            return Outcome.postpone("It is down.");
        });
        failsWith(stage, "20 items in a row could not be decided, the last because: It is down.");
        assertThat(worked).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatABodySaysAfterAnInterruptIsNotWrittenDown(int threads) throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger stuck = new AtomicInteger(5);
        Stage stage = items(10).threads(threads).each(n -> {
            if (n == stuck.get()) {
                waiting.countDown();
                try {
                    Thread.sleep(120_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Outcome.reject("no-answer", "It was interrupted.");
                }
            }
            return Outcome.keep(new Line(n, ""));
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                run(stage);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        waiting.await();
        running.interrupt();
        running.join(100_000);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(RunState.read(temp).status()).isEqualTo(RunState.Status.INTERRUPTED);
        stuck.set(-1);
        assertThat(run(stage).summary().kept()).isEqualTo(10);
    }

    @Test
    void aPolicysFailureIsPutOffOrRejectedByItsFault() {
        assertThat(Outcome.<Line>failed(new Reply.Failure(Fault.SYSTEM, "Down.")))
                .isEqualTo(new Outcome.Postponed<Line>("Down."));
        assertThat(Outcome.<Line>failed(new Reply.Failure(Fault.POLICY, "Bad.")))
                .isEqualTo(new Outcome.Rejected<Line>("policy-fault", "", "Bad."));
    }

    @Test
    void tooManyRejectsFailTheStageAndAreKeptToLookAt() throws Exception {
        Stage stage = items(10).rejectedShareLimit(0.1).each(this::line);
        failsWith(stage, "rejected 2 of 10 items {no-good=2}, more than the allowed share of 0.1");
        assertThat(directory(stage).resolve("rejected.jsonl")).content().contains("It is 9.");
    }

    @Test
    void batchesAreTheSameAfterARestart() throws Exception {
        AtomicInteger failing = new AtomicInteger(7);
        List<List<Integer>> batches = new ArrayList<>();
        AtomicInteger closed = new AtomicInteger();
        Function<Workspace, Worker<Integer, Line>> open = workspace -> new Worker<>() {
            @Override
            public List<Outcome<Line>> work(List<Integer> batch) throws IOException {
                batches.add(batch);
                if (batch.contains(failing.get())) {
                    throw new IOException("lost");
                }
                return batch.stream().map(RecordStageTest.this::line).toList();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        Stage stage = items(10).batches(4).worker(open);
        failsWith(stage, "lost");
        failing.set(-1);
        assertThat(run(stage).read(Line.class)).hasSize(8);
        assertThat(batches)
                .containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(4, 5, 6, 7), List.of(8, 9));
        assertThat(closed).hasValue(2);
        run(stage);
        assertThat(closed).hasValue(2);
    }

    @Test
    void itemsThatAreNotThoseOfTheRunBeforeAreNoticed() {
        AtomicInteger shift = new AtomicInteger();
        Stage stage = Stage.named("lines", "1")
                .items(workspace -> IntStream.range(0, 10).boxed())
                .place(n -> "number " + (n + shift.get()))
                .each(n -> n == 9 && shift.get() == 0 ? Outcome.postpone("Later.") : line(n));
        failsWith(stage, "could not be decided");
        shift.set(1);
        failsWith(stage, "item 0 is now number 1. Delete " + temp.resolve("stages"));
    }

    @Test
    void aFullDiskIsASentenceAndNothingIsLost() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        Stage stage = items(20).each(this::line);
        Run.open(temp, new Recipe("r", stage.settings(), List.of(stage)), Screen.silent())
                .close();
        Path aside = Files.createDirectories(directory(stage)).resolve("records.jsonl.tmp");
        Files.createSymbolicLink(aside, full);
        failsWith(stage, "no space is left on the device. What was finished before is kept");
        assertThat(worked).hasSize(20);
        Files.delete(aside);
        assertThat(run(stage).read(Line.class)).hasSize(16);
        assertThat(worked).hasSize(20);
    }

    @Test
    void aDirectoryStageBeginsEmptyButForItsPrivateDirectory() throws Exception {
        AtomicInteger attempt = new AtomicInteger();
        Stage stage = Stage.named("lines", "1").directory(workspace -> {
            try (Stream<Path> files = Files.list(workspace.directory())) {
                assertThat(files.filter(file -> !file.getFileName().toString().endsWith(".tmp")))
                        .hasSize(attempt.get() == 0 ? 0 : 1);
            }
            Files.writeString(workspace.directory().resolve("part" + attempt.get()), "x");
            Files.writeString(workspace.work().resolve("checkpoint" + attempt.get()), "x");
            if (attempt.getAndIncrement() == 0) {
                throw new IOException("lost");
            }
            assertThat(workspace.work().resolve("checkpoint0")).exists();
        });
        failsWith(stage, "lost");
        assertThat(run(stage).summary().files().keySet()).containsExactly("part1", "records.jsonl", "rejected.jsonl");
    }

    @Test
    void recipesThatCannotFinishAreRefused() {
        Stage first = Stage.named("first", "1").directory(workspace -> {});
        Stage second = Stage.named("second", "1").input("x", first).directory(workspace -> {});
        assertThatThrownBy(() -> Recipe.of("r", Map.of(), List.of(second, first)))
                .hasMessageContaining("stage 'second' reads stage 'first' as 'x', which does not come before it");
        assertThatThrownBy(() -> Recipe.of("r", Map.of(), List.of(first, first)))
                .hasMessageContaining("two stages 'first'");
        assertThatThrownBy(() -> Stage.named("No Name", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identityDependsOnAllThatGoesIn() {
        Stage first = Stage.named("a", "1").directory(workspace -> {});
        List<Stage> stages = List.of(
                first,
                Stage.named("b", "1").directory(workspace -> {}),
                Stage.named("a", "2").directory(workspace -> {}),
                Stage.named("a", "1").settings(Map.of("x", 1)).directory(workspace -> {}),
                Stage.named("a", "1").input("x", first).directory(workspace -> {}),
                Stage.named("a", "1").input("y", first).directory(workspace -> {}));
        assertThat(stages).extracting(Stage::identity).doesNotHaveDuplicates();
        assertThat(Stage.named("a", "1").directory(workspace -> {}).identity()).isEqualTo(first.identity());
    }
}
