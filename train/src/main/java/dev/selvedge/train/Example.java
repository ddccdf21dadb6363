package dev.selvedge.train;

import dev.selvedge.model.Author;
import dev.selvedge.model.TokenSequence;
import java.util.Arrays;

/**
 * A token sequence to learn from.
 *
 * @param id of the record that it came from, for rejects
 * @param ids the tokens
 * @param supervised which of them are to be predicted, same length; the first token never is, as nothing precedes it
 */
public record Example(String id, int[] ids, boolean[] supervised) {
    public Example {
        if (ids.length != supervised.length) {
            throw new IllegalArgumentException(ids.length + " tokens but a mask of " + supervised.length);
        }
    }

    /** A conversation of which the assistant's tokens are supervised. */
    public static Example of(String id, TokenSequence conversation) {
        return new Example(id, conversation.ids(), conversation.by(Author.ASSISTANT));
    }

    /** Number of tokens that are predicted. */
    int supervisedCount() {
        int count = 0;
        for (int i = 1; i < supervised.length; i++) {
            count += supervised[i] ? 1 : 0;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Example that
                && id.equals(that.id)
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(supervised, that.supervised);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Example[" + id + ", " + ids.length + " tokens, " + supervisedCount() + " supervised]";
    }
}
