package dev.selvedge.eval;

import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The leaves of a Python tree, numbered in the order of the text. A string is one leaf; comments are none. The one
 * difference between the two readings of CodeBLEU at this level: the reference implementation never looks into a string
 * and cuts the text of a leaf by byte columns out of lines of characters; the corrected reading looks into the
 * replacement fields of f-strings and takes the text as it is.
 */
final class Leaves {
    private final boolean corrected;
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();

    private Leaves(boolean corrected) {
        this.corrected = corrected;
    }

    static Leaves of(PythonTree tree, String source, boolean corrected) {
        Leaves leaves = new Leaves(corrected);
        leaves.collect(tree.root());
        boolean ascii = source.chars().allMatch(c -> c < 0x80);
        ByteColumns columns = corrected || ascii ? null : new ByteColumns(source);
        for (int i = 0; i < leaves.nodes.size(); i++) {
            Node node = leaves.nodes.get(i);
            leaves.numbers.put(place(node), i);
            leaves.texts.add(columns != null ? columns.cut(node) : joined(tree.text(node), corrected));
        }
        return leaves;
    }

    private static String joined(String text, boolean corrected) {
        return corrected || text.indexOf('\n') < 0 ? text : text.replace("\n", "");
    }

    private void collect(Node node) {
        if (isLeaf(node)) {
            nodes.add(node);
        } else {
            for (Node child : parts(node)) {
                collect(child);
            }
        }
    }

    boolean isLeaf(Node node) {
        return !node.type().equals("comment")
                && (node.type().equals("string") || parts(node).isEmpty())
                && (!corrected || parts(node).isEmpty());
    }

    /** The children that the walk sees. */
    List<Node> parts(Node node) {
        if (corrected && node.type().equals("string")) {
            return node.children().stream()
                    .filter(c -> c.type().equals("interpolation"))
                    .toList();
        }
        for (Node child : node.children()) {
            if (child.hidden()) {
                return node.children().stream().filter(c -> !c.hidden()).toList();
            }
        }
        return node.children();
    }

    /** The number of a leaf; leaves without bytes at one place share the last one's. */
    int number(Node leaf) {
        return numbers.getOrDefault(place(leaf), 0);
    }

    String text(int number) {
        return texts.get(number);
    }

    /** The leaves below a node that are not keywords, operators or brackets. */
    List<Integer> variables(Node node) {
        List<Integer> found = new ArrayList<>();
        variables(node, found);
        return found;
    }

    private void variables(Node node, List<Integer> found) {
        if (isLeaf(node)) {
            int number = number(node);
            if (!node.type().equals(texts.get(number))) {
                found.add(number);
            }
        } else {
            for (Node child : parts(node)) {
                variables(child, found);
            }
        }
    }

    private static long place(Node node) {
        return (long) node.startByte() << 32 | node.endByte();
    }

    /** Cuts by byte columns out of lines of characters. */
    private static final class ByteColumns {
        private final List<int[]> lines = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();

        ByteColumns(String source) {
            int start = 0;
            for (String line : source.split("\n", -1)) {
                lines.add(line.codePoints().toArray());
                starts.add(start);
                start += line.getBytes(StandardCharsets.UTF_8).length + 1;
            }
        }

        String cut(Node node) {
            int first = node.line() - 1;
            int last = lineOf(node.endByte(), first);
            if (first == last) {
                return slice(first, node.startByte() - starts.get(first), node.endByte() - starts.get(first));
            }
            StringBuilder text =
                    new StringBuilder(slice(first, node.startByte() - starts.get(first), Integer.MAX_VALUE));
            for (int line = first + 1; line < last; line++) {
                text.append(slice(line, 0, Integer.MAX_VALUE));
            }
            return text.append(slice(last, 0, node.endByte() - starts.get(last)))
                    .toString();
        }

        private int lineOf(int place, int from) {
            int line = from;
            while (line + 1 < starts.size() && starts.get(line + 1) <= place) {
                line++;
            }
            return line;
        }

        private String slice(int line, int start, int end) {
            int[] characters = lines.get(line);
            int from = Math.min(start, characters.length);
            int to = Math.max(from, Math.min(end, characters.length));
            return new String(characters, from, to - from);
        }
    }
}
