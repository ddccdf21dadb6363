package dev.selvedge.workflow.device;

import java.util.Locale;
import java.util.Map;

/** Formatted text: the little of HTML and Markdown that can be seen in plain text. One pass, no evaluation. */
final class Markup {
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "#39", "'");

    private Markup() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }

    /** The text that a reader of the HTML sees: no tags, no scripts or styles, block ends as line ends. */
    static String text(String html, Meter meter) {
        Meter.Builder out = meter.builder();
        int i = 0;
        while (i < html.length()) {
            char c = html.charAt(i);
            if (c == '<') {
                i = tag(html, i, out);
            } else if (c == '&') {
                i = entity(html, i, out);
            } else {
                out.add(c);
                i++;
            }
        }
        return out.toString().strip();
    }

    private static int tag(String html, int start, Meter.Builder out) {
        int end = html.indexOf('>', start);
        if (end < 0) {
            out.add(html, start, html.length());
            return html.length();
        }
        String name = name(html, start + 1, end);
        if (name.equals("script") || name.equals("style")) {
            int close = html.indexOf("</" + name, end);
            int closed = close < 0 ? -1 : html.indexOf('>', close);
            return closed < 0 ? html.length() : closed + 1;
        }
        switch (name) {
            case "br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/title" -> out.add('\n');
            default -> {}
        }
        return end + 1;
    }

    private static String name(String html, int start, int end) {
        int stop = start;
        if (start < end && html.charAt(start) == '/') {
            stop++;
        }
        while (stop < end && stop < start + 10 && Character.isLetterOrDigit(html.charAt(stop))) {
            stop++;
        }
        return html.substring(start, stop).toLowerCase(Locale.ROOT);
    }

    private static int entity(String html, int start, Meter.Builder out) {
        int end = html.indexOf(';', start);
        String value = end > 0 && end - start <= 8 ? ENTITIES.get(html.substring(start + 1, end)) : null;
        out.add(value == null ? "&" : value);
        return value == null ? start + 1 : end + 1;
    }
}
