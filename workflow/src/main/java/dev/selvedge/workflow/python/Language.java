package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A grammar as tree-sitter uses it, with the names of its symbols and roles, and parsers for it. Loaded once a process. */
final class Language {
    private static final int ERROR_SYMBOL = 0xFFFF;
    private static final Map<Grammar, Language> LOADED = new EnumMap<>(Grammar.class);

    private final MemorySegment pointer;
    private final String[] symbols;
    private final boolean[] named;
    private final String[] fields;

    /** Parsers that are not in use. A parser serves one thread at a time and lives as long as the process. */
    private final ConcurrentLinkedQueue<MemorySegment> idle = new ConcurrentLinkedQueue<>();

    private Language(Grammar grammar) throws Throwable {
        MemorySegment compiled = (MemorySegment) Linker.nativeLinker()
                .downcallHandle(
                        TreeSitter.load(grammar.folder, "tree-sitter-python").findOrThrow("tree_sitter_python"),
                        FunctionDescriptor.of(ADDRESS))
                .invokeExact();
        pointer = WideTable.of(compiled);
        symbols = new String[(int) TreeSitter.SYMBOL_COUNT.invokeExact(compiled)];
        named = new boolean[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = text((MemorySegment) TreeSitter.SYMBOL_NAME.invokeExact(compiled, (short) i));
            named[i] = (int) TreeSitter.SYMBOL_TYPE.invokeExact(compiled, (short) i) == 0;
        }
        fields = new String[(int) TreeSitter.FIELD_COUNT.invokeExact(compiled) + 1];
        for (int i = 1; i < fields.length; i++) {
            fields[i] = text((MemorySegment) TreeSitter.FIELD_NAME.invokeExact(compiled, (short) i));
        }
    }

    static Language of(Grammar grammar) throws Throwable {
        synchronized (LOADED) {
            Language language = LOADED.get(grammar);
            if (language == null) {
                language = new Language(grammar);
                LOADED.put(grammar, language);
            }
            return language;
        }
    }

    private static String text(MemorySegment name) {
        return name.reinterpret(Long.MAX_VALUE).getString(0).intern();
    }

    /** A parser for one thread until it is given back. */
    MemorySegment take() throws Throwable {
        MemorySegment parser = idle.poll();
        if (parser == null) {
            parser = (MemorySegment) TreeSitter.PARSER_NEW.invokeExact();
            if (!(boolean) TreeSitter.PARSER_SET_LANGUAGE.invokeExact(parser, pointer)) {
                throw new IllegalStateException("the grammar for Python does not fit this tree-sitter");
            }
        }
        return parser;
    }

    void giveBack(MemorySegment parser) {
        idle.add(parser);
    }

    String symbolName(int symbol) {
        return symbol == ERROR_SYMBOL ? "ERROR" : symbols[symbol];
    }

    boolean named(int symbol) {
        return symbol == ERROR_SYMBOL || named[symbol];
    }

    static boolean isError(int symbol) {
        return symbol == ERROR_SYMBOL;
    }

    /** @param field a field's number, not 0 */
    String fieldName(int field) {
        return fields[field];
    }

    /**
     * A grammar whose table of actions is written out. As compiled, most states keep their actions in short lists that are
     * searched from the front for every token, which is a third of the time of parsing. Written out, the table has a cell
     * for every state and symbol (about 1.5 MB) and says the same.
     */
    private static final class WideTable {
        // Offsets into TSLanguage, tree_sitter/parser.h of version 14.
        private static final int VERSION = 14;
        private static final int SYMBOL_COUNT = 4;
        private static final int STATE_COUNT = 20;
        private static final int WIDE_STATES = 24;
        private static final int TABLE = 40;
        private static final int LISTS = 48;
        private static final int LIST_STARTS = 56;
        private static final int SIZE = 256;

        private WideTable() {}

        static MemorySegment of(MemorySegment compiled) {
            MemorySegment old = compiled.reinterpret(SIZE);
            if (old.get(JAVA_INT, 0) != VERSION) {
                return compiled;
            }
            int symbols = old.get(JAVA_INT, SYMBOL_COUNT);
            int states = old.get(JAVA_INT, STATE_COUNT);
            int wide = old.get(JAVA_INT, WIDE_STATES);
            MemorySegment table = old.get(ADDRESS, TABLE).reinterpret(2L * wide * symbols);
            MemorySegment lists = old.get(ADDRESS, LISTS).reinterpret(Long.MAX_VALUE);
            MemorySegment starts = old.get(ADDRESS, LIST_STARTS).reinterpret(4L * (states - wide));
            MemorySegment all = Arena.global().allocate(2L * states * symbols, 16);
            MemorySegment.copy(table, 0, all, 0, table.byteSize());
            for (int state = wide; state < states; state++) {
                long list = 2L * Integer.toUnsignedLong(starts.getAtIndex(JAVA_INT, state - wide));
                writeOut(lists.asSlice(list), all.asSlice(2L * state * symbols, 2L * symbols));
            }
            MemorySegment changed = Arena.global().allocate(SIZE, 16).copyFrom(old);
            changed.set(JAVA_INT, WIDE_STATES, states);
            changed.set(ADDRESS, TABLE, all);
            return changed;
        }

        /** A list has groups: an action, how many symbols have it, and which. */
        private static void writeOut(MemorySegment list, MemorySegment row) {
            int at = 1;
            for (int groups = list.get(JAVA_SHORT, 0); groups > 0; groups--) {
                short action = list.getAtIndex(JAVA_SHORT, at++);
                for (int count = list.getAtIndex(JAVA_SHORT, at++); count > 0; count--) {
                    row.setAtIndex(JAVA_SHORT, list.getAtIndex(JAVA_SHORT, at++), action);
                }
            }
        }
    }
}
