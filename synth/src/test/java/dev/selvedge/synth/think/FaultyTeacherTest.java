package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.FaultyEndpoint;
import dev.selvedge.core.remote.FaultyEndpoint.Mood;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.run.Rejection;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.synth.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A teacher behind an endpoint fails in every way it can: nothing is lost, doubled, or paid for twice. */
@Timeout(180)
class FaultyTeacherTest {
    private static final int WORKFLOWS = 9;
    private static final TemplateTeacher TEACHER = new TemplateTeacher(ToyWorkflows.CATALOG);

    @TempDir
    Path temp;

    /** The first answer of a process takes long on a busy machine, longer than a client may wait; so it is given here. */
    @BeforeAll
    static void warmUp() {
        Thoughts thoughts = new Thoughts(TEACHER, ToyWorkflows.CATALOG, Teacher.Limits.STANDARD);
        ToyWorkflows.of(3).forEach(workflow -> thoughts.annotate(workflow, 1));
    }

    private static FaultyEndpoint endpoint(FaultyEndpoint.Moods moods) throws IOException {
        return new FaultyEndpoint(moods, FaultyEndpoint.of(TEACHER));
    }

    private static void execute(Path directory, FaultyEndpoint endpoint, int workflows) throws InterruptedException {
        try (Run run = Run.open(directory, KillableThinking.recipe(endpoint.url(), workflows), Screen.silent())) {
            run.execute();
        }
    }

    private static List<Annotation> records(Path directory, String stage) {
        return Run.result(directory, stage).read(Annotation.class);
    }

    /** Every item of a stage came out once, as a record or as a reject. */
    private static void addsUp(Path directory, String stage, long items) {
        StageResult result = Run.result(directory, stage);
        assertThat(result.summary().items()).isEqualTo(items);
        assertThat(result.summary().kept() + result.summary().rejectedItems()).isEqualTo(items);
        List<Rejection> rejections = result.rejections();
        Set<String> places = new HashSet<>();
        rejections.forEach(each -> assertThat(places.add(each.toString())).isTrue());
        assertThat(result.read(Annotation.class)).hasSize((int) items - rejections.size());
    }

    @Test
    void whatPassesChangesNothing() throws Exception {
        Path straight = temp.resolve("straight");
        Path shaken = temp.resolve("shaken");
        try (FaultyEndpoint sound = endpoint(FaultyEndpoint.sound());
                FaultyEndpoint faulty = endpoint(FaultyEndpoint.stallingAt(7, FaultyEndpoint.mixture(5, 0.5, 0)))) {
            execute(straight, sound, WORKFLOWS);
            execute(shaken, faulty, WORKFLOWS);
            assertThat(faulty.answered()).isEqualTo(sound.answered());
            assertThat(faulty.requests()).hasSizeGreaterThan(sound.answered() * 3 / 2);
            assertThat(faulty.met.keySet())
                    .contains(
                            Mood.STALL,
                            Mood.BUSY,
                            Mood.BUSY_FOR_A_MOMENT,
                            Mood.SERVER_ERROR,
                            Mood.UNAVAILABLE,
                            Mood.HALF_STREAM,
                            Mood.CUT_BODY);
        }
        for (String stage : List.of("thoughts", "better")) {
            addsUp(shaken, stage, WORKFLOWS);
            assertThat(records(shaken, stage))
                    .hasSize(WORKFLOWS)
                    .doesNotHaveDuplicates()
                    .isEqualTo(records(straight, stage));
        }
    }

    @Test
    void whatIsOfNoUseIsAskedAgainOrRejectedWithItsReason() throws Exception {
        try (FaultyEndpoint faulty = endpoint(FaultyEndpoint.mixture(9, 0.2, 0.5))) {
            execute(temp, faulty, WORKFLOWS);
            assertThat(faulty.paid.values()).allMatch(times -> times.get() == 1);
            assertThat(faulty.met.keySet())
                    .contains(Mood.WRONG_JSON, Mood.CHANGED, Mood.REFUSAL, Mood.EMPTY, Mood.RIGHT);
        }
        addsUp(temp, "thoughts", WORKFLOWS);
        StageResult thoughts = Run.result(temp, "thoughts");
        assertThat(thoughts.summary().rejected().keySet())
                .isNotEmpty()
                .allMatch(reason -> reason.matches("(names|comments|plan|query)-[a-z-]+"));
        assertThat(thoughts.rejections()).allMatch(each -> each.detail().startsWith("After 3 attempts of teacher: "));
        addsUp(temp, "better", thoughts.summary().kept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"You name", "You document", "You explain", "You write what", "You improve"})
    void whatWasPaidBeforeAnOutageIsUsedAfterIt(String part) throws Exception {
        int workflows = 3;
        AtomicBoolean down = new AtomicBoolean(true);
        FaultyEndpoint.Moods moods =
                (body, occurrence, request) -> down.get() && body.contains("\"" + part) ? Mood.UNAVAILABLE : Mood.RIGHT;
        try (FaultyEndpoint endpoint = endpoint(moods)) {
            assertThatThrownBy(() -> execute(temp, endpoint, workflows))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("could not be decided");
            int before = endpoint.answered();
            down.set(false);
            execute(temp, endpoint, workflows);
            assertThat(endpoint.answered()).isEqualTo(5 * workflows).isGreaterThan(before);
            assertThat(endpoint.paid.values()).allMatch(times -> times.get() == 1);
        }
        addsUp(temp, "better", workflows);
    }

    @Test
    void aRunThatIsKilledPaysNothingTwice() throws Exception {
        Path straight = temp.resolve("straight");
        Path killed = temp.resolve("killed");
        FaultyEndpoint.Moods moods = FaultyEndpoint.mixture(31, 0.2, 0.2);
        try (FaultyEndpoint once = endpoint(moods);
                FaultyEndpoint again = endpoint(moods)) {
            execute(straight, once, WORKFLOWS);
            again.pauseAfter(once.answered() / 2);
            Process process = start(killed, again);
            while (process.isAlive() && !(again.paused() && exchangesKept(killed) >= again.answered())) {
                Thread.sleep(20);
            }
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().waitFor();
            again.resume();
            assertThat(start(killed, again).waitFor()).isZero();
            assertThat(again.answered()).isEqualTo(once.answered());
            assertThat(again.paid.keySet()).isEqualTo(once.paid.keySet());
        }
        for (String stage : List.of("thoughts", "better")) {
            addsUp(killed, stage, Run.result(straight, stage).summary().items());
            assertThat(records(killed, stage)).isEqualTo(records(straight, stage));
            assertThat(Run.result(killed, stage).rejections())
                    .isEqualTo(Run.result(straight, stage).rejections());
        }
    }

    private static long exchangesKept(Path directory) {
        Path file = directory.resolve(Journal.FILE);
        if (!Files.exists(file)) {
            return 0;
        }
        try (Journal journal = Journal.at(file)) {
            return journal.size();
        }
    }

    private static Process start(Path directory, FaultyEndpoint endpoint) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KillableThinking.class.getName(),
                directory.toString(),
                endpoint.url(),
                String.valueOf(WORKFLOWS)));
        return new ProcessBuilder(command).inheritIO().start();
    }
}
