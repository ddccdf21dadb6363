package dev.selvedge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A WorkflowBench that is killed in each of its stages ends with the report of one that was not. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("long")
class WorkflowBenchKillTest {
    private static final List<String> TINY = List.of(
            "data.attempts=300",
            "data.testTasks=4",
            "queries.count=60",
            "annotator.drafts=2",
            "annotator.batch=8",
            "annotator.maxTokens=60",
            "model.width=32",
            "model.layers=1",
            "model.heads=2",
            "model.keyValueHeads=2",
            "model.feedForwardWidth=64",
            "model.vocabulary=600",
            "training.steps=12",
            "training.batch.examples=4",
            "training.learningRate.warmupSteps=2",
            "training.keep.checkpointSteps=4",
            "evaluation.maxTokens=30",
            "evaluation.scenarios=1");

    @TempDir
    private Path folder;

    @Test
    void endsWithTheSameReportWhereverItIsKilled() throws Exception {
        new KilledRuns(folder, List.of("run", "workflowbench"), TINY).endTheSame(20);
    }
}
