package dev.selvedge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trajectories of about two million tokens, eight million characters each. */
class LongTrajectoryTest {
    private static final int TRAJECTORIES = 6;
    private static final int TURNS = 8;
    private static final long CHARACTERS = 8_000_000;
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("long.jsonl.gz");
        String sentence = "The page says \\\"nothing\\\" of it, as far as anybody can see.\\n";
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (int i = 0; i < TRAJECTORIES; i++) {
                out.write("{\"query_index\":" + i
                        + ",\"sample_index\":0,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}");
                for (int turn = 0; turn < TURNS; turn++) {
                    out.write(",{\"role\":\"assistant\",\"content\":\"look\"},{\"role\":\"tool\",\"content\":\"");
                    for (long written = 0; written < CHARACTERS / TURNS; written += sentence.length()) {
                        out.write(sentence);
                    }
                    out.write("\"}");
                }
                out.write("],\"step_labels\":{\"1\":1,\"3\":-1},\"final_label\":1}\n");
            }
        }
    }

    private static long allocated(Callable<?> work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.call();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void labelsAreReadWithoutTheText() throws Exception {
        long bytes = allocated(() -> {
            try (Stream<Labels> labels = Labels.stream(file)) {
                assertThat(labels).hasSize(TRAJECTORIES);
            }
            return null;
        });
        assertThat(bytes).isLessThan(32 * MEBIBYTE);
    }

    @Test
    void onlyOneTrajectoryIsInMemoryAtATime() throws Exception {
        try (Stream<LabelledTrajectory> all = LabelledTrajectory.stream(file)) {
            Iterator<LabelledTrajectory> one = all.iterator();
            long first = allocated(one::next);
            long second = allocated(one::next);
            assertThat(first).isLessThan(12 * CHARACTERS);
            assertThat(second).isLessThan(12 * CHARACTERS);
            LabelledTrajectory third = one.next();
            assertThat(third.stepIndices()).hasSize(TURNS);
            assertThat(third.trajectory().steps().stream()
                            .mapToLong(step -> step.message().content().length())
                            .sum())
                    .isGreaterThan(CHARACTERS * 9 / 10);
        }
    }
}
