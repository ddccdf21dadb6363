package dev.selvedge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is killed in each of its stages ends with the report of one that was not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoKillTest {
    private static final List<String> TINY = List.of(
            "data.attempts=900",
            "data.testTasks=12",
            "model.width=32",
            "model.layers=2",
            "model.heads=2",
            "model.keyValueHeads=2",
            "model.feedForwardWidth=64",
            "model.vocabulary=600",
            "training.steps=40",
            "training.batch.examples=8",
            "training.learningRate.warmupSteps=5",
            "training.keep.checkpointSteps=10",
            "evaluation.maxTokens=40",
            "evaluation.scenarios=2");

    @TempDir
    private Path folder;

    @Test
    void endsWithTheSameReportWhereverItIsKilled() throws Exception {
        new KilledRuns(folder, List.of("demo"), TINY).endTheSame(10);
    }
}
