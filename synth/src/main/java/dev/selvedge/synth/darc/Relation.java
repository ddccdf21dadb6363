package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.synth.think.ReplyText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Whether a question is about its document, as a judge says that is asked for yes or no (DARC, step 7). */
public enum Relation {
    RELATED,
    UNRELATED,
    /** The judge said nothing, or could not be asked. */
    UNKNOWN;

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");

    /**
     * Reads a judge's reply: yes without a no, or no without a yes, anywhere in it ("not" and "nothing" are a no); else
     * what it begins with.
     */
    public static Relation read(String reply) {
        String text = PythonSpace.strip(reply).toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return UNKNOWN;
        }
        boolean yes = text.contains("yes");
        boolean no = text.contains("no");
        return (yes == no ? text.startsWith("y") : yes) ? RELATED : UNRELATED;
    }

    /**
     * Reads a judge's reply where only what is clear counts: the word yes or the word no, and not both, after the thoughts
     * of a model that thinks aloud.
     */
    public static Relation readClear(String reply) {
        List<String> words = List.of(NO_LETTER.split(ReplyText.of(reply).toLowerCase(Locale.ROOT)));
        boolean yes = words.contains("yes");
        if (yes == words.contains("no")) {
            return UNKNOWN;
        }
        return yes ? RELATED : UNRELATED;
    }

    /**
     * Asks a judge. Nothing is related to an empty text, so then it is not asked.
     *
     * @param judge its reply, nothing where it could not be asked
     */
    public static Relation between(String document, String question, Supplier<Optional<String>> judge) {
        return document.isEmpty() || question.isEmpty()
                ? UNRELATED
                : judge.get().map(Relation::read).orElse(UNKNOWN);
    }

    /** Whether it counts as related in the published code, where a judge that fails harms no question. */
    public boolean countsAsRelated() {
        return this != UNRELATED;
    }
}
