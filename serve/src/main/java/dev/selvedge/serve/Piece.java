package dev.selvedge.serve;

import dev.selvedge.model.Sampled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is new in one choice of a reply. Texts of all pieces of a choice, put together, are its text.
 *
 * @param choice which
 * @param content text of the answer
 * @param reasoning text of the thoughts
 * @param calls of tools, or more of their arguments
 * @param tokens that were sampled since the piece before; their text may come in a later piece
 * @param finish why the choice ended, as the protocol names it; null while it goes on
 */
record Piece(
        int choice,
        String content,
        String reasoning,
        List<Call> calls,
        List<Sampled> tokens,
        @Nullable String finish) {
    /**
     * A part of a call.
     *
     * @param index of the call in its message
     * @param id in the first part, else empty
     * @param name of the tool in the first part, else empty
     * @param arguments more of them
     */
    record Call(int index, String id, String name, String arguments) {}

    /** Whether there is nothing to show in it. */
    boolean saysNothing() {
        return content.isEmpty() && reasoning.isEmpty() && calls.isEmpty() && finish == null;
    }
}
