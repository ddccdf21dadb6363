package dev.selvedge.core.run;

import static dev.selvedge.core.remote.StubServer.reply;
import static dev.selvedge.core.remote.StubServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.remote.StubServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at random moments and the run begun again, until it is done. */
@Timeout(180)
class KillTest {
    private static final int KILLS_PER_STAGE = 2;

    @TempDir
    Path temp;

    @Test
    void aRunThatIsKilledEndsAsIfNothingHadHappenedAndPaysNothingTwice() throws Exception {
        try (StubServer server = new StubServer((request, out) -> {
            Thread.sleep(4);
            send(out, 200, "", reply("of " + ContentHash.of(request.body()).abbreviated()));
        })) {
            Path straight = temp.resolve("straight");
            KillableRun.main(new String[] {straight.toString(), server.url()});
            int exchanges = server.requests.size();
            assertThat(exchanges).isEqualTo(KillableRun.QUESTIONS * KillableRun.SAMPLES);

            Path killed = temp.resolve("killed");
            SplittableRandom random = new SplittableRandom(20_26);
            long lost = 0;
            for (String stage : new String[] {"numbers", "answers", "training"}) {
                for (int i = 0; i < KILLS_PER_STAGE; i++) {
                    killIn(stage, killed, server, random);
                    long lostNow = server.requests.size() - exchanges - exchangesKept(killed);
                    assertThat(lostNow - lost).isBetween(0L, (long) KillableRun.IN_FLIGHT);
                    lost = lostNow;
                }
            }
            assertThat(start(killed, server).waitFor()).isZero();

            assertThat(exchangesKept(killed)).isEqualTo(exchanges);
            assertThat(server.requests.size() - exchanges - exchanges).isEqualTo((int) lost);
            assertThat(RunState.read(killed).status()).isEqualTo(RunState.Status.DONE);
            assertThat(results(killed)).hasSizeGreaterThan(9).isEqualTo(results(straight));
        }
    }

    @Test
    void aRunThatIsToldToStopSaysSo() throws Exception {
        try (StubServer server = new StubServer((request, out) -> Thread.sleep(60_000))) {
            Process process = start(temp, server);
            while (process.isAlive() && server.requests.isEmpty()) {
                Thread.sleep(5);
            }
            assertThat(RunState.read(temp).status()).isEqualTo(RunState.Status.RUNNING);
            assertThatThrownBy(() -> Run.open(temp, KillableRun.recipe(server.url()), Screen.silent()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("in use by another process");
            process.destroy();
            process.waitFor();
            RunState state = RunState.read(temp);
            assertThat(state.status()).isEqualTo(RunState.Status.INTERRUPTED);
            assertThat(state.stage()).isEqualTo("answers");
            assertThat(state.cause()).isEqualTo("The process was told to stop.");
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

    private static Process start(Path directory, StubServer server, String... standing) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KillableRun.class.getName(),
                directory.toString(),
                server.url()));
        command.addAll(List.of(standing));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /**
     * Starts the run, which stands still in the stage before it is done, waits until it has done a random part of it, and
     * kills it.
     */
    private static void killIn(String stage, Path directory, StubServer server, SplittableRandom random)
            throws IOException, InterruptedException {
        Process process = start(directory, server, stage, String.valueOf(stage.equals("answers") ? 60 : 25));
        while (process.isAlive()
                && !(isAt(stage, directory) && RunState.read(directory).process() == process.pid())) {
            Thread.sleep(2);
        }
        long enough = progress(stage, directory, server) + 1 + random.nextInt(20);
        long patience = System.nanoTime() + 5_000_000_000L;
        while (process.isAlive() && progress(stage, directory, server) < enough && System.nanoTime() < patience) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        assertThat(isAt(stage, directory)).as("killed in stage " + stage).isTrue();
        assertThat(RunState.read(directory).status()).isEqualTo(RunState.Status.INTERRUPTED);
    }

    /** Units of the stage's work that are done: items, requests, steps. */
    private static long progress(String stage, Path directory, StubServer server) {
        return switch (stage) {
            case "numbers" -> size(directory, ItemLog.FILE) / 60;
            case "answers" -> server.requests.size();
            default -> size(directory, Metrics.FILE) / 60;
        };
    }

    /** Bytes of a file somewhere in the run directory, which changes meanwhile; 0 where there is none. */
    private static long size(Path directory, String name) {
        try (Stream<Path> tree = Files.walk(directory)) {
            Path file = tree.filter(each -> each.endsWith(name)).findFirst().orElse(null);
            return file == null ? 0 : Files.size(file);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static boolean isAt(String stage, Path directory) {
        return Files.exists(directory.resolve(RunState.FILE))
                && stage.equals(RunState.read(directory).stage());
    }

    /** Content of all files that must not tell that anything had happened. */
    private static Map<String, String> results(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                boolean timed = name.equals("log.txt") || name.equals(RunState.FILE) || name.startsWith(Journal.FILE);
                if (!timed) {
                    contents.put(name, Files.readString(file).replaceAll("\"seconds\" : [0-9.]+", ""));
                }
            }
        }
        return contents;
    }
}
