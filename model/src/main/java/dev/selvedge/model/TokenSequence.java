package dev.selvedge.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Token ids with who produced each of them. It is only ever extended: what is in it stays as it is.
 *
 * @param ids the tokens
 * @param authors who produced each, same length
 */
public record TokenSequence(int[] ids, List<Author> authors) {
    public static final TokenSequence EMPTY = new TokenSequence(new int[0], List.of());

    public TokenSequence {
        authors = List.copyOf(authors);
        if (ids.length != authors.size()) {
            throw new IllegalArgumentException(ids.length + " tokens but " + authors.size() + " authors");
        }
    }

    /** This sequence followed by more tokens of one author. */
    public TokenSequence plus(Author author, int... more) {
        int[] longer = Arrays.copyOf(ids, ids.length + more.length);
        System.arraycopy(more, 0, longer, ids.length, more.length);
        var all = new ArrayList<Author>(authors);
        for (int i = 0; i < more.length; i++) {
            all.add(author);
        }
        return new TokenSequence(longer, all);
    }

    /** This sequence followed by what a longer one has from an index on. */
    TokenSequence followedBy(TokenSequence longer, int from) {
        var all = new ArrayList<Author>(authors);
        all.addAll(longer.authors.subList(from, longer.length()));
        int[] more = Arrays.copyOf(ids, ids.length + longer.length() - from);
        System.arraycopy(longer.ids, from, more, ids.length, longer.length() - from);
        return new TokenSequence(more, all);
    }

    /** This sequence, in which the assistant's tokens are those of earlier replies. */
    TokenSequence asHistory() {
        return new TokenSequence(
                ids,
                authors.stream()
                        .map(author -> author == Author.ASSISTANT ? Author.HISTORY : author)
                        .toList());
    }

    public int length() {
        return ids.length;
    }

    /** Which tokens an author produced. */
    public boolean[] by(Author author) {
        boolean[] mask = new boolean[ids.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = authors.get(i) == author;
        }
        return mask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence that && Arrays.equals(ids, that.ids) && authors.equals(that.authors);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + authors.hashCode();
    }

    @Override
    public String toString() {
        return "TokenSequence[" + ids.length + "]";
    }
}
