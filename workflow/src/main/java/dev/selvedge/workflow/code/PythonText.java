package dev.selvedge.workflow.code;

import java.util.ArrayList;
import java.util.List;

/** Text as a Python string literal that Python 3.10 and every later one reads back exactly. */
public final class PythonText {
    private PythonText() {}

    /** A literal on one line: double quotes, or single ones where that saves escapes. */
    public static String quote(String text) {
        char delimiter = delimiter(text);
        StringBuilder out = new StringBuilder(text.length() + 2).append(delimiter);
        escape(text, delimiter, out);
        return out.append(delimiter).toString();
    }

    /** The literals of the text's lines; put one after the other they are the text. */
    static List<String> quoteLines(String text) {
        char delimiter = delimiter(text);
        List<String> literals = new ArrayList<>();
        for (String line : splitAfterNewlines(text)) {
            StringBuilder out = new StringBuilder(line.length() + 2).append(delimiter);
            escape(line, delimiter, out);
            literals.add(out.append(delimiter).toString());
        }
        return literals;
    }

    static List<String> splitAfterNewlines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end + 1));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    static char delimiter(String text) {
        return text.indexOf('"') >= 0 && text.indexOf('\'') < 0 ? '\'' : '"';
    }

    /** Whether the text stands for itself between quotes that it does not contain. */
    static boolean plain(String text) {
        return text.codePoints().noneMatch(c -> c == '\\' || c == '\n' || c == '\t' || escaped(c));
    }

    /** Appends the text as it stands between delimiters. */
    public static void escape(String text, char delimiter, StringBuilder out) {
        int plain = 0;
        for (int at = 0; at < text.length(); ) {
            char unit = text.charAt(at);
            if (unit >= ' ' && unit < 0x7f && unit != '\\' && unit != delimiter) {
                at++;
                continue;
            }
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (c == '\\' || c == delimiter || escaped(c)) {
                out.append(text, plain, at);
                switch (c) {
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\t' -> out.append("\\t");
                    case '\r' -> out.append("\\r");
                    default -> {
                        if (c == delimiter) {
                            out.append('\\').append(delimiter);
                        } else {
                            out.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
                        }
                    }
                }
                plain = next;
            }
            at = next;
        }
        out.append(text, plain, text.length());
    }

    /** Controls, lone surrogates, and marks that change the order or the lines of what an editor shows. */
    static boolean escaped(int c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0xd800 && c < 0xe000)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff
                || c == 0xfffe
                || c == 0xffff;
    }
}
