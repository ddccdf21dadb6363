package dev.selvedge.workflow.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * A compiled grammar as it lies in memory: {@code TSLanguage} of tree-sitter's {@code parser.h}, version 14. Offsets are for
 * machines with pointers of eight bytes.
 */
final class Compiled {
    private static final int VERSION = 14;
    private static final int SIZE = 232;

    private final MemorySegment language;

    private Compiled(MemorySegment language) {
        this.language = language;
    }

    static Compiled load(Grammar grammar) {
        MemorySegment found = TreeSitter.language(grammar.folder).reinterpret(SIZE);
        if (found.get(JAVA_INT, 0) != VERSION) {
            throw new IllegalStateException("the grammar for Python is of version " + found.get(JAVA_INT, 0)
                    + "; only version " + VERSION + " can be read");
        }
        return new Compiled(found);
    }

    int symbols() {
        return language.get(JAVA_INT, 4);
    }

    private int aliasesAlone() {
        return language.get(JAVA_INT, 8);
    }

    int tokens() {
        return language.get(JAVA_INT, 12);
    }

    int externalTokens() {
        return language.get(JAVA_INT, 16);
    }

    int states() {
        return language.get(JAVA_INT, 20);
    }

    private int wideStates() {
        return language.get(JAVA_INT, 24);
    }

    private int productions() {
        return language.get(JAVA_INT, 28);
    }

    int mostAliases() {
        return language.get(JAVA_CHAR, 36);
    }

    int wordToken() {
        return language.get(JAVA_CHAR, 160);
    }

    private MemorySegment at(int offset, long bytes) {
        return language.get(ADDRESS, offset).reinterpret(bytes);
    }

    /** The table of wide states as it is, and the short lists of the others written out into the same form. */
    char[] table() {
        int symbols = symbols();
        int wide = wideStates();
        char[] all = new char[states() * symbols];
        MemorySegment.copy(at(40, 2L * wide * symbols), JAVA_CHAR, 0, all, 0, wide * symbols);
        MemorySegment lists = at(48, Long.MAX_VALUE);
        MemorySegment starts = at(56, 4L * (states() - wide));
        for (int state = wide; state < states(); state++) {
            long at = Integer.toUnsignedLong(starts.getAtIndex(JAVA_INT, state - wide));
            for (int groups = lists.getAtIndex(JAVA_CHAR, at++); groups > 0; groups--) {
                char value = lists.getAtIndex(JAVA_CHAR, at++);
                for (int count = lists.getAtIndex(JAVA_CHAR, at++); count > 0; count--) {
                    all[state * symbols + lists.getAtIndex(JAVA_CHAR, at++)] = value;
                }
            }
        }
        return all;
    }

    private MemorySegment entries() {
        return at(64, Long.MAX_VALUE);
    }

    boolean reusable(int index) {
        return entries().get(JAVA_BYTE, 8L * index + 1) != 0;
    }

    Action[] actions(int index) {
        Action[] all = new Action[entries().get(JAVA_BYTE, 8L * index)];
        for (int i = 0; i < all.length; i++) {
            all[i] = action(entries().asSlice(8L * (index + 1 + i), 8));
        }
        return all;
    }

    private static Action action(MemorySegment entry) {
        return switch (entry.get(JAVA_BYTE, 0)) {
            case 0 ->
                new Action.Shift(entry.get(JAVA_CHAR, 2), entry.get(JAVA_BYTE, 4) != 0, entry.get(JAVA_BYTE, 5) != 0);
            case 1 ->
                new Action.Reduce(
                        entry.get(JAVA_CHAR, 2),
                        entry.get(JAVA_BYTE, 1),
                        entry.get(JAVA_SHORT, 4),
                        entry.get(JAVA_CHAR, 6));
            case 2 -> new Action.Accept();
            case 3 -> new Action.Recover();
            default -> throw new IllegalStateException("the grammar's table has an action of no known kind");
        };
    }

    String[] names() {
        return strings(72, symbols() + aliasesAlone(), 0);
    }

    /** From 1 on. */
    String[] fields() {
        return strings(80, language.get(JAVA_INT, 32) + 1, 1);
    }

    private String[] strings(int offset, int count, int from) {
        MemorySegment pointers = at(offset, 8L * count);
        String[] all = new String[count];
        for (int i = from; i < count; i++) {
            all[i] = pointers.getAtIndex(ADDRESS, i)
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0)
                    .intern();
        }
        return all;
    }

    /** For each production pairs of a child and its role, without those that a hidden child brings. */
    int[][] fieldMaps() {
        MemorySegment slices = at(88, 4L * productions());
        MemorySegment entries = at(96, Long.MAX_VALUE);
        int[][] maps = new int[productions()][];
        for (int production = 0; production < maps.length; production++) {
            int from = slices.get(JAVA_CHAR, 4L * production);
            int count = slices.get(JAVA_CHAR, 4L * production + 2);
            maps[production] = IntStream.range(from, from + count)
                    .filter(i -> entries.get(JAVA_BYTE, 4L * i + 3) == 0)
                    .flatMap(i -> IntStream.of(entries.get(JAVA_BYTE, 4L * i + 2), entries.get(JAVA_CHAR, 4L * i)))
                    .toArray();
        }
        return maps;
    }

    /** @param which 0 for whether a symbol is visible, 1 for whether it is named */
    boolean[] symbolMetadata(int which) {
        int count = symbols() + aliasesAlone();
        MemorySegment all = at(104, 3L * count);
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = all.get(JAVA_BYTE, 3L * i + which) != 0;
        }
        return values;
    }

    int[] publicSymbols() {
        return chars(112, symbols() + aliasesAlone());
    }

    char[] aliases() {
        char[] all = new char[productions() * mostAliases()];
        MemorySegment.copy(at(128, 2L * all.length), JAVA_CHAR, 0, all, 0, all.length);
        return all;
    }

    int[] lexModes() {
        int[] modes = new int[states()];
        MemorySegment.copy(at(136, 4L * modes.length), JAVA_INT, 0, modes, 0, modes.length);
        return modes;
    }

    int[] externalSymbols() {
        return chars(176, externalTokens());
    }

    private int[] chars(int offset, int count) {
        MemorySegment all = at(offset, 2L * count);
        return IntStream.range(0, count).map(i -> all.getAtIndex(JAVA_CHAR, i)).toArray();
    }

    MemorySegment lex() {
        return language.get(ADDRESS, 144);
    }

    MemorySegment lexWord() {
        return language.get(ADDRESS, 152);
    }

    /** Which tokens of the outer scanner are valid, for a state of the scanner. */
    MemorySegment validTokens(int scannerState) {
        return at(168, Long.MAX_VALUE).asSlice((long) scannerState * externalTokens(), externalTokens());
    }

    boolean valid(int scannerState, int token) {
        return validTokens(scannerState).get(JAVA_BYTE, token) != 0;
    }

    MemorySegment createScanner() {
        return language.get(ADDRESS, 184);
    }

    MemorySegment destroyScanner() {
        return language.get(ADDRESS, 192);
    }

    MemorySegment scan() {
        return language.get(ADDRESS, 200);
    }

    MemorySegment serialize() {
        return language.get(ADDRESS, 208);
    }

    MemorySegment deserialize() {
        return language.get(ADDRESS, 216);
    }
}
