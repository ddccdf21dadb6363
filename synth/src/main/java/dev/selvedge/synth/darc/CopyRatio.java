package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonSpace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How much of a question is copied out of its document (DARC, step 6 of the Questioner's reward). */
public final class CopyRatio {
    /** Characters of a piece, and most characters of the document that are looked at, as published. */
    public static final int PIECE = 6;

    public static final int MOST_CHARACTERS = 50_000;

    private static final int SHORTEST_PIECE = 2;
    private static final Pattern OTHER = Pattern.compile("[^\\w\\u4e00-\\u9fff]+", Pattern.UNICODE_CHARACTER_CLASS);

    private CopyRatio() {}

    /**
     * 1 where the question stands in the document word for word; else the share of its pieces of so many characters that
     * do; of a question shorter than a piece, the share of its words.
     *
     * @param piece characters of a piece, taken for 2 where it is less
     * @param mostCharacters of the document
     */
    public static double of(String document, String question, int piece, int mostCharacters) {
        String asked = plain(question);
        String text = plain(
                document.codePointCount(0, document.length()) <= mostCharacters
                        ? document
                        : document.substring(0, document.offsetByCodePoints(0, mostCharacters)));
        if (asked.isEmpty() || text.isEmpty()) {
            return 0;
        }
        if (text.contains(asked)) {
            return 1;
        }
        List<String> pieces = pieces(asked, Math.max(SHORTEST_PIECE, piece));
        if (pieces.isEmpty()) {
            return share(PythonSpace.split(asked), new HashSet<>(PythonSpace.split(text)));
        }
        return share(pieces, new HashSet<>(pieces(text, Math.max(SHORTEST_PIECE, piece))));
    }

    private static double share(List<String> parts, Set<String> known) {
        return (double) parts.stream().filter(known::contains).count() / parts.size();
    }

    /** All pieces of a text without its spaces, in characters as Unicode counts them. */
    private static List<String> pieces(String text, int length) {
        int[] characters = text.replace(" ", "").codePoints().toArray();
        String[] pieces = new String[Math.max(0, characters.length - length + 1)];
        Arrays.setAll(pieces, i -> new String(characters, i, length));
        return Arrays.asList(pieces);
    }

    private static String plain(String text) {
        return PythonSpace.strip(OTHER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" "));
    }
}
