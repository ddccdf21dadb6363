package dev.selvedge.core;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user can mend: a mistake, a full disk, a missing key. Its message is a whole sentence that says
 * what, where, and what to do; it is shown without a stack trace.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserException(String sentence) {
        super(sentence);
    }

    public UserException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Writing failed, perhaps because the disk is full. */
    public static UserException writing(Path path, IOException cause) {
        String remedy = isDiskFull(cause)
                ? "no space is left on the device. What was finished before is kept; free some space and run again"
                : reason(cause) + ". What was finished before is kept";
        return new UserException("Cannot write " + path + ": " + remedy + ".", cause);
    }

    /** Reading failed. */
    public static UserException reading(Path path, IOException cause) {
        return new UserException("Cannot read " + path + ": " + reason(cause) + ".", cause);
    }

    /** Whether a disk, or a user's share of it, is full. */
    public static boolean isDiskFull(IOException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("disk quota") || text.contains("not enough space");
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> "it does not exist";
            case AccessDeniedException e -> "access is denied";
            case IOException e -> orName(e.getMessage(), e);
        };
    }

    private static String orName(@Nullable String message, Throwable cause) {
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
