package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Markdown (CommonMark). Its blocks keep their own marks: they are what a model reads well. Front matter, thematic breaks
 * and targets of links are left out; blocks of HTML become their text.
 */
final class MarkdownText {
    private static final int DEEPEST = 50;
    private static final Pattern FRONT_MATTER =
            Pattern.compile("\\A---[ \t]*\n(?:(?!---|\\.\\.\\.)[^\n]*\n){0,200}(?:---|\\.\\.\\.)[ \t]*(?:\n|\\z)");
    private static final Pattern CLOSING_MARKS = Pattern.compile("[ \t]+#+[ \t]*$");
    private static final Pattern MARKS = Pattern.compile("^[ \t]*#{1,6}[ \t]*");

    /** Blocks alone: what stands within a line is kept as it is written. */
    private static final Parser BLOCKS = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .inlineParserFactory(context -> (lines, node) -> {})
            .maxOpenBlockParsers(DEEPEST)
            .build();

    private MarkdownText() {}

    static Extracted read(byte[] bytes) throws UnfitFileException {
        String text =
                FRONT_MATTER.matcher(Block.clean(TextEncoding.decode(bytes))).replaceFirst("");
        List<Block> blocks = new ArrayList<>();
        for (Node node = BLOCKS.parse(text).getFirstChild(); node != null; node = node.getNext()) {
            add(node, text, blocks);
        }
        String title = blocks.stream()
                .filter(Block::isHeading)
                .map(Block::text)
                .findFirst()
                .orElse("");
        return Extracted.of(title, Format.MARKDOWN, blocks);
    }

    private static void add(Node node, String text, List<Block> blocks) {
        String source = source(node, text);
        switch (node) {
            case Heading heading -> {
                String words = heading(source);
                if (!words.isEmpty()) {
                    blocks.add(Block.heading(heading.getLevel(), words));
                }
            }
            case HtmlBlock html -> blocks.addAll(HtmlText.blocks(source));
            case BulletList list -> items(list, text, blocks);
            case OrderedList list -> items(list, text, blocks);
            case ThematicBreak gone -> {}
            case LinkReferenceDefinition gone -> {}
            default -> {
                if (!source.isBlank()) {
                    blocks.add(Block.body(source));
                }
            }
        }
    }

    /** A list is one block where it is short; else every item is one. */
    private static void items(Node list, String text, List<Block> blocks) {
        String whole = source(list, text);
        if (whole.length() <= Extracted.LONGEST_TITLE) {
            blocks.add(Block.body(whole));
            return;
        }
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String source = source(item, text);
            if (!source.isBlank()) {
                blocks.add(item.getPrevious() == null ? Block.body(source) : Block.next(source));
            }
        }
    }

    /** A heading's words, without the marks of either form. */
    private static String heading(String source) {
        List<String> lines = source.lines().toList();
        boolean underlined = lines.size() > 1
                && Set.of('=', '-').contains(lines.getLast().strip().charAt(0));
        String words = underlined ? String.join(" ", lines.subList(0, lines.size() - 1)) : String.join(" ", lines);
        return CLOSING_MARKS
                .matcher(underlined ? words : MARKS.matcher(words).replaceFirst(""))
                .replaceFirst("")
                .strip();
    }

    private static String source(Node node, String text) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        SourceSpan last = spans.getLast();
        return Block.stripLines(
                text.substring(spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength()));
    }
}
