package dev.selvedge.judge.score;

import dev.selvedge.core.XmlText;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import java.util.List;

/**
 * Values with their intervals, one line each, and the best constant answer as a dashed line.
 *
 * @param measure of every value
 * @param standings from the top
 */
record ForestPlot(Measure measure, List<Standing> standings) {
    private static final int WIDTH = 720;
    private static final int ROW = 24;
    private static final int LEFT = 250;
    private static final int RIGHT = 60;
    private static final int SCALE = 24;
    private static final int LONGEST_NAME = 32;

    String toSvg() {
        int bottom = standings.size() * ROW;
        Interval range = range();
        StringBuilder out = new StringBuilder();
        out.append(Figures.format(
                        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\"><title>", WIDTH, bottom + SCALE))
                .append(XmlText.escape(Figures.name(measure) + " with 95 % intervals"))
                .append("</title><desc>")
                .append(XmlText.escape(description()))
                .append("</desc>");
        long ticks = Math.clamp(Math.round((range.high() - range.low()) * 10), 1, 10);
        for (int tick = 0; tick <= ticks; tick++) {
            double value = Math.round(10 * (range.low() + tick * (range.high() - range.low()) / ticks)) / 10.0;
            out.append(Figures.format(
                    "<path class=\"grid\" d=\"M%.1f 0V%d\"/><text class=\"tick\" x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%s</text>",
                    x(value, range), bottom, x(value, range), bottom + SCALE - 6, Figures.value(measure, value)));
        }
        double constant = standings.stream()
                .filter(Standing::constant)
                .mapToDouble(this::value)
                .max()
                .orElse(Double.NaN);
        if (Double.isFinite(constant)) {
            out.append(Figures.format("<path class=\"constant\" d=\"M%.1f 0V%d\"/>", x(constant, range), bottom));
        }
        for (int i = 0; i < standings.size(); i++) {
            draw(standings.get(i), i * ROW, range, out);
        }
        return out.append("</svg>").toString();
    }

    private void draw(Standing standing, int top, Interval range, StringBuilder out) {
        Estimate estimate = standing.value(measure).scored();
        Interval interval = estimate.interval();
        double middle = top + ROW / 2.0;
        String kind = standing.constant() ? "quiet" : "main";
        out.append(Figures.format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 14, middle + 4.5))
                .append(XmlText.escape(shortened(standing.judge())))
                .append("</text>");
        if (interval != null) {
            out.append(Figures.format(
                    "<path class=\"whisker %s\" d=\"M%.1f %.1fH%.1f\"/>",
                    kind, x(interval.low(), range), middle, x(interval.high(), range)));
        }
        if (estimate.value() != null) {
            out.append(Figures.format(
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>",
                    kind, x(value(standing), range), middle));
        }
        out.append(Figures.format("<text class=\"value\" x=\"%d\" y=\"%.1f\">", WIDTH - RIGHT + 12, middle + 4.5))
                .append(Figures.value(measure, estimate.value()))
                .append("</text>");
    }

    private double value(Standing standing) {
        Double value = standing.value(measure).scored().value();
        return value == null ? Double.NaN : value;
    }

    /** Round tenths around all intervals. */
    private Interval range() {
        double low = measure.range().high();
        double high = measure.range().low();
        for (Standing standing : standings) {
            Interval interval = standing.value(measure).scored().interval();
            if (interval != null) {
                low = Math.min(low, interval.low());
                high = Math.max(high, interval.high());
            }
        }
        return low < high
                ? new Interval(Math.floor(low * 10) / 10, Math.max(Math.ceil(high * 10) / 10, low + 0.1))
                : measure.range();
    }

    private static double x(double value, Interval range) {
        return LEFT + (value - range.low()) / (range.high() - range.low()) * (WIDTH - LEFT - RIGHT);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (Standing standing : standings) {
            Estimate estimate = standing.value(measure).scored();
            text.append(standing.judge() + ": " + Figures.value(measure, estimate.value()) + " ("
                    + Figures.interval(measure, estimate) + "). ");
        }
        return text.toString().strip();
    }
}
