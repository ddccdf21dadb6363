package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The functions of tree-sitter's C library that parsing needs. The library lies in the jar {@code
 * io.github.bonede:tree-sitter}, grammars in {@code tree-sitter-python}; they are copied to a directory that only this user
 * can read, loaded, and removed.
 */
final class TreeSitter {
    /** {@code TSNode}: {@code uint32_t context[4]; const void *id; const TSTree *tree}. */
    static final MemoryLayout NODE =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS, ADDRESS);

    /** {@code TSTreeCursor}: {@code const void *tree; const void *id; uint32_t context[3]}, padded. */
    static final MemoryLayout CURSOR = MemoryLayout.structLayout(
            ADDRESS, ADDRESS, MemoryLayout.sequenceLayout(3, JAVA_INT), MemoryLayout.paddingLayout(4));

    private static final SymbolLookup LIBRARY = load("lib/", "tree-sitter");

    static final MethodHandle PARSER_NEW = slow("ts_parser_new", FunctionDescriptor.of(ADDRESS));
    static final MethodHandle PARSER_SET_LANGUAGE =
            slow("ts_parser_set_language", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS));
    static final MethodHandle PARSER_PARSE =
            slow("ts_parser_parse_string", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle PARSER_SET_TIMEOUT =
            slow("ts_parser_set_timeout_micros", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    static final MethodHandle PARSER_RESET = slow("ts_parser_reset", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle TREE_DELETE = slow("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle TREE_ROOT = slow("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS));
    static final MethodHandle CURSOR_NEW = slow("ts_tree_cursor_new", FunctionDescriptor.of(CURSOR, NODE));
    static final MethodHandle CURSOR_DELETE = slow("ts_tree_cursor_delete", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle NODE_HAS_ERROR = slow("ts_node_has_error", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));
    static final MethodHandle NODE_STRING = slow("ts_node_string", FunctionDescriptor.of(ADDRESS, NODE));

    static final MethodHandle FREE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

    static final MethodHandle FIRST_CHILD =
            fast("ts_tree_cursor_goto_first_child", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    static final MethodHandle NEXT_SIBLING =
            fast("ts_tree_cursor_goto_next_sibling", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    static final MethodHandle PARENT = fast("ts_tree_cursor_goto_parent", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    static final MethodHandle CURRENT_NODE = fast("ts_tree_cursor_current_node", FunctionDescriptor.of(NODE, ADDRESS));
    static final MethodHandle CURRENT_FIELD =
            fast("ts_tree_cursor_current_field_id", FunctionDescriptor.of(JAVA_SHORT, ADDRESS));
    static final MethodHandle NODE_SYMBOL = fast("ts_node_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE));
    static final MethodHandle NODE_GRAMMAR_SYMBOL =
            fast("ts_node_grammar_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE));
    static final MethodHandle NODE_START = fast("ts_node_start_byte", FunctionDescriptor.of(JAVA_INT, NODE));
    static final MethodHandle NODE_END = fast("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE));
    static final MethodHandle NODE_MISSING = fast("ts_node_is_missing", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));

    static final MethodHandle SYMBOL_COUNT = slow("ts_language_symbol_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle SYMBOL_NAME =
            slow("ts_language_symbol_name", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT));
    static final MethodHandle SYMBOL_TYPE =
            slow("ts_language_symbol_type", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    static final MethodHandle FIELD_COUNT = slow("ts_language_field_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle FIELD_NAME =
            slow("ts_language_field_name_for_id", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT));

    private TreeSitter() {}

    private static MethodHandle slow(String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(function), type);
    }

    /** For functions that take well under a microsecond: no safepoint transition. */
    private static MethodHandle fast(String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(function), type, Linker.Option.critical(false));
    }

    /**
     * Loads a library from the class path.
     *
     * @param folder that it lies in, ended by a slash
     */
    static SymbolLookup load(String folder, String library) {
        try {
            Path directory = Files.createTempDirectory("selvedge-tree-sitter-");
            SymbolLookup loaded = load(folder, library, directory.resolve(System.mapLibraryName(library)));
            Files.deleteIfExists(directory);
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The parser's native library could not be copied to " + System.getProperty("java.io.tmpdir")
                            + "; set -Djava.io.tmpdir to a directory that can be written.",
                    e);
        }
    }

    private static SymbolLookup load(String folder, String library, Path file) throws IOException {
        String resource =
                "/" + folder + platform() + "-" + System.mapLibraryName(library).replaceFirst("^lib", "");
        try (InputStream in = TreeSitter.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnsupportedOperationException("There is no native parser for this machine ("
                        + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                        + "); there are some for Linux and macOS on x86-64 and ARM, and for Windows on x86-64.");
            }
            Files.copy(in, file);
            return SymbolLookup.libraryLookup(file, Arena.global());
        } finally {
            removeLoaded(file);
        }
    }

    /** A loaded library needs its file no longer, except on Windows, where it cannot be removed. */
    private static void removeLoaded(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        if (os.contains("win")) {
            return arch + "-windows";
        }
        return arch + (os.contains("mac") ? "-macos" : "-linux-gnu");
    }
}
