package dev.selvedge.eval.report;

import dev.selvedge.core.XmlText;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import java.util.List;

/**
 * Rates as lying bars from 0 to 100 %, with their intervals as whiskers.
 *
 * @param title for those who cannot see it
 */
record BarChart(String title, List<Bar> bars) {
    private static final int WIDTH = 460;
    private static final int ROW = 50;
    private static final int LEFT = 4;
    private static final int RIGHT = 62;
    private static final int SCALE = 22;

    /**
     * A bar.
     *
     * @param main whether it is the one that the chart is about
     */
    record Bar(String label, Estimate estimate, boolean main) {}

    String toSvg() {
        int height = bars.size() * ROW + SCALE;
        StringBuilder out = new StringBuilder();
        out.append(Figures.format("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\"><title>", WIDTH, height))
                .append(XmlText.escape(title))
                .append("</title><desc>")
                .append(XmlText.escape(description()))
                .append("</desc>");
        for (int percent = 0; percent <= 100; percent += 25) {
            out.append(Figures.format(
                    "<path class=\"grid\" d=\"M%.1f 0V%d\"/><text class=\"tick\" x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"%s\">%d%s</text>",
                    x(percent / 100.0),
                    bars.size() * ROW,
                    x(percent / 100.0),
                    height - 6,
                    percent == 0 ? "start" : "middle",
                    percent,
                    percent == 100 ? " %" : ""));
        }
        for (int i = 0; i < bars.size(); i++) {
            draw(bars.get(i), i * ROW, out);
        }
        return out.append("</svg>").toString();
    }

    private static double x(double share) {
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (Bar bar : bars) {
            text.append(bar.label).append(": ").append(bar.estimate.percent()).append(". ");
        }
        return text.toString().strip();
    }

    private static void draw(Bar bar, int top, StringBuilder out) {
        out.append(Figures.format("<text x=\"%d\" y=\"%d\">", LEFT, top + 16))
                .append(XmlText.escape(bar.label))
                .append("</text>");
        int y = top + 23;
        Double value = bar.estimate.value();
        Interval interval = bar.estimate.interval();
        if (value == null || interval == null) {
            out.append(Figures.format("<text class=\"tick\" x=\"%d\" y=\"%d\">unknown</text>", LEFT, y + 14));
            return;
        }
        out.append(Figures.format(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"3\"/>",
                bar.main ? "bar main" : "bar", LEFT, y, Math.max(1, x(value) - LEFT)));
        out.append(Figures.format(
                "<path class=\"whisker\" d=\"M%.1f %dH%.1fM%.1f %dv8M%.1f %dv8\"/>",
                x(interval.low()), y + 8, x(interval.high()), x(interval.low()), y + 4, x(interval.high()), y + 4));
        out.append(Figures.format("<text class=\"value\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH, y + 13))
                .append(Figures.percent(value))
                .append("</text>");
    }
}
