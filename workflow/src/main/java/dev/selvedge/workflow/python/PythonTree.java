package dev.selvedge.workflow.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree of a Python text. Any text has a tree: what the grammar cannot place is in nodes of type
 * {@code ERROR}, what it lacks is put in as {@link Node#missing}. The tree is plain Java values; nothing native outlives
 * {@link #parse}.
 *
 * <p>The text is bounded by {@link #MAX_BYTES} and the tree by {@link #MAX_DEPTH}, so a walk may recurse. Parsing
 * is stopped after some seconds.
 *
 * <p>The tree is that of tree-sitter 0.24 with its grammar for Python 0.23, or another {@link Grammar} where one is asked for.
 */
public final class PythonTree {
    /** Longest text, in bytes of UTF-8. */
    public static final int MAX_BYTES = 8 << 20;

    /** Deepest tree, in nodes from the root to a leaf. */
    public static final int MAX_DEPTH = 1_000;

    /**
     * Parsing is stopped by the clock after this time and what {@link #BYTES_PER_MILLI} grants. Sound code needs a hundredth
     * of it; some broken text would need time that grows with the square of its length.
     */
    private static final int MAX_MILLIS = 5_000;

    private static final int BYTES_PER_MILLI = 200;

    private final byte[] utf8;
    private final Node root;

    PythonTree(byte[] utf8, Node root) {
        this.utf8 = utf8;
        this.root = root;
    }

    /**
     * Parses a text.
     *
     * @throws TooLargeException if the text or its tree is over the bounds; the message is a sentence
     */
    public static PythonTree parse(String source) {
        return parse(source, Grammar.V0_23);
    }

    /**
     * Parses a text with one of the grammars.
     *
     * @throws TooLargeException if the text or its tree is over the bounds; the message is a sentence
     */
    public static PythonTree parse(String source, Grammar grammar) {
        byte[] utf8 = source.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_BYTES) {
            throw new TooLargeException(
                    "The code has " + utf8.length + " bytes; at most " + MAX_BYTES + " are read.", 1, 1);
        }
        return new PythonTree(utf8, parse(utf8, grammar, MAX_MILLIS + utf8.length / BYTES_PER_MILLI));
    }

    static Node parse(byte[] utf8, Grammar grammar, int mostMillis) {
        Language language = Language.of(grammar);
        return TreeCopy.of(Parse.of(utf8, language, mostMillis), utf8, language);
    }

    public Node root() {
        return root;
    }

    /** The source of a node of this tree. */
    public String text(Node node) {
        return new String(utf8, node.startByte(), node.endByte() - node.startByte(), StandardCharsets.UTF_8);
    }

    /** Every node that is an error or was put in to repair one, in the order of the text. */
    public List<Node> faults() {
        return select(node -> node.error() || node.missing());
    }

    /** Every node that fits, in the order of the text, a parent before its children. */
    public List<Node> select(Predicate<Node> wanted) {
        List<Node> found = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (wanted.test(node)) {
                found.add(node);
            }
            for (int i = node.children().size() - 1; i >= 0; i--) {
                open.push(node.children().get(i));
            }
        }
        return found;
    }

    /**
     * The node as tree-sitter prints it: named nodes only, with the roles of the children, {@code (UNEXPECTED 'c')} for
     * errors without children and {@code (MISSING x)} for repairs.
     */
    public static String sExpression(Node node) {
        if (!node.named() && !node.missing()) {
            return "(\"" + node.type() + "\")";
        }
        StringBuilder out = new StringBuilder();
        print(node, out);
        return out.toString();
    }

    private static void print(Node node, StringBuilder out) {
        out.append('(');
        if (node.unexpected() != null) {
            out.append("UNEXPECTED ").append(node.unexpected());
        } else if (node.missing()) {
            String quote = node.named() ? "" : "\"";
            out.append("MISSING ").append(quote).append(node.type()).append(quote);
        } else {
            out.append(node.type());
        }
        printChildren(node, null, out);
        out.append(')');
    }

    /** A node without a name is not printed, but what was put in below it is, in its role. */
    private static void printChildren(Node node, @Nullable String inherited, StringBuilder out) {
        for (Node child : node.children()) {
            String field = child.field() == null ? inherited : child.field();
            if (!child.named() && !child.missing()) {
                printChildren(child, field, out);
                continue;
            }
            out.append(' ');
            if (field != null) {
                out.append(field).append(": ");
            }
            print(child, out);
        }
    }

    @Override
    public String toString() {
        return sExpression(root);
    }

    /** A text or its tree is over the bounds. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int line;
        private final int column;

        TooLargeException(String message, int line, int column) {
            super(message);
            this.line = line;
            this.column = column;
        }

        /** Where, 1-based. */
        public int line() {
            return line;
        }

        /** Where, 1-based, in code points. */
        public int column() {
            return column;
        }
    }
}
