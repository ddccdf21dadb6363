package dev.selvedge.judge.answer;

import dev.selvedge.core.python.PythonSpace;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The grader of SPICE as DARC's copy of it works: the last box must be the same text, blanks aside, or the same letter.
 * It means to ask {@link PublishedGrader} then, in a way that always fails, so nothing else is right there; {@link
 * AnswerEquivalence} is what to use unless numbers are to be compared with theirs.
 */
public final class SpiceGrader {
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private SpiceGrader() {}

    /** Whether a reply is right. */
    public static boolean isRight(String reply, String gold) {
        String answer = PublishedGrader.boxed(reply);
        String wanted = plain(gold);
        if (answer.isEmpty() || answer.equalsIgnoreCase("none") || wanted.isEmpty()) {
            return false;
        }
        String given = plain(answer);
        return wanted.matches("[A-Ja-j]")
                ? given.toUpperCase(Locale.ROOT).equals(wanted.toUpperCase(Locale.ROOT))
                : given.equals(wanted);
    }

    /** With single blanks, without the stops around it. */
    private static String plain(String text) {
        String plain = PythonSpace.strip(SPACE.matcher(text).replaceAll(" "));
        int start = 0;
        int end = plain.length();
        while (start < end && plain.charAt(start) == '.') {
            start++;
        }
        while (end > start && plain.charAt(end - 1) == '.') {
            end--;
        }
        return plain.substring(start, end);
    }
}
