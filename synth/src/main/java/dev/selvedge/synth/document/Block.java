package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A piece of a document that is read as a whole: a heading, a paragraph, a list item, a row, a fenced block.
 *
 * @param level of a heading, 1 to 6; 0 for everything else
 * @param text without blank lines around it; of a heading the words alone
 * @param tight whether it stands on the line after the one before, as items and rows do; else a blank line is between
 * @param action identifier of the action that it begins to describe, empty for none
 */
record Block(int level, String text, boolean tight, String action) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]|\\p{Cs}|\u00ad|\ufeff|\u200b");
    private static final Pattern BLANK_LINES = Pattern.compile("\n\\s*\n");

    static Block body(String text) {
        return new Block(0, text, false, "");
    }

    static Block heading(int level, String text) {
        return new Block(level, text, false, "");
    }

    /** Text on the line after the one before. */
    static Block next(String text) {
        return new Block(0, text, true, "");
    }

    boolean isHeading() {
        return level > 0;
    }

    /** As it stands in a document. */
    String shown() {
        return isHeading() ? "#".repeat(level) + " " + text : text;
    }

    /** A text with line feeds alone, without characters that nobody sees, and without blanks at the ends of lines. */
    static String clean(String text) {
        String lines = text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace('\f', '\n')
                .replace('\u2028', '\n')
                .replace("\u2029", "\n\n")
                .replace('\u00a0', ' ');
        String visible = CONTROL.matcher(lines).replaceAll("");
        StringBuilder out = new StringBuilder(visible.length());
        visible.lines().forEach(line -> out.append(line.stripTrailing()).append('\n'));
        return out.toString();
    }

    /** The paragraphs of a clean text, which blank lines keep apart. */
    static List<Block> paragraphs(String clean) {
        List<Block> blocks = new ArrayList<>();
        for (String paragraph : BLANK_LINES.split(clean, -1)) {
            String text = stripLines(paragraph);
            if (!text.isEmpty()) {
                blocks.add(body(text));
            }
        }
        return blocks;
    }

    /** Without empty lines at both ends; the first line keeps its indentation. */
    static String stripLines(String text) {
        int start = 0;
        for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        return text.substring(start).stripTrailing();
    }
}
