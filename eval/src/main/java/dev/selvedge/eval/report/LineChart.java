package dev.selvedge.eval.report;

import dev.selvedge.core.XmlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A curve over steps. Long curves are drawn by the extremes of equal stretches, and the text says so. */
record LineChart(Report.Curve curve) {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 240;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 36;
    private static final int MOST_POINTS = 240;
    private static final int TICKS = 4;
    private static final Comparator<Report.Point> BY_VALUE = Comparator.comparingDouble(Report.Point::value);

    String toSvg() {
        List<Report.Point> points = thinned();
        double lowX = curve.points().getFirst().step();
        double highX = Math.max(curve.points().getLast().step(), lowX + 1e-9);
        double least = Math.min(
                0, points.stream().mapToDouble(Report.Point::value).min().orElse(0));
        double highY = points.stream().mapToDouble(Report.Point::value).max().orElse(1);
        double stepY = highY > least ? tick((highY - least) / TICKS) : 1;
        double lowY = stepY * Math.floor(least / stepY + 1e-9);
        double topY = lowY + stepY * Math.max(1, Math.ceil((highY - lowY) / stepY - 1e-9));
        StringBuilder out = new StringBuilder();
        out.append(Figures.format("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\"><title>", WIDTH, HEIGHT))
                .append(XmlText.escape(curve.title()))
                .append("</title><desc>")
                .append(XmlText.escape(description()))
                .append("</desc>");
        for (double y = lowY; y <= topY + stepY / 2; y += stepY) {
            double place = HEIGHT - BOTTOM - (y - lowY) / (topY - lowY) * (HEIGHT - BOTTOM - TOP);
            out.append(Figures.format(
                    "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%s</text>",
                    LEFT, place, WIDTH - RIGHT, LEFT - 7, place + 4, number(y)));
        }
        label(out, LEFT, "start", number(lowX));
        label(out, WIDTH - RIGHT, "end", number(highX));
        label(out, (LEFT + WIDTH - RIGHT) / 2, "middle", curve.axis());
        out.append("<polyline class=\"curve\" points=\"");
        for (Report.Point point : points) {
            double x = LEFT + (point.step() - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
            double y = HEIGHT - BOTTOM - (point.value() - lowY) / (topY - lowY) * (HEIGHT - BOTTOM - TOP);
            out.append(Figures.format("%.1f,%.1f ", x, y));
        }
        return out.append("\"/></svg>").toString();
    }

    private static void label(StringBuilder out, int x, String anchor, String text) {
        out.append(Figures.format("<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, HEIGHT - 12, anchor))
                .append(XmlText.escape(text))
                .append("</text>");
    }

    /** What the curve shows, in words. */
    String description() {
        List<Report.Point> points = curve.points();
        if (points.isEmpty()) {
            return curve.title() + ": nothing was measured.";
        }
        String text = curve.title() + " from " + number(points.getFirst().value()) + " to "
                + number(points.getLast().value()) + " over " + points.size() + " measurements";
        return text
                + (points.size() > MOST_POINTS ? "; of each stretch the drawing has the least and the greatest." : ".");
    }

    private List<Report.Point> thinned() {
        List<Report.Point> points = curve.points();
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        // The least and the greatest of each stretch, in their order, so that no spike is hidden.
        List<Report.Point> kept = new ArrayList<>();
        int stretches = MOST_POINTS / 2;
        for (int i = 0; i < stretches; i++) {
            int from = (int) ((long) points.size() * i / stretches);
            int to = (int) ((long) points.size() * (i + 1) / stretches);
            List<Report.Point> stretch = points.subList(from, to);
            Report.Point least = Collections.min(stretch, BY_VALUE);
            Report.Point greatest = Collections.max(stretch, BY_VALUE);
            kept.add(least.step() < greatest.step() ? least : greatest);
            if (least.step() != greatest.step()) {
                kept.add(least.step() < greatest.step() ? greatest : least);
            }
        }
        return kept;
    }

    /** The least of 1, 2, 2.5, 5 times a power of ten that is not below. */
    private static double tick(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-12))));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (size < 1e-12) {
            return "0";
        }
        if (size < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return size >= 1000 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, size < 0.1 ? "%.4f" : "%.2f", value);
    }
}
