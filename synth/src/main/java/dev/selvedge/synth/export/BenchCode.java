package dev.selvedge.synth.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends what is known to be broken in the code of WorkflowBench's published records: comment lines that were put between
 * the lines of a text, keywords such as {@code Show-text=} that only the editor reads and that are no Python, and NUL.
 */
final class BenchCode {
    private static final Pattern EDITOR_KEYWORD =
            Pattern.compile("\\bShow-[\\w.-]+\\s*=\\s*(?:True|False|None|[0-9.]+)\\s*,?\\s*");
    private static final String QUOTES = "'''";

    private BenchCode() {}

    /**
     * The code with the damage undone.
     *
     * @throws UnfitRow if it holds a file's bytes as text, which cannot be mended
     */
    static String repaired(String code) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (true) {
            int open = opening(code, from);
            out.append(withoutEditorKeywords(code.substring(from, open < 0 ? code.length() : open)));
            if (open < 0) {
                return out.toString();
            }
            int close = code.indexOf(QUOTES, open + QUOTES.length());
            int end = close < 0 ? code.length() : close;
            out.append(QUOTES).append(text(code.substring(open + QUOTES.length(), end)));
            if (close < 0) {
                return out.toString();
            }
            out.append(QUOTES);
            from = close + QUOTES.length();
        }
    }

    /** Where the next text in three quotes begins that does not stand in a comment. */
    private static int opening(String code, int from) {
        int at = code.indexOf(QUOTES, from);
        while (at >= 0) {
            String before = code.substring(Math.max(from, code.lastIndexOf('\n', at) + 1), at);
            if (!before.strip().startsWith("#")) {
                return at;
            }
            int line = code.indexOf('\n', at);
            at = line < 0 ? -1 : code.indexOf(QUOTES, line);
        }
        return -1;
    }

    private static String withoutEditorKeywords(String code) {
        Matcher keywords = EDITOR_KEYWORD.matcher(code);
        return code.contains("Show-") ? keywords.replaceAll("").replaceAll(",\\s*\\)", ")") : code;
    }

    /** A text whose every line has a comment line before it, as only the insertion makes them, without these lines. */
    private static String text(String text) {
        if (text.startsWith("bplist00") || text.indexOf('\uFFFD') >= 0 && text.indexOf('\0') >= 0) {
            throw new UnfitRow("binary-text", "", "the code holds a file's bytes as text");
        }
        List<String> kept = new ArrayList<>();
        List<String> lines = List.of(text.split("\n", -1));
        kept.add(lines.getFirst());
        for (int i = 1; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            if (lines.get(i).isBlank() && !last) {
                kept.add(lines.get(i));
            } else if (lines.get(i).strip().startsWith("#") && !last) {
                i++;
                kept.add(lines.get(i));
            } else {
                return text.replace("\0", "\\x00");
            }
        }
        return String.join("\n", kept).replace("\0", "\\x00");
    }
}
