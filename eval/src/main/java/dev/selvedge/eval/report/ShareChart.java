package dev.selvedge.eval.report;

import dev.selvedge.core.XmlText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A distribution as lying bars, those of the sets below each other in each part; the first set stands out. */
record ShareChart(Report.Distribution distribution) {
    private static final int WIDTH = 460;
    private static final int LEFT = 168;
    private static final int RIGHT = 62;
    private static final int BAR = 13;
    private static final int GAP = 9;
    private static final int SCALE = 22;
    private static final int LONGEST_LABEL = 21;

    String toSvg() {
        int sets = distribution.series().size();
        int row = sets * BAR + GAP;
        int top = sets > 1 ? sets * 18 + 6 : 0;
        int bottom = top + distribution.parts().size() * row;
        StringBuilder out = new StringBuilder();
        out.append(Figures.format(
                        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\"><title>", WIDTH, bottom + SCALE))
                .append(XmlText.escape(distribution.title()))
                .append("</title><desc>")
                .append(XmlText.escape(description()))
                .append("</desc>");
        legend(out);
        double end = end();
        for (int i = 0; i <= 4; i++) {
            double x = LEFT + i / 4.0 * (WIDTH - LEFT - RIGHT);
            out.append(Figures.format(
                    "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text class=\"tick\" x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%s</text>",
                    x, top, bottom, x, bottom + SCALE - 6, tick(100 * end * i / 4)));
        }
        for (int i = 0; i < distribution.parts().size(); i++) {
            draw(distribution.parts().get(i), top + i * row, end, out);
        }
        return out.append("</svg>").toString();
    }

    /** The end of the scale: a round share that no bar exceeds. */
    private double end() {
        double most = distribution.parts().stream()
                .flatMap(part -> part.shares().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        return List.of(0.04, 0.08, 0.2, 0.4, 0.6, 0.8).stream()
                .filter(end -> end >= most)
                .findFirst()
                .orElse(1.0);
    }

    private static String tick(double percent) {
        return Figures.format(percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
    }

    private String description() {
        return distribution.parts().stream()
                .map(part -> part.label() + ": "
                        + IntStream.range(0, part.shares().size())
                                .mapToObj(i -> distribution.series().get(i) + " "
                                        + Figures.percent(part.shares().get(i)))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(". "));
    }

    private void legend(StringBuilder out) {
        List<String> series = distribution.series();
        for (int i = 0; series.size() > 1 && i < series.size(); i++) {
            out.append(Figures.format(
                            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"12\" height=\"10\" rx=\"2\"/>"
                                    + "<text x=\"%d\" y=\"%d\">",
                            style(i), LEFT, i * 18 + 2, LEFT + 18, i * 18 + 12))
                    .append(XmlText.escape(series.get(i)))
                    .append("</text>");
        }
    }

    private static String style(int set) {
        return set == 0 ? "bar main" : "bar";
    }

    private static void draw(Report.Part part, int top, double end, StringBuilder out) {
        List<@Nullable Double> shares = part.shares();
        String label = part.label().length() > LONGEST_LABEL
                ? "…" + part.label().substring(part.label().length() - LONGEST_LABEL + 1)
                : part.label();
        out.append(Figures.format(
                        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\"><title>",
                        LEFT - 8, top + shares.size() * BAR / 2.0 + 5))
                .append(XmlText.escape(part.label()))
                .append("</title>")
                .append(XmlText.escape(label))
                .append("</text>");
        for (int i = 0; i < shares.size(); i++) {
            int y = top + i * BAR;
            Double share = shares.get(i);
            if (share != null) {
                out.append(Figures.format(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                        style(i), LEFT, y + 1, Math.max(1, share / end * (WIDTH - LEFT - RIGHT)), BAR - 2));
            }
            out.append(Figures.format(
                    "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    i == 0 ? "value" : "tick", WIDTH, y + BAR - 2, Figures.percent(share)));
        }
    }
}
