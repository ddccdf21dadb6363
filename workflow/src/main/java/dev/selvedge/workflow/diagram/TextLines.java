package dev.selvedge.workflow.diagram;

import dev.selvedge.core.XmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text broken into lines of about equal width. Widths are guessed: a narrow character counts 1, a wide one (Chinese,
 * emoji) 2.
 *
 * @param lines at least one
 * @param full the whole text
 */
record TextLines(List<String> lines, String full) {
    private static final Pattern BREAK = Pattern.compile("(?<=[ /._-])|(?=[⟨“])");
    private static final double LINE = 18;
    private static final double CHARACTER = 7.2;

    static TextLines of(String text, int mostColumns, int mostLines) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int columns = 0;
        String shown = text.substring(0, Math.min(text.length(), 2 * mostColumns * mostLines))
                .strip();
        for (String word : BREAK.splitAsStream(shown).toList()) {
            int width = columns(word);
            if (columns > 0 && columns + columns(word.stripTrailing()) > mostColumns) {
                lines.add(line.toString().strip());
                line.setLength(0);
                columns = 0;
            }
            while (columns + width > mostColumns + 1) {
                int cut = fitting(word, mostColumns);
                lines.add(word.substring(0, cut));
                word = word.substring(cut);
                width = columns(word);
            }
            line.append(word);
            columns += width;
        }
        lines.add(line.toString().strip());
        if (lines.size() > mostLines) {
            lines = new ArrayList<>(lines.subList(0, mostLines));
            lines.set(mostLines - 1, lines.getLast() + "…");
        }
        return new TextLines(List.copyOf(lines), text);
    }

    private static int fitting(String word, int columns) {
        int end = 0;
        int used = 0;
        while (end < word.length()) {
            int c = word.codePointAt(end);
            used += columns(c);
            if (used > columns && end > 0) {
                return end;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static int columns(String text) {
        return text.codePoints().map(TextLines::columns).sum();
    }

    private static int columns(int c) {
        return c >= 0x1100 && (Character.isIdeographic(c) || c >= 0x1F000 || (c >= 0x3000 && c < 0xD800)) ? 2 : 1;
    }

    double width() {
        return CHARACTER * lines.stream().mapToInt(TextLines::columns).max().orElse(0) + 8;
    }

    double height() {
        return LINE * lines.size();
    }

    /** Centred below a point; the whole text is told where it does not fit. */
    void draw(double x, double y, boolean quiet, StringBuilder out) {
        out.append(Drawing.number("<text%s text-anchor=\"middle\">", quiet ? " class=\"q\"" : ""));
        if (!String.join("", lines).replace(" ", "").equals(full.replace(" ", ""))) {
            out.append("<title>").append(XmlText.escape(full)).append("</title>");
        }
        for (int i = 0; i < lines.size(); i++) {
            out.append(Drawing.number("<tspan x=\"%.1f\" y=\"%.1f\">", x, y + LINE * i + 13))
                    .append(XmlText.escape(lines.get(i)))
                    .append("</tspan>");
        }
        out.append("</text>");
    }
}
