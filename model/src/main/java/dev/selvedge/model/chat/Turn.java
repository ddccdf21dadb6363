package dev.selvedge.model.chat;

import dev.selvedge.model.jinja.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a rendered conversation an assistant wrote: from where the opening of a reply ends, to the end of the turn
 * with its end token.
 *
 * @param message index of the message
 * @param from index of the first character
 * @param to index after the last character
 */
record Turn(int message, int from, int to) {
    /** A stretch of characters that belong to one message. */
    private record Stretch(int from, int to, int firstData, int lastData) {}

    /**
     * Finds the turn of a message, by the origins of the characters.
     *
     * @param opening what the template writes to open a reply
     * @param endTokens spellings of the tokens that end a reply
     * @return null if nothing of the message was rendered
     */
    static @Nullable Turn find(Text text, int message, String opening, List<String> endTokens) {
        Stretch stretch = stretch(text, message + 1);
        if (stretch == null) {
            return null;
        }
        String chars = text.chars();
        int firstData = stretch.firstData < 0 ? stretch.to : stretch.firstData;
        int from = stretch.from;
        int at = opening.isEmpty() ? -1 : chars.indexOf(opening, stretch.from);
        if (at >= 0 && at + opening.length() <= firstData) {
            from = at + opening.length();
        } else if (!chars.startsWith(opening, stretch.from - opening.length())) {
            from += shared(chars, stretch.from, firstData, opening);
        }
        int to = Math.max(from, stretch.to);
        int end = -1;
        for (String token : endTokens) {
            int found = chars.lastIndexOf(token, to - token.length());
            if (found >= Math.max(from, stretch.lastData)) {
                end = Math.max(end, found + token.length());
            }
        }
        return new Turn(message, from, end < 0 ? to : end);
    }

    /** How much of the opening stands here, in whole lines and whole markers. */
    private static int shared(String chars, int from, int to, String opening) {
        int length = 0;
        while (length < opening.length()
                && from + length < to
                && chars.charAt(from + length) == opening.charAt(length)) {
            length++;
        }
        while (length > 0 && length < opening.length() && "\n>]".indexOf(opening.charAt(length - 1)) < 0) {
            length--;
        }
        return length;
    }

    /** The last stretch that holds data of the message; else the first that belongs to it. */
    private static @Nullable Stretch stretch(Text text, int origin) {
        var stretches = new ArrayList<Stretch>();
        int start = 0;
        Stretch open = null;
        for (Text.Run run : text.runs()) {
            if (run.origin() == origin) {
                Stretch before = open == null ? new Stretch(start, start, -1, -1) : open;
                int firstData = before.firstData < 0 && !run.literal() ? start : before.firstData;
                int lastData = run.literal() ? before.lastData : run.end();
                open = new Stretch(before.from, run.end(), firstData, lastData);
            } else if (open != null) {
                stretches.add(open);
                open = null;
            }
            start = run.end();
        }
        if (open != null) {
            stretches.add(open);
        }
        Stretch found = stretches.isEmpty() ? null : stretches.getFirst();
        for (Stretch stretch : stretches) {
            found = stretch.firstData >= 0 ? stretch : found;
        }
        return found;
    }
}
