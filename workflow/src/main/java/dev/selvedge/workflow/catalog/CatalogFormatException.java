package dev.selvedge.workflow.catalog;

import java.io.Serial;

/** A text that is no catalogue, or one beyond our bounds. The message is a sentence for a person. */
public final class CatalogFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CatalogFormatException(String message) {
        super(message);
    }

    public CatalogFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
