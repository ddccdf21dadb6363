package dev.selvedge.model.chat;

import org.jspecify.annotations.Nullable;

/**
 * How a model marks what it thinks before it answers.
 *
 * @param open the marker before, empty where a model does not think apart
 * @param close the marker after
 */
record Thinking(String open, String close) {
    private static final Thinking NONE = new Thinking("", "");

    /** What a template tells of it. */
    static Thinking of(String template) {
        if (template.contains("<|thought_end|>")) {
            return new Thinking("<|thought_start|>", "<|thought_end|>");
        }
        return template.contains("</think>") ? new Thinking("<think>", "</think>") : NONE;
    }

    /**
     * Splits a reply. The marker before may be part of the prompt, and the marker after is missing where a reply was cut
     * off in thought.
     *
     * @return the thought, null where there is none, and the rest
     */
    Split split(String reply) {
        if (close.isEmpty()) {
            return new Split(null, reply);
        }
        int end = reply.indexOf(close);
        boolean opened = reply.stripLeading().startsWith(open);
        if (end < 0 && !opened) {
            return new Split(null, reply);
        }
        int from = opened ? reply.indexOf(open) + open.length() : 0;
        if (end >= 0 && end < from) {
            return new Split(null, reply);
        }
        String thought = withoutLineBreaks(reply.substring(from, end < 0 ? reply.length() : end));
        String rest = end < 0 ? "" : reply.substring(end + close.length());
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '\n') {
            start++;
        }
        return new Split(thought.isBlank() ? null : thought, rest.substring(start));
    }

    record Split(@Nullable String thought, String rest) {}

    private static String withoutLineBreaks(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '\n') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '\n') {
            to--;
        }
        return text.substring(from, to);
    }
}
