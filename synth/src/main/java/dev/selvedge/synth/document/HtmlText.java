package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * Web pages as blocks in the manner of Markdown: headings, paragraphs, items of lists, rows of tables, fenced code. What
 * is no content is left out: scripts, styles, navigation, asides, forms, what is hidden. Nothing is fetched, followed or
 * run.
 */
final class HtmlText {
    private static final int DEEPEST = 256;
    private static final String NO_CONTENT =
            "script, style, noscript, template, nav, aside, footer, menu, dialog, form,"
                    + " button, select, textarea, input, iframe, frame, object, embed, applet, audio, video, canvas, svg, map,"
                    + " [hidden], [aria-hidden=true], [role=navigation], [role=search], [role=complementary],"
                    + " [role=contentinfo]";

    /** What cells of a table do not hold: a table that has it sets out a page. */
    private static final String NO_CELL =
            "table h1, table h2, table h3, table h4, table h5, table h6, table ul, table ol,"
                    + " table pre, table table";

    private HtmlText() {}

    static Extracted read(byte[] bytes) throws UnfitFileException {
        org.jsoup.nodes.Document page = parse(TextEncoding.decodePage(bytes));
        String title = page.title().strip();
        List<Block> blocks = blocks(page.body());
        String first = blocks.stream()
                .filter(Block::isHeading)
                .map(Block::text)
                .findFirst()
                .orElse("");
        return Extracted.of(title.isEmpty() ? first : title, Format.HTML, blocks);
    }

    /** The blocks of a piece of HTML. */
    static List<Block> blocks(String html) {
        return blocks(parse(html).body());
    }

    private static org.jsoup.nodes.Document parse(String html) {
        return Jsoup.parse(html, "", Parser.htmlParser().setMaxDepth(DEEPEST));
    }

    private static List<Block> blocks(Element body) {
        body.select(NO_CONTENT).remove();
        Set<Element> layouts = new HashSet<>();
        for (Element inner : body.select(NO_CELL)) {
            Element outer = inner.parent() == null ? null : inner.parent().closest("table");
            if (outer != null) {
                layouts.add(outer);
            }
        }
        Walk walk = new Walk(layouts);
        body.traverse(walk);
        walk.end(0);
        return walk.blocks;
    }

    /** Goes through a page from its beginning to its end. */
    private static final class Walk implements NodeVisitor {
        private final Set<Element> layouts;
        private final List<Block> blocks = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private String mark = "";
        /** What the block before was, and what this one is: a block on its own, an item, or a row. */
        private String before = "";

        private String kind = "";
        private int verbatim;
        private int cells;
        private int lists;

        /** @param layouts tables that are none */
        Walk(Set<Element> layouts) {
            this.layouts = layouts;
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words);
            } else if (node instanceof Element element) {
                begin(element);
            }
        }

        private void append(TextNode words) {
            if (verbatim > 0) {
                text.append(words.getWholeText());
            } else {
                String line = words.getWholeText().replaceAll("\\s+", " ");
                boolean spaced = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
                text.append(spaced ? line.stripLeading() : line);
            }
        }

        private void begin(Element element) {
            switch (element.normalName()) {
                case "br" -> text.append(verbatim > 0 || cells == 0 ? "\n" : " ");
                case "pre" -> {
                    end(0);
                    verbatim++;
                }
                case "ul", "ol" -> {
                    end(0);
                    lists++;
                }
                case "li" -> {
                    end(0);
                    mark = "  ".repeat(Math.max(0, lists - 1)) + "- ";
                    kind = "li";
                }
                case "td", "th" -> cell(element);
                case "img" -> text.append(element.attr("alt"));
                case "math" -> text.append(element.attr("alttext"));
                default -> border(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            switch (element.normalName()) {
                case "h1", "h2", "h3", "h4", "h5", "h6" ->
                    end(cells > 0 ? -1 : element.normalName().charAt(1) - '0');
                case "pre" -> {
                    verbatim--;
                    fenced();
                }
                case "ul", "ol" -> {
                    end(0);
                    lists--;
                    before = lists == 0 ? "" : "li";
                }
                case "td", "th" -> {
                    if (isCell(element)) {
                        cells--;
                    } else {
                        border(element);
                    }
                }
                case "tr" -> {
                    if (cells == 0 && kind.equals("tr") && !text.isEmpty()) {
                        space();
                        text.append('|');
                    }
                    border(element);
                }
                case "table" -> {
                    end(0);
                    before = "";
                }
                default -> border(element);
            }
        }

        /** In a cell of a table blocks are words of one row. */
        private void border(Element element) {
            if (element.isBlock() && verbatim == 0) {
                if (cells > 0) {
                    space();
                } else {
                    end(0);
                }
            }
        }

        private void cell(Element element) {
            if (isCell(element)) {
                space();
                text.append("| ");
                kind = "tr";
                cells++;
            } else {
                border(element);
            }
        }

        private boolean isCell(Element element) {
            Element table = element.closest("table");
            return table != null && !layouts.contains(table);
        }

        private void space() {
            if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
        }

        /** Ends a block: a heading of this level, or text at 0; nothing below. */
        private void end(int level) {
            if (level < 0 || verbatim > 0) {
                return;
            }
            String clean = Block.stripLines(Block.clean(text.toString()));
            text.setLength(0);
            if (clean.isBlank()) {
                return;
            }
            add(level > 0 ? Block.heading(level, clean.replace('\n', ' ').strip()) : body(clean.strip()));
        }

        private void fenced() {
            if (verbatim > 0) {
                return;
            }
            String code = Block.stripLines(Block.clean(text.toString()));
            text.setLength(0);
            if (!code.isBlank()) {
                add(body("```\n" + code + "\n```"));
            }
        }

        private Block body(String words) {
            return !kind.isEmpty() && kind.equals(before) ? Block.next(mark + words) : Block.body(mark + words);
        }

        private void add(Block block) {
            blocks.add(block);
            before = kind;
            kind = "";
            mark = "";
        }
    }
}
