package dev.selvedge.workflow.code;

import java.util.List;

/**
 * What a model wrote, taken apart: text, then code in a fence that begins with {@code ```python}. Tolerant: a fence that
 * does not end reaches to the end; without a fence of Python the first fence of any kind counts; without any fence all is
 * code.
 *
 * @param plan the text before the code, without white space around it
 * @param code the code, lines ended as written, without blank lines around it
 */
public record Answer(String plan, String code) {
    private static final String FENCE = "```";

    public static Answer read(String text) {
        List<String> lines = text.lines().toList();
        int open = -1;
        for (int i = 0; i < lines.size() && open < 0; i++) {
            open = opensPython(lines.get(i)) ? i : -1;
        }
        for (int i = 0; i < lines.size() && open < 0; i++) {
            open = lines.get(i).strip().startsWith(FENCE) ? i : -1;
        }
        if (open < 0) {
            return new Answer("", trimmed(lines));
        }
        String fence = fence(lines.get(open));
        int close = open + 1;
        while (close < lines.size() && !lines.get(close).strip().equals(fence)) {
            close++;
        }
        return new Answer(String.join("\n", lines.subList(0, open)).strip(), trimmed(lines.subList(open + 1, close)));
    }

    private static boolean opensPython(String line) {
        String kind = line.strip();
        return kind.startsWith(FENCE)
                && kind.substring(fence(line).length()).strip().startsWith("py");
    }

    /** The back-ticks that the line begins with. */
    private static String fence(String line) {
        String text = line.strip();
        int end = 0;
        while (end < text.length() && text.charAt(end) == '`') {
            end++;
        }
        return text.substring(0, end);
    }

    private static String trimmed(List<String> lines) {
        int start = 0;
        int end = lines.size();
        while (start < end && lines.get(start).isBlank()) {
            start++;
        }
        while (end > start && lines.get(end - 1).isBlank()) {
            end--;
        }
        return start == end ? "" : String.join("\n", lines.subList(start, end)) + "\n";
    }
}
