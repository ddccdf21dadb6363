package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What of tree-sitter is native: the functions by which a lexer moves, and compiled grammars. The library lies in the jar
 * {@code io.github.bonede:tree-sitter}, grammars in {@code tree-sitter-python}; they are copied to a directory that only
 * this user can read, loaded, and removed.
 */
final class TreeSitter {
    /**
     * The functions that a lexer calls to move on, in the order of {@code TSLexer}. They stand at the head of a parser, which
     * is made for this alone.
     */
    private static final MemorySegment LEXER_FUNCTIONS = lexerFunctions();

    static final MethodHandle LEX =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_SHORT));
    static final MethodHandle CREATE = Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ADDRESS));
    static final MethodHandle DESTROY = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle SCAN =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS, ADDRESS));
    static final MethodHandle SERIALIZE =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    static final MethodHandle DESERIALIZE =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT));

    private TreeSitter() {}

    private static MemorySegment lexerFunctions() {
        try {
            MethodHandle newParser = Linker.nativeLinker()
                    .downcallHandle(
                            load("lib/", "tree-sitter").findOrThrow("ts_parser_new"), FunctionDescriptor.of(ADDRESS));
            return ((MemorySegment) newParser.invokeExact()).reinterpret(NativeLexer.CALLBACKS_END);
        } catch (Throwable e) {
            throw new IllegalStateException("the native parser failed", e);
        }
    }

    /** Lets a lexer move by tree-sitter's own functions. */
    static void setFunctions(MemorySegment lexer) {
        MemorySegment.copy(LEXER_FUNCTIONS, 8, lexer, 8, NativeLexer.CALLBACKS_END - 8);
    }

    /** A compiled grammar: {@code TSLanguage}. */
    static MemorySegment language(String folder) {
        try {
            return (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(
                            load(folder, "tree-sitter-python").findOrThrow("tree_sitter_python"),
                            FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the grammar for Python could not be loaded", e);
        }
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
