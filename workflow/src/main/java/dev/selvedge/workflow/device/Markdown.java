package dev.selvedge.workflow.device;

/** The common part of Markdown to HTML and back: headings, list items, links, bold, italic, code. Line by line. */
final class Markdown {
    private Markdown() {}

    static String html(String markdown, Meter meter) {
        Meter.Builder out = meter.builder();
        boolean list = false;
        for (String line : markdown.split("\n", -1)) {
            String text = line.strip();
            boolean item = text.startsWith("- ") || text.startsWith("* ");
            if (item != list) {
                out.add(item ? "<ul>" : "</ul>");
                list = item;
            }
            int level = 0;
            while (level < text.length() && level < 6 && text.charAt(level) == '#') {
                level++;
            }
            if (item) {
                out.add("<li>").add(inline(text.substring(2))).add("</li>");
            } else if (level > 0 && level < text.length() && text.charAt(level) == ' ') {
                String tag = "h" + level + ">";
                out.add("<")
                        .add(tag)
                        .add(inline(text.substring(level + 1)))
                        .add("</")
                        .add(tag);
            } else if (!text.isEmpty()) {
                out.add("<p>").add(inline(text)).add("</p>");
            }
        }
        return out.add(list ? "</ul>" : "").toString();
    }

    private static String inline(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        boolean bold = false;
        boolean italic = false;
        boolean code = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int link = c == '[' ? text.indexOf("](", i) : -1;
            int end = link < 0 ? -1 : text.indexOf(')', link);
            if (!code && end > 0) {
                out.append("<a href=\"")
                        .append(text, link + 2, end)
                        .append("\">")
                        .append(Markup.escape(text.substring(i + 1, link)))
                        .append("</a>");
                i = end + 1;
            } else if (!code && text.startsWith("**", i)) {
                bold = !bold;
                out.append(bold ? "<b>" : "</b>");
                i += 2;
            } else if (!code && (c == '*' || c == '_')) {
                italic = !italic;
                out.append(italic ? "<i>" : "</i>");
                i++;
            } else if (c == '`') {
                code = !code;
                out.append(code ? "<code>" : "</code>");
                i++;
            } else {
                out.append(Markup.escape(String.valueOf(c)));
                i++;
            }
        }
        return out.append(code ? "</code>" : "")
                .append(italic ? "</i>" : "")
                .append(bold ? "</b>" : "")
                .toString();
    }

    static String of(String html, Meter meter) {
        String marked = html.replaceAll("(?i)</?(b|strong)>", "**")
                .replaceAll("(?i)</?(i|em)>", "*")
                .replaceAll("(?i)</?code>", "`")
                .replaceAll("(?i)<li>", "- ")
                .replaceAll("(?i)<h1>", "# ")
                .replaceAll("(?i)<h2>", "## ")
                .replaceAll("(?i)<h3>", "### ")
                .replaceAll("(?i)<a href=\"([^\"<>]*)\">([^<>]*)</a>", "[$2]($1)");
        meter.produce(marked.length());
        return Markup.text(marked, meter);
    }
}
