package dev.selvedge.core.run;

import java.io.IOException;

/** A stage of which the body writes the files itself. */
record DirectoryStage(Stage.DirectoryBody body) implements StageBody {
    @Override
    public Tally make(Workspace workspace) throws IOException, InterruptedException {
        workspace.clear();
        try (RecordWriter records = new RecordWriter(workspace.directory())) {
            workspace.lend(records);
            body.make(workspace);
            return records.publish();
        } finally {
            workspace.lend(null);
        }
    }
}
