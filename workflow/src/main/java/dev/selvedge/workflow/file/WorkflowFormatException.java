package dev.selvedge.workflow.file;

import java.io.Serial;

/** A file that is no workflow, or one beyond our bounds. The message is a sentence for a person. */
public final class WorkflowFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public WorkflowFormatException(String message) {
        super(message);
    }

    public WorkflowFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
