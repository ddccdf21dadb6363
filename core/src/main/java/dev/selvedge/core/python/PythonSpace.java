package dev.selvedge.core.python;

import java.util.ArrayList;
import java.util.List;

/** White space as Python's {@code str} sees it, which is not as Java sees it. */
public final class PythonSpace {
    private PythonSpace() {}

    /** Whether a character is white space. */
    public static boolean is(char c) {
        return c <= ' '
                ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F)
                : c == 0x85
                        || c == 0xA0
                        || c == 0x1680
                        || (c >= 0x2000 && c <= 0x200A)
                        || c == 0x2028
                        || c == 0x2029
                        || c == 0x202F
                        || c == 0x205F
                        || c == 0x3000;
    }

    /** {@code text.strip()} */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (end > start && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code text.split()} */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || is(text.charAt(i))) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** Whether nothing but white space is there. */
    public static boolean blank(String text) {
        return strip(text).isEmpty();
    }
}
