package dev.selvedge.workflow.catalog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Texts from outside as the words of a catalogue. */
final class Wording {
    private static final Pattern SENTENCE = Pattern.compile("^(.{3,}?[^.\\s][.!?])(?=\\s+\\p{Lu})", Pattern.DOTALL);
    private static final int LONGEST_SUMMARY = 200;

    private Wording() {}

    /** The text of a field on one line, empty without one. */
    static String line(JsonNode node, String field) {
        return oneLine(node.path(field).asString(""));
    }

    static String oneLine(String text) {
        String bounded = text.length() > Bounds.DESCRIPTION ? text.substring(0, Bounds.DESCRIPTION) + "…" : text;
        return bounded.replaceAll("[\\s\\p{Cc}]+", " ").strip();
    }

    /** A text as it is, bounded, without control characters but line breaks. */
    static String lines(String text) {
        String bounded = text.length() > Bounds.DESCRIPTION ? text.substring(0, Bounds.DESCRIPTION) + "…" : text;
        return bounded.replace("\r\n", "\n")
                .replaceAll("[\\p{Cc}&&[^\n\t]]", " ")
                .strip();
    }

    /**
     * The first sentence of a text, as a summary: one line without a full stop, and without braces and brackets, which
     * mean something in summaries.
     */
    static String summary(String text) {
        String line = oneLine(text.lines().filter(l -> !l.isBlank()).findFirst().orElse(""));
        Matcher sentence = SENTENCE.matcher(line);
        String first = sentence.find() ? sentence.group(1) : line;
        if (first.length() > LONGEST_SUMMARY) {
            int end = first.lastIndexOf(' ', LONGEST_SUMMARY);
            first = first.substring(0, end > 0 ? end : LONGEST_SUMMARY) + "…";
        }
        String plain = first.replace('{', '(')
                .replace('}', ')')
                .replace('[', '(')
                .replace(']', ')')
                .replaceAll("[.\\s]+$", "");
        return plain.isEmpty() ? plain : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }

    /** A name of code in words. */
    static String words(String name) {
        return name.replace('_', ' ').strip();
    }
}
