package dev.selvedge.judge.ask;

import java.util.Locale;

/**
 * A text of which the middle may be left out, with a mark in its place.
 *
 * @param text with the mark
 * @param leftOut characters that are not shown, 0 where the text is whole
 */
record Shortened(String text, int leftOut) {
    /** The text itself, or its beginning and end if it has more characters than this; the mark comes on top. */
    static Shortened of(String text, int most) {
        if (text.length() <= most) {
            return new Shortened(text, 0);
        }
        int head = most - most / 3;
        int tail = text.length() - most / 3;
        if (head > 0 && Character.isHighSurrogate(text.charAt(head - 1))) {
            head--;
        }
        if (tail < text.length() && Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        int leftOut = tail - head;
        String mark = String.format(Locale.ROOT, " [... %,d characters left out ...] ", leftOut);
        return new Shortened(text.substring(0, head) + mark + text.substring(tail), leftOut);
    }

    static String text(String text, int most) {
        return of(text, most).text();
    }
}
