package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Splits blocks into passages of bounded length at the borders that cost least: best before a heading, the higher the
 * better, then between blocks, then between lines, sentences and
 * words that belong together. As few passages as possible come out,
 * none too short where that can be, and of like lengths. A heading stays with what follows it.
 */
final class Splitter {
    private static final String BLOCK_GAP = "\n\n";
    private static final String LINE_GAP = "\n";
    private static final String SECTION_GAP = " > ";

    /** Shares of the longest passage. */
    private static final int GLUED = 64;

    private static final int LONGEST_HEADING = 4;

    /** What a passage more costs is 1. */
    private static final double BEFORE_HEADING = 0.05;

    private static final double BEFORE_BLOCK = 0.5;
    private static final double WITHIN_BLOCK = 1;
    private static final double TOO_SHORT = 10;
    private static final double UNEVEN = 0.3;

    private final Splitting splitting;
    private final String[] headings = new String[7];

    private Splitter(Splitting splitting) {
        this.splitting = splitting;
        Arrays.fill(headings, "");
    }

    /**
     * Some blocks that follow each other.
     *
     * @param section headings that lead to it
     * @param actions that it begins to describe
     */
    record Passage(String section, String text, List<String> actions) {}

    /** What is never cut. */
    private record Piece(String gap, int level, String text, String section, String action) {
        double border() {
            return !gap.equals(BLOCK_GAP) ? WITHIN_BLOCK : level == 0 ? BEFORE_BLOCK : BEFORE_HEADING * (level - 1);
        }

        int length() {
            return gap.length() + text.length();
        }
    }

    /** Pieces that stay together. */
    private static final class Group {
        private final List<Piece> pieces = new ArrayList<>();
        private int length;

        Group add(Piece piece) {
            pieces.add(piece);
            length += piece.length();
            return this;
        }

        boolean takes(Piece piece, int longest) {
            return (pieces.getLast().level > 0 && length + piece.length() <= longest - longest / LONGEST_HEADING)
                    || (length < longest / GLUED && length + piece.length() <= longest / 2);
        }
    }

    static List<Passage> split(List<Block> blocks, Splitting splitting) {
        Splitter splitter = new Splitter(splitting);
        List<Piece> pieces = new ArrayList<>();
        blocks.forEach(block -> splitter.pieces(block, pieces));
        List<Group> groups = new ArrayList<>();
        for (Piece piece : pieces) {
            if (groups.isEmpty() || !groups.getLast().takes(piece, splitting.longest())) {
                groups.add(new Group());
            }
            groups.getLast().add(piece);
        }
        return splitter.passages(groups);
    }

    private void pieces(Block block, List<Piece> pieces) {
        int longest = splitting.longest();
        String shown = block.shown();
        boolean heading = block.isHeading() && shown.length() <= longest / LONGEST_HEADING;
        String section = Arrays.stream(headings, 1, heading ? block.level() : headings.length)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(SECTION_GAP));
        if (heading) {
            headings[block.level()] = block.text();
            Arrays.fill(headings, block.level() + 1, headings.length, "");
            pieces.add(new Piece(BLOCK_GAP, block.level(), shown, section, block.action()));
            return;
        }
        String gap = block.tight() ? LINE_GAP : BLOCK_GAP;
        String action = block.action();
        int start = 0;
        while (start < shown.length()) {
            int end = shown.length() - start <= longest / 2 ? shown.length() : cut(shown, start, longest / 2);
            int next = end;
            while (next < shown.length() && Character.isWhitespace(shown.charAt(next))) {
                next++;
            }
            pieces.add(new Piece(gap, 0, shown.substring(start, end), section, action));
            gap = shown.substring(end, next);
            action = "";
            start = next;
        }
    }

    /** Where to end a piece that begins here: at a line's end, a sentence's or a word's, in its second half. */
    private static int cut(String text, int start, int most) {
        int line = -1;
        int sentence = -1;
        int word = -1;
        for (int i = start + most; i > start + most / 2; i--) {
            char here = text.charAt(i);
            if (here == '\n') {
                line = Math.max(line, i);
            } else if (Character.isWhitespace(here)) {
                word = Math.max(word, i);
                if (".!?;:".indexOf(text.charAt(i - 1)) >= 0) {
                    sentence = Math.max(sentence, i);
                }
            } else if ("。！？".indexOf(text.charAt(i - 1)) >= 0) {
                sentence = Math.max(sentence, i);
            }
        }
        int end = line >= 0 ? line : sentence >= 0 ? sentence : word >= 0 ? word : start + most;
        while (end > start + 1 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return Character.isLowSurrogate(text.charAt(end)) && Character.isHighSurrogate(text.charAt(end - 1))
                ? end - 1
                : end;
    }

    /** The cheapest way to cut the groups into passages. */
    private List<Passage> passages(List<Group> groups) {
        int count = groups.size();
        double[] best = new double[count + 1];
        int[] from = new int[count + 1];
        for (int end = 1; end <= count; end++) {
            best[end] = Double.POSITIVE_INFINITY;
            int length = 0;
            for (int start = end - 1; start >= 0; start--) {
                Group first = groups.get(start);
                length += first.length;
                if (length - first.pieces.getFirst().gap.length() > splitting.longest() && start < end - 1) {
                    break;
                }
                double cost = best[start]
                        + cost(start == 0 ? 0 : first.pieces.getFirst().border(), length);
                if (cost < best[end]) {
                    best[end] = cost;
                    from[end] = start;
                }
            }
        }
        List<Passage> passages = new ArrayList<>();
        for (int end = count; end > 0; end = from[end]) {
            passages.addFirst(passage(groups.subList(from[end], end)));
        }
        return passages;
    }

    private double cost(double border, int length) {
        double slack = 1 - Math.min(1, (double) length / splitting.longest());
        return 1 + border + (length < splitting.shortest() ? TOO_SHORT : 0) + UNEVEN * slack * slack;
    }

    private static Passage passage(List<Group> groups) {
        StringBuilder text = new StringBuilder();
        Set<String> actions = new LinkedHashSet<>();
        for (Group group : groups) {
            for (Piece piece : group.pieces) {
                text.append(text.isEmpty() ? "" : piece.gap).append(piece.text);
                actions.add(piece.action);
            }
        }
        actions.remove("");
        Piece first = Objects.requireNonNull(groups.getFirst()).pieces.getFirst();
        return new Passage(first.section, text.toString(), List.copyOf(actions));
    }
}
