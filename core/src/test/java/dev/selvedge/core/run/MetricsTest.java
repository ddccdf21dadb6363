package dev.selvedge.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    Path temp;

    @Test
    void stepsThatAreMadeAgainReplaceTheRowsFromBefore() throws Exception {
        Path file = temp.resolve(Metrics.FILE);
        try (Metrics metrics = Metrics.open(file)) {
            metrics.add("first", 1, Map.of("loss", 9.0));
            for (int step = 1; step <= 7; step++) {
                metrics.add("second", step, Map.of("loss", 1.0 / step));
            }
        }
        Files.writeString(file, "{\"stage\":\"second\",\"st", StandardOpenOption.APPEND);
        assertThat(Metrics.read(temp)).hasSize(8);
        try (Metrics metrics = Metrics.open(file)) {
            for (int step = 5; step <= 9; step++) {
                metrics.add("second", step, Map.of("loss", 1.0 / step));
            }
        }
        assertThat(Metrics.read(temp))
                .extracting(Metrics.Row::step)
                .containsExactly(1L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(Files.readString(file)).endsWith("\n");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() throws Exception {
        try (Metrics metrics = Metrics.open(temp.resolve(Metrics.FILE))) {
            assertThatThrownBy(() -> metrics.add("s", 3, Map.of("loss", Double.NaN)))
                    .hasMessage("metric loss of stage 's' is NaN at step 3");
        }
    }
}
