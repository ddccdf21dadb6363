package dev.selvedge.core.run;

import java.io.IOException;

/** How a stage fills its directory. */
sealed interface StageBody permits RecordStage.Body, DirectoryStage {
    /** Makes or resumes everything but {@code stage.json}. */
    Tally make(Workspace workspace) throws IOException, InterruptedException;
}
