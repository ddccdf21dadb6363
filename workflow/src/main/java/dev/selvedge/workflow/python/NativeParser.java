package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses with tree-sitter and copies its tree into {@link Node} records, without recursion. */
final class NativeParser {
    private NativeParser() {}

    static Node parse(byte[] utf8, Grammar grammar, int mostMillis) {
        try (Arena arena = Arena.ofConfined()) {
            Language language = Language.of(grammar);
            MemorySegment tree = nativeTree(utf8, language, mostMillis, arena);
            try {
                return new Copy(utf8, language, arena).of(tree);
            } finally {
                TreeSitter.TREE_DELETE.invokeExact(tree);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the native parser failed", e);
        }
    }

    /** The root as tree-sitter itself prints it; tests compare our own printing with it. */
    static String nativeSExpression(byte[] utf8) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment tree = nativeTree(utf8, Language.of(Grammar.V0_23), Integer.MAX_VALUE, arena);
            MemorySegment root = (MemorySegment) TreeSitter.TREE_ROOT.invokeExact((SegmentAllocator) arena, tree);
            String text = string(root);
            TreeSitter.TREE_DELETE.invokeExact(tree);
            return text;
        }
    }

    private static MemorySegment nativeTree(byte[] utf8, Language language, int mostMillis, Arena arena)
            throws Throwable {
        MemorySegment source = arena.allocate(Math.max(1, utf8.length));
        MemorySegment.copy(utf8, 0, source, JAVA_BYTE, 0, utf8.length);
        MemorySegment parser = language.take();
        TreeSitter.PARSER_SET_TIMEOUT.invokeExact(parser, 1_000L * mostMillis);
        MemorySegment tree =
                (MemorySegment) TreeSitter.PARSER_PARSE.invokeExact(parser, MemorySegment.NULL, source, utf8.length);
        if (tree.equals(MemorySegment.NULL)) {
            TreeSitter.PARSER_RESET.invokeExact(parser);
        }
        language.giveBack(parser);
        if (tree.equals(MemorySegment.NULL)) {
            throw new PythonTree.TooLargeException(
                    "The code could not be read within " + mostMillis + " milliseconds; write less.", 1, 1);
        }
        return tree;
    }

    /** {@code ts_node_string}; the C string is freed by the C library of the process. */
    private static String string(MemorySegment node) throws Throwable {
        MemorySegment text = (MemorySegment) TreeSitter.NODE_STRING.invokeExact(node);
        try {
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } finally {
            TreeSitter.FREE.invokeExact(text);
        }
    }

    /** A node whose children are still being read. */
    private record Open(
            int symbol, int field, int start, int end, int line, int column, boolean missing, List<Node> children) {
        Node close(Language language, @Nullable String unexpected, @Nullable String renamedFrom) {
            return new Node(
                    language.symbolName(symbol),
                    language.named(symbol),
                    field == 0 ? null : language.fieldName(field),
                    start,
                    end,
                    line,
                    column,
                    children,
                    missing,
                    unexpected,
                    renamedFrom);
        }
    }

    /** One that has children. */
    private record Inner(Open open, @Nullable String renamedFrom) {
        Node close(Language language) {
            return open.close(language, null, renamedFrom);
        }
    }

    private static final class Copy {
        private final byte[] utf8;
        private final Language language;
        private final MemorySegment node;
        private final MemorySegment cursor;
        private final SegmentAllocator nodeSlot;
        private final SegmentAllocator cursorSlot;
        private int at;
        private int line = 1;
        private int column = 1;

        Copy(byte[] utf8, Language language, Arena arena) {
            this.utf8 = utf8;
            this.language = language;
            node = arena.allocate(TreeSitter.NODE);
            cursor = arena.allocate(TreeSitter.CURSOR);
            nodeSlot = SegmentAllocator.prefixAllocator(node);
            cursorSlot = SegmentAllocator.prefixAllocator(cursor);
        }

        Node of(MemorySegment tree) throws Throwable {
            MemorySegment root = (MemorySegment) TreeSitter.TREE_ROOT.invokeExact(nodeSlot, tree);
            boolean repaired = (boolean) TreeSitter.NODE_HAS_ERROR.invokeExact(root);
            MemorySegment _ = (MemorySegment) TreeSitter.CURSOR_NEW.invokeExact(cursorSlot, root);
            try {
                // Printing recurses in native code, so it waits until the walk has found the tree shallow enough.
                Node copy = walk();
                return repaired
                        ? HiddenRepairs.insert(
                                copy, string((MemorySegment) TreeSitter.TREE_ROOT.invokeExact(nodeSlot, tree)))
                        : copy;
            } finally {
                TreeSitter.CURSOR_DELETE.invokeExact(cursor);
            }
        }

        private Node walk() throws Throwable {
            Deque<Inner> path = new ArrayDeque<>();
            while (true) {
                Open open = read();
                if ((boolean) TreeSitter.FIRST_CHILD.invokeExact(cursor)) {
                    path.push(new Inner(open, renamedFrom(open)));
                    checkDepth(path.size() + 1, open);
                    continue;
                }
                Node done = open.close(language, unexpected(open), null);
                while (true) {
                    if (path.isEmpty()) {
                        return done;
                    }
                    path.element().open.children().add(done);
                    if ((boolean) TreeSitter.NEXT_SIBLING.invokeExact(cursor)) {
                        break;
                    }
                    boolean _ = (boolean) TreeSitter.PARENT.invokeExact(cursor);
                    done = path.pop().close(language);
                }
            }
        }

        private Open read() throws Throwable {
            MemorySegment current = (MemorySegment) TreeSitter.CURRENT_NODE.invokeExact(nodeSlot, cursor);
            int symbol = Short.toUnsignedInt((short) TreeSitter.NODE_SYMBOL.invokeExact(current));
            int start = (int) TreeSitter.NODE_START.invokeExact(current);
            int end = (int) TreeSitter.NODE_END.invokeExact(current);
            int field = Short.toUnsignedInt((short) TreeSitter.CURRENT_FIELD.invokeExact(cursor));
            boolean missing = start == end && (boolean) TreeSitter.NODE_MISSING.invokeExact(current);
            advance(start);
            return new Open(symbol, field, start, end, line, column, missing, new ArrayList<>(4));
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

        private @Nullable String unexpected(Open open) throws Throwable {
            if (!Language.isError(open.symbol()) || open.start() == open.end()) {
                return null;
            }
            String text = string(node);
            return text.startsWith("(UNEXPECTED ") ? text.substring("(UNEXPECTED ".length(), text.length() - 1) : null;
        }

        /** The node that was read last is this one. */
        private @Nullable String renamedFrom(Open open) throws Throwable {
            int symbol = Short.toUnsignedInt((short) TreeSitter.NODE_GRAMMAR_SYMBOL.invokeExact(node));
            String name = language.symbolName(symbol);
            return name.equals(language.symbolName(open.symbol())) ? null : name;
        }

        private static void checkDepth(int depth, Open open) {
            if (depth > PythonTree.MAX_DEPTH) {
                throw new PythonTree.TooLargeException(
                        "The code is nested deeper than " + PythonTree.MAX_DEPTH + " levels of its syntax tree at line "
                                + open.line() + ", column " + open.column() + "; write it in smaller statements.",
                        open.line(),
                        open.column());
            }
        }
    }
}
