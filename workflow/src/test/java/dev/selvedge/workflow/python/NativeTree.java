package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A text as tree-sitter's own library reads it: the oracle of our parser. */
final class NativeTree implements AutoCloseable {
    private static final MemoryLayout NODE =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS, ADDRESS);
    private static final SymbolLookup LIBRARY = TreeSitter.load("lib/", "tree-sitter");

    private static final Map<String, MethodHandle> HANDLES = new ConcurrentHashMap<>();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment parser;
    private final MemorySegment tree;

    NativeTree(String source, Grammar grammar) throws Throwable {
        byte[] utf8 = source.getBytes(StandardCharsets.UTF_8);
        parser = (MemorySegment) call("ts_parser_new", FunctionDescriptor.of(ADDRESS));
        call(
                "ts_parser_set_language",
                FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS),
                parser,
                TreeSitter.language(grammar.folder));
        MemorySegment text = arena.allocate(utf8.length + 1L);
        MemorySegment.copy(utf8, 0, text, JAVA_BYTE, 0, utf8.length);
        tree = (MemorySegment) call(
                "ts_parser_parse_string",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                parser,
                MemorySegment.NULL,
                text,
                utf8.length);
    }

    private static Object call(String function, FunctionDescriptor type, Object... arguments) throws Throwable {
        return HANDLES.computeIfAbsent(function, name -> handle(name, type)).invokeWithArguments(arguments);
    }

    private static MethodHandle handle(String function, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = LIBRARY.find(function)
                .or(() -> linker.defaultLookup().find(function))
                .orElseThrow();
        return linker.downcallHandle(address, type);
    }

    private MemorySegment root() throws Throwable {
        return (MemorySegment)
                call("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS), (SegmentAllocator) arena, tree);
    }

    /** As it prints it: named nodes, roles and repairs. */
    String printed() throws Throwable {
        MemorySegment text = (MemorySegment) call("ts_node_string", FunctionDescriptor.of(ADDRESS, NODE), root());
        try {
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } finally {
            call("free", FunctionDescriptor.ofVoid(ADDRESS), text);
        }
    }

    /** Every node with its place, tokens too. */
    String places() throws Throwable {
        StringBuilder out = new StringBuilder();
        places(root(), out);
        return out.toString();
    }

    private void places(MemorySegment node, StringBuilder out) throws Throwable {
        MemorySegment type = (MemorySegment) call("ts_node_type", FunctionDescriptor.of(ADDRESS, NODE), node);
        out.append('(').append(type.reinterpret(Long.MAX_VALUE).getString(0));
        out.append(' ').append((int) call("ts_node_start_byte", FunctionDescriptor.of(JAVA_INT, NODE), node));
        out.append('-').append((int) call("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE), node));
        int children = (int) call("ts_node_child_count", FunctionDescriptor.of(JAVA_INT, NODE), node);
        for (int i = 0; i < children; i++) {
            places(
                    (MemorySegment) call(
                            "ts_node_child",
                            FunctionDescriptor.of(NODE, NODE, JAVA_INT),
                            (SegmentAllocator) arena,
                            node,
                            i),
                    out);
        }
        out.append(')');
    }

    /** The same of our tree. */
    static String places(Node node) {
        StringBuilder out = new StringBuilder();
        out.append('(').append(node.type()).append(' ').append(node.startByte());
        out.append('-').append(node.endByte());
        node.children().stream().filter(child -> !child.hidden()).forEach(child -> out.append(places(child)));
        return out.append(')').toString();
    }

    @Override
    public void close() {
        try {
            call("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS), tree);
            call("ts_parser_delete", FunctionDescriptor.ofVoid(ADDRESS), parser);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            arena.close();
        }
    }
}
