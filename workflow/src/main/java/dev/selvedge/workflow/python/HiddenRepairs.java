package dev.selvedge.workflow.python;

import java.util.ArrayList;
import java.util.List;

/**
 * The parser may repair a text with a token that has no place in the visible tree, such as the end of an indented block.
 * tree-sitter prints it, {@code (MISSING _dedent)}, but does not let a program reach it. This reads the printed form
 * beside the copied tree and puts the missing nodes in.
 */
final class HiddenRepairs {
    private static final String MISSING = "(MISSING _";
    private final String printed;
    private int at;

    private HiddenRepairs(String printed) {
        this.printed = printed;
    }

    /** @param printed the root as tree-sitter prints it */
    static Node insert(Node root, String printed) {
        return printed.contains(MISSING) ? new HiddenRepairs(printed).read(root) : root;
    }

    /** Reads one printed node, which is this one. */
    private Node read(Node node) {
        at = endOfHead(node);
        List<Node> children = readChildren(node);
        readHidden(node, children);
        at++;
        return node.withChildren(children);
    }

    private List<Node> readChildren(Node node) {
        List<Node> children = new ArrayList<>();
        for (Node child : node.children()) {
            if (child.named() || child.missing()) {
                readHidden(node, children);
                skipField();
                children.add(read(child));
            } else {
                children.add(child.withChildren(readChildren(child)));
            }
        }
        return children;
    }

    private int endOfHead(Node node) {
        String head = node.unexpected() != null
                ? "(UNEXPECTED " + node.unexpected()
                : node.missing()
                        ? "(MISSING " + (node.named() ? node.type() : '"' + node.type() + '"')
                        : "(" + node.type();
        if (!printed.startsWith(head, at)) {
            throw new IllegalStateException("the printed tree has no " + head + " at " + at);
        }
        return at + head.length();
    }

    private void skipField() {
        at++;
        if (printed.charAt(at) != '(') {
            at = printed.indexOf(": ", at) + 2;
        }
    }

    private void readHidden(Node parent, List<Node> children) {
        while (printed.startsWith(MISSING, at + 1)) {
            int place =
                    children.isEmpty() ? parent.startByte() : children.getLast().endByte();
            int end = printed.indexOf(')', at);
            String type = printed.substring(at + MISSING.length(), end);
            children.add(new Node(
                    type, true, null, place, place, parent.line(), parent.column(), List.of(), true, null, null));
            at = end + 1;
        }
    }
}
