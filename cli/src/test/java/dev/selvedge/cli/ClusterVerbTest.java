package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code cluster}, as a user says it. What the stages give is tested where they are. */
class ClusterVerbTest {
    @TempDir
    private Path folder;

    private Path in() throws IOException {
        List<String> rows = new ArrayList<>(List.of("no json"));
        for (int i = 0; i < 5; i++) {
            rows.add("{\"messages\":[{\"role\":\"user\",\"content\":\"" + i
                    + "\"},{\"role\":\"assistant\",\"content\":\"yes\"}]}");
        }
        return Files.write(folder.resolve("in.jsonl"), rows);
    }

    /** In a process of its own: Spark is on no other verb's class path. */
    @Test
    void aStageRunsAndTakesThePlaceOfAnOlderResult() throws Exception {
        Path spark = Path.of(System.getProperty("selvedge.root"), "cluster", "target", "spark");
        assumeTrue(Files.isDirectory(spark), "Spark is laid out by the build of the module cluster");
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("records.jsonl"), "older\n");
        Files.writeString(out.resolve("summary.json"), "older");

        String told = spark(spark, "cluster", "export", in().toString(), out.toString(), "--master", "local[2]");

        assertThat(told).contains("kept 5 of 6 items, 5 records: " + out, "1 not-json");
        assertThat(Files.readAllLines(out.resolve("records.jsonl"))).hasSize(5).allMatch(line -> line.contains("yes"));
        assertThat(Files.readString(out.resolve("rejected.jsonl"))).contains("in.jsonl:1");
        assertThat(Json.parse(Files.readString(out.resolve("summary.json")))
                        .path("kept")
                        .intValue())
                .isEqualTo(5);
    }

    private String spark(Path spark, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + spark + "/*",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("told");
        Path err = folder.resolve("err");
        int exit = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }

    @Test
    void mistakesAreToldBeforeSparkStarts() throws IOException {
        String in = in().toString();
        String out = folder.resolve("out").toString();

        assertThat(Said.by("cluster", "exprot", in, out).err()).contains("There is no stage exprot", "export");
        assertThat(Said.by("cluster", "export", in, out, "--set", "form=trl").err())
                .contains("The stage export has no setting form; it has paper, to.");
        assertThat(Said.by("cluster", "export", in, out, "--set", "to=trll").err())
                .contains("There is no form trll", "trl");
        assertThat(Said.by("cluster", "near-duplicates", in, out, "--set", "threshold=high")
                        .err())
                .contains("The setting threshold is a number, not 'high'.");
        assertThat(Said.by("cluster", "score", folder.resolve("none").toString(), out)
                        .err())
                .contains("There is no file " + folder.resolve("none") + ".");
        assertThat(Said.by("cluster", "filter", folder.toString(), out).err())
                .contains("There is no file " + folder + ".");
        assertThat(Said.by("cluster", "export", in).err()).contains("OUT");
        Said said = Said.by("cluster", "export", in, out, "--sharp");
        assertThat(said.err()).contains("--sharp");
        assertThat(said.exit()).isEqualTo(Main.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(Path.of(out)).doesNotExist();
    }
}
