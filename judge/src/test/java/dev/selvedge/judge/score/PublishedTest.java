package dev.selvedge.judge.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.judge.Benchmark;
import dev.selvedge.judge.score.Published.Grouping;
import dev.selvedge.judge.score.Published.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every corner of the published comparer; what each does was found out by running it. */
class PublishedTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "answer_only, RAW, compare_py_all_raw.txt",
        "answer_only, CASEFOLD, compare_py_all_casefold.txt",
        "reference, RAW, compare_py_hotpotqa.txt"
    })
    void printsWhatTheComparerPrints(String labels, Grouping grouping, String golden) throws IOException {
        Published published =
                Published.of(Benchmark.path(labels), Benchmark.path("results"), grouping, Published.EXPECTED);
        assertThat(published.toText(Metric.STEP_MICRO_ACC))
                .isEqualTo(Files.readString(Benchmark.path("golden").resolve(golden)));
    }
}
