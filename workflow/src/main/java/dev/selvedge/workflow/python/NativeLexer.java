package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One text under the lexer and the outer scanner that were compiled with a grammar. They read and write a {@code Lexer} of
 * tree-sitter's {@code lexer.h}, which this lays out: a range that is the text, and the text as one chunk.
 */
final class NativeLexer implements AutoCloseable {
    /** One past the functions at the head of a lexer. */
    static final int CALLBACKS_END = 56;

    private static final int LOOKAHEAD = 0;
    private static final int RESULT = 4;
    private static final int CURRENT = 56;
    private static final int TOKEN_START = 68;
    private static final int TOKEN_END = 80;
    private static final int RANGES = 96;
    private static final int CHUNK = 104;
    private static final int RANGE_COUNT = 152;
    private static final int RANGE_INDEX = 156;
    private static final int CHUNK_START = 160;
    private static final int CHUNK_SIZE = 164;
    private static final int LOOKAHEAD_SIZE = 168;
    private static final int SIZE = 2048;
    private static final int MOST_MEMORY = 1024;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final byte[] utf8;
    private final Compiled language;
    private final MemorySegment text;
    private final MemorySegment lexer;
    private final MemorySegment memory;
    private final MemorySegment scanner;
    private final MemorySegment lex;
    private final MemorySegment scan;

    NativeLexer(byte[] utf8, int lines, Compiled language, Arena arena) throws Throwable {
        this.utf8 = utf8;
        this.language = language;
        text = arena.allocate(utf8.length + 8L);
        MemorySegment.copy(utf8, 0, text, JAVA_BYTE, 0, utf8.length);
        memory = arena.allocate(MOST_MEMORY);
        MemorySegment range = arena.allocate(24, 8);
        range.set(JAVA_INT, 8, lines);
        range.set(JAVA_INT, 20, utf8.length);
        lexer = arena.allocate(SIZE, 8);
        TreeSitter.setFunctions(lexer);
        lexer.set(ADDRESS, RANGES, range);
        lexer.set(JAVA_INT, RANGE_COUNT, 1);
        lex = language.lex();
        scan = language.scan();
        scanner = (MemorySegment) TreeSitter.CREATE.invokeExact(language.createScanner());
    }

    int bytes() {
        return lexer.get(JAVA_INT, CURRENT);
    }

    int line() {
        return lexer.get(JAVA_INT, CURRENT + 4);
    }

    int lookahead() {
        return lexer.get(JAVA_INT, LOOKAHEAD);
    }

    int result() {
        return Short.toUnsignedInt(lexer.get(JAVA_SHORT, RESULT));
    }

    int tokenStart() {
        return lexer.get(JAVA_INT, TOKEN_START);
    }

    int tokenStartLine() {
        return lexer.get(JAVA_INT, TOKEN_START + 4);
    }

    int tokenEnd() {
        return lexer.get(JAVA_INT, TOKEN_END);
    }

    int tokenEndLine() {
        return lexer.get(JAVA_INT, TOKEN_END + 4);
    }

    boolean atEnd() {
        return lexer.get(JAVA_INT, RANGE_INDEX) == 1;
    }

    /** Begins a token at a place. */
    void start(int bytes, int line) {
        at(CURRENT, bytes, line);
        look(bytes);
        at(TOKEN_START, bytes, line);
        if (bytes == 0 && lookahead() == BYTE_ORDER_MARK) {
            at(CURRENT, 3, line);
            look(3);
            at(TOKEN_START, 3, line);
        }
        lexer.set(JAVA_INT, TOKEN_END, 0);
        lexer.set(JAVA_INT, TOKEN_END + 8, 1);
        lexer.set(JAVA_SHORT, RESULT, (short) 0);
    }

    private void at(int field, int bytes, int line) {
        lexer.set(JAVA_INT, field, bytes);
        lexer.set(JAVA_INT, field + 4, line);
        lexer.set(JAVA_INT, field + 8, 0);
    }

    /** Decodes the character at a place. */
    private void look(int at) {
        boolean end = at >= utf8.length;
        lexer.set(JAVA_INT, RANGE_INDEX, end ? 1 : 0);
        lexer.set(ADDRESS, CHUNK, end ? MemorySegment.NULL : text);
        lexer.set(JAVA_INT, CHUNK_START, 0);
        lexer.set(JAVA_INT, CHUNK_SIZE, end ? 0 : utf8.length);
        int first = end ? 0 : utf8[at] & 0xFF;
        int size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        int character = size == 1 ? first : first & (0xFF >> (size + 1));
        for (int i = 1; i < size; i++) {
            character = (character << 6) | (utf8[at + i] & 0x3F);
        }
        lexer.set(JAVA_INT, LOOKAHEAD, character);
        lexer.set(JAVA_INT, LOOKAHEAD_SIZE, size);
    }

    /** Takes a character that nothing fits. */
    void skip() {
        int bytes = bytes() + lexer.get(JAVA_INT, LOOKAHEAD_SIZE);
        at(CURRENT, bytes, line() + (lookahead() == '\n' ? 1 : 0));
        look(bytes);
    }

    boolean token(int state) throws Throwable {
        boolean found = (boolean) TreeSitter.LEX.invokeExact(lex, lexer, (short) state);
        finish();
        return found;
    }

    boolean word() throws Throwable {
        return (boolean) TreeSitter.LEX.invokeExact(language.lexWord(), lexer, (short) 0);
    }

    /**
     * Whether the outer scanner surely finds nothing here, though it would be asked: within a line and outside of strings it
     * knows only where strings begin. Most tokens stand so, and a look costs less than the call.
     */
    boolean nothingOuter(int at) {
        int next = at;
        while (next < utf8.length && " \t\r\f".indexOf(utf8[next]) >= 0) {
            next++;
        }
        return at > 0 && next < utf8.length && "\n\\#\"'`bBfFrRuU".indexOf(utf8[next]) < 0;
    }

    /** @param before the scanner's memory */
    boolean outerToken(int state, byte[] before) throws Throwable {
        MemorySegment.copy(before, 0, memory, JAVA_BYTE, 0, before.length);
        TreeSitter.DESERIALIZE.invokeExact(language.deserialize(), scanner, memory, before.length);
        boolean found = (boolean) TreeSitter.SCAN.invokeExact(scan, scanner, lexer, language.validTokens(state));
        finish();
        return found;
    }

    byte[] scannerMemory() throws Throwable {
        byte[] now = new byte[(int) TreeSitter.SERIALIZE.invokeExact(language.serialize(), scanner, memory)];
        MemorySegment.copy(memory, JAVA_BYTE, 0, now, 0, now.length);
        return now;
    }

    /** A token without an end ends where the lexer stands; one that ends before its start is empty. */
    private void finish() {
        if (tokenEnd() == 0 && lexer.get(JAVA_INT, TOKEN_END + 8) != 0) {
            at(TOKEN_END, bytes(), line());
        }
        if (tokenEnd() < tokenStart()) {
            at(TOKEN_START, tokenEnd(), tokenEndLine());
        }
    }

    @Override
    public void close() {
        try {
            TreeSitter.DESTROY.invokeExact(language.destroyScanner(), scanner);
        } catch (Throwable e) {
            throw new IllegalStateException("the native scanner failed", e);
        }
    }
}
