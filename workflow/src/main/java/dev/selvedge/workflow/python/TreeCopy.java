package dev.selvedge.workflow.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree that users see of the parser's: what the grammar hides gives its children to the node above, roles and
 * other names are put in, and places are counted. Without recursion, for hidden nodes nest deeply.
 */
final class TreeCopy {
    private final byte[] utf8;
    private final Language language;
    private final Deque<Open> open = new ArrayDeque<>();
    private int depth;
    private int at;
    private int line = 1;
    private int column = 1;

    private TreeCopy(byte[] utf8, Language language) {
        this.utf8 = utf8;
        this.language = language;
    }

    /** A tree some of whose children are copied. */
    private static final class Open {
        private final Subtree tree;
        private final int symbol;
        private final int field;
        private final boolean shown;
        private final int start;
        private final int line;
        private final int column;
        /** Of a hidden one those of the node above. */
        private final List<Node> children;
        /** The node above that is shown, itself where it is. */
        private final Open node;

        private int next;
        private int structural;
        private int place;

        /** A node. */
        Open(Subtree tree, int symbol, int field, int place, int line, int column) {
            this.tree = tree;
            this.symbol = symbol;
            this.field = field;
            this.place = place;
            this.line = line;
            this.column = column;
            shown = true;
            start = place + tree.paddingBytes;
            children = new ArrayList<>(Math.max(1, tree.visibleChildren));
            node = this;
        }

        /** Hidden. */
        Open(Subtree tree, int field, int place, Open node) {
            this.tree = tree;
            this.field = field;
            this.place = place;
            this.node = node;
            symbol = tree.symbol;
            line = node.line;
            column = node.column;
            shown = false;
            start = place + tree.paddingBytes;
            children = node.children;
        }
    }

    /** @throws PythonTree.TooLargeException if it is too deep */
    static Node of(Subtree root, byte[] utf8, Language language) {
        TreeCopy copy = new TreeCopy(utf8, language);
        copy.advance(root.paddingBytes);
        copy.push(new Open(root, root.symbol, 0, 0, copy.line, copy.column));
        return copy.run();
    }

    private Node run() {
        while (true) {
            Open top = open.element();
            if (top.next < top.tree.children.length) {
                child(top);
                continue;
            }
            open.pop();
            if (!top.shown) {
                continue;
            }
            depth--;
            Node done = node(top.tree, top.symbol, top.field, top.start, top.line, top.column, top.children);
            if (open.isEmpty()) {
                return done;
            }
            open.element().children.add(done);
        }
    }

    private void child(Open parent) {
        Subtree tree = parent.tree.children[parent.next++];
        int place = parent.place;
        parent.place += tree.paddingBytes + tree.bytes;
        int alias = 0;
        int field = 0;
        if (!tree.extra) {
            alias = language.alias(parent.tree.production, parent.structural);
            field = language.field(parent.tree.production, parent.structural++);
            field = field == 0 && !parent.shown ? parent.field : field;
        }
        boolean bare = tree.visibleChildren == 0 && tree.errorCost == 0;
        if (alias != 0 || tree.visible) {
            advance(place + tree.paddingBytes);
            int symbol = alias != 0 ? alias : tree.symbol;
            if (bare || tree.children.length == 0) {
                parent.children.add(node(tree, symbol, field, place + tree.paddingBytes, line, column, List.of()));
            } else {
                push(new Open(tree, symbol, field, place, line, column));
            }
        } else if (tree.missing) {
            parent.children.add(hiddenRepair(tree, parent.node));
        } else if (!bare) {
            open.push(new Open(tree, field, place, parent.node));
        }
    }

    private void push(Open node) {
        open.push(node);
        depth++;
        if (depth + 1 > PythonTree.MAX_DEPTH && node.tree.visibleChildren > 0) {
            throw new PythonTree.TooLargeException(
                    "The code is nested deeper than " + PythonTree.MAX_DEPTH + " levels of its syntax tree at line "
                            + node.line + ", column " + node.column + "; write it in smaller statements.",
                    node.line,
                    node.column);
        }
    }

    private Node node(Subtree tree, int shownAs, int field, int start, int line, int column, List<Node> children) {
        int symbol = language.publicSymbol(shownAs);
        String type = language.name(symbol);
        String own = tree.visibleChildren == 0 ? type : language.name(tree.symbol);
        return new Node(
                type,
                language.named(symbol),
                field == 0 ? null : language.fieldName(field),
                start,
                start + tree.bytes,
                line,
                column,
                children,
                tree.missing,
                unexpected(tree),
                own.equals(type) ? null : own);
    }

    /** A repair that has no place in the visible tree, such as the end of an indented block. */
    private Node hiddenRepair(Subtree tree, Open parent) {
        int place = parent.children.isEmpty()
                ? parent.start
                : parent.children.getLast().endByte();
        return new Node(
                language.name(tree.symbol),
                true,
                null,
                place,
                place,
                parent.line,
                parent.column,
                List.of(),
                true,
                null,
                null);
    }

    private static @Nullable String unexpected(Subtree tree) {
        if (!tree.error() || tree.children.length > 0 || tree.bytes == 0) {
            return null;
        }
        int character = tree.unexpected;
        return switch (character) {
            case 0 -> "'\\0'";
            case '\n' -> "'\\n'";
            case '\t' -> "'\\t'";
            case '\r' -> "'\\r'";
            default -> character >= ' ' && character < 0x7F ? "'" + (char) character + "'" : "" + character;
        };
    }

    /** Nodes come in the order of their first bytes, so the place is counted along. */
    private void advance(int target) {
        for (; at < target; at++) {
            if (utf8[at] == '\n') {
                line++;
                column = 1;
            } else if ((utf8[at] & 0xC0) != 0x80) {
                column++;
            }
        }
    }
}
