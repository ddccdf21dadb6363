package dev.selvedge.train.objective;

import dev.selvedge.model.Author;
import dev.selvedge.model.TokenSequence;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A token sequence, and which of its tokens a policy produced and answers for.
 *
 * @param ids all tokens
 * @param places of the policy's tokens, ascending; at least 1, as nothing precedes the first token
 */
public record Sequence(int[] ids, int[] places) {
    public Sequence {
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 1 || places[i] >= ids.length || i > 0 && places[i] <= places[i - 1]) {
                throw new IllegalArgumentException(
                        "place " + places[i] + " is out of range (of " + ids.length + " tokens) or out of order");
            }
        }
    }

    /** A prompt and what a policy wrote after it. */
    public static Sequence of(int[] prompt, int[] completion) {
        int[] ids = Arrays.copyOf(prompt, prompt.length + completion.length);
        System.arraycopy(completion, 0, ids, prompt.length, completion.length);
        return new Sequence(ids, IntStream.range(prompt.length, ids.length).toArray());
    }

    /** A conversation of which the assistant's tokens are the policy's. */
    public static Sequence of(TokenSequence conversation) {
        boolean[] own = conversation.by(Author.ASSISTANT);
        return new Sequence(
                conversation.ids(),
                IntStream.range(1, own.length).filter(i -> own[i]).toArray());
    }

    /** The policy's tokens. */
    public int[] targets() {
        return Arrays.stream(places).map(place -> ids[place]).toArray();
    }

    /** Number of the policy's tokens. */
    public int count() {
        return places.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sequence that && Arrays.equals(ids, that.ids) && Arrays.equals(places, that.places);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(places);
    }

    @Override
    public String toString() {
        return "Sequence[" + ids.length + " tokens, " + places.length + " of the policy]";
    }
}
