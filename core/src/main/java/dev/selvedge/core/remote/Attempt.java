package dev.selvedge.core.remote;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Reply;
import java.util.List;

/** What came of sending a request once. */
sealed interface Attempt {
    /** HTTP status, 0 where no response came. */
    int status();

    /** The response's body as it came, empty where none came. */
    String body();

    /** A reply. */
    record Success(int status, String body, Reply.Completion completion, List<SampledToken> tokens)
            implements Attempt {}

    /**
     * No reply.
     *
     * @param fault whose fault it is
     * @param reason the end of a sentence that begins with the endpoint
     * @param passing whether trying again may help
     * @param waitSeconds how long the endpoint asks to wait before that, 0 where it does not say
     */
    record Failed(int status, String body, Fault fault, String reason, boolean passing, double waitSeconds)
            implements Attempt {}
}
