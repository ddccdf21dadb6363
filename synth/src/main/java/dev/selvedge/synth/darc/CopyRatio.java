package dev.selvedge.synth.darc;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How much of a question is copied out of its document (DARC, step 6 of the Questioner's reward). */
public final class CopyRatio {
    /** Characters of a piece, and most characters of the document that are looked at, as published. */
    public static final int PIECE = 6;

    public static final int MOST_CHARACTERS = 50_000;

    private static final Pattern OTHER = Pattern.compile("[^\\w\\u4e00-\\u9fff]+", Pattern.UNICODE_CHARACTER_CLASS);

    private CopyRatio() {}

    /**
     * 1 where the question stands in the document word for word; else the share of its pieces of so many characters that
     * do; of a question shorter than a piece, the share of its words.
     */
    public static double of(String document, String question, int piece, int mostCharacters) {
        String asked = plain(question);
        String text = plain(document.substring(0, Math.min(document.length(), mostCharacters)));
        if (asked.isEmpty() || text.isEmpty()) {
            return 0;
        }
        if (text.contains(asked)) {
            return 1;
        }
        String letters = asked.replace(" ", "");
        if (letters.length() < piece) {
            Set<String> words = new HashSet<>(Arrays.asList(text.split(" ", -1)));
            String[] mine = asked.split(" ", -1);
            return (double) Arrays.stream(mine).filter(words::contains).count() / mine.length;
        }
        String all = text.replace(" ", "");
        Set<String> pieces = new HashSet<>();
        for (int i = 0; i + piece <= all.length(); i++) {
            pieces.add(all.substring(i, i + piece));
        }
        int count = letters.length() - piece + 1;
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += pieces.contains(letters.substring(i, i + piece)) ? 1 : 0;
        }
        return (double) found / count;
    }

    private static String plain(String text) {
        return OTHER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
