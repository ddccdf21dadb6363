package dev.selvedge.workflow.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A grammar that tree-sitter compiled, version 14 of its form: the tables of its parser, copied into Java, the names of its
 * symbols and roles, and the functions of its lexer, which stay native. Loaded once a process.
 */
final class Language {
    static final int ERROR_STATE = 0;
    static final int START_STATE = 1;
    private static final Map<Grammar, Language> LOADED = new EnumMap<>(Grammar.class);
    private static final Action[] NO_ACTIONS = {};
    private static final int[] NOT_ASKED = {0};

    final int tokens;
    final int wordToken;

    private final Compiled compiled;
    private final int symbols;
    private final String[] names;
    private final boolean[] visible;
    private final boolean[] named;
    private final int[] publicSymbols;
    private final String[] fields;

    /** By state and symbol: of a token an index into the actions, of another symbol the next state. */
    private final char[] table;

    private final Action[][] actions;
    private final boolean[] reusable;

    private final int[] lexModes;
    private final int[] externalSymbols;
    private final boolean[] outsideStrings;
    private final char[] aliases;
    private final int mostAliases;
    private final int[][] fieldMaps;

    // Filled when first asked for; every thread would fill in the same.
    private final @Nullable Reductions[] reductions;
    private final int[][] successors;

    private Language(Compiled compiled) {
        this.compiled = compiled;
        symbols = compiled.symbols();
        tokens = compiled.tokens();
        wordToken = compiled.wordToken();
        names = compiled.names();
        visible = compiled.symbolMetadata(0);
        named = compiled.symbolMetadata(1);
        publicSymbols = compiled.publicSymbols();
        fields = compiled.fields();
        table = compiled.table();
        actions = new Action[1 << 16][];
        Arrays.fill(actions, NO_ACTIONS);
        reusable = new boolean[1 << 16];
        for (int i = 0; i < table.length; i++) {
            int index = table[i];
            if (i % symbols < tokens && actions[index].length == 0) {
                actions[index] = compiled.actions(index);
                reusable[index] = compiled.reusable(index);
            }
        }
        lexModes = compiled.lexModes();
        externalSymbols = compiled.externalSymbols();
        outsideStrings = outsideStrings();
        mostAliases = compiled.mostAliases();
        aliases = compiled.aliases();
        fieldMaps = compiled.fieldMaps();
        reductions = new Reductions[compiled.states()];
        successors = new int[compiled.states()][];
        Arrays.fill(successors, NOT_ASKED);
    }

    static Language of(Grammar grammar) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(grammar, g -> new Language(Compiled.load(g)));
        }
    }

    /** The native half. */
    Compiled compiled() {
        return compiled;
    }

    Action[] actions(int state, int symbol) {
        return symbol >= Subtree.ERROR_REPEAT ? NO_ACTIONS : actions[table[state * symbols + symbol]];
    }

    /** Whether what was read as this token in another state would be read so here, too. */
    boolean reusable(int state, int symbol) {
        return symbol < Subtree.ERROR_REPEAT && reusable[table[state * symbols + symbol]];
    }

    /** Whether the table has anything for a symbol in a state. */
    boolean fits(int state, int symbol) {
        return symbol < Subtree.ERROR_REPEAT && table[state * symbols + symbol] != 0;
    }

    /** The state after a symbol, 0 for none. */
    int next(int state, int symbol) {
        if (symbol >= Subtree.ERROR_REPEAT) {
            return 0;
        }
        if (symbol >= tokens) {
            return table[state * symbols + symbol];
        }
        Action[] all = actions(state, symbol);
        return all.length > 0 && all[all.length - 1] instanceof Action.Shift shift
                ? shift.extra() ? state : shift.state()
                : 0;
    }

    boolean startsWithReduction(int state, int symbol) {
        Action[] all = actions(state, symbol);
        return all.length > 0 && all[0] instanceof Action.Reduce;
    }

    /** What can be reduced in a state whatever comes next, and whether any token can be taken. */
    record Reductions(List<Action.Reduce> all, boolean shifts) {}

    Reductions reductions(int state) {
        Reductions known = reductions[state];
        if (known == null) {
            known = reductions(state, 1, tokens);
            reductions[state] = known;
        }
        return known;
    }

    /** The same for one token. */
    Reductions reductions(int state, int token) {
        return reductions(state, token, token + 1);
    }

    private Reductions reductions(int state, int from, int to) {
        List<Action.Reduce> all = new ArrayList<>();
        boolean shifts = false;
        for (int token = from; token < to; token++) {
            for (Action action : actions(state, token)) {
                shifts |= action instanceof Action.Recover
                        || (action instanceof Action.Shift shift && !shift.extra() && !shift.repetition());
                if (action instanceof Action.Reduce reduce
                        && reduce.count() > 0
                        && all.stream().noneMatch(r -> r.symbol() == reduce.symbol() && r.count() == reduce.count())) {
                    all.add(reduce);
                }
            }
        }
        return new Reductions(List.copyOf(all), shifts);
    }

    /** Every token that leads on from a state, and after each the state that it leads to. */
    int[] successors(int state) {
        int[] known = successors[state];
        if (known.length == 1) {
            known = IntStream.range(1, tokens)
                    .filter(token -> next(state, token) != 0 && next(state, token) != state)
                    .flatMap(token -> IntStream.of(token, next(state, token)))
                    .toArray();
            successors[state] = known;
        }
        return known;
    }

    /** State of the lexer, and in the upper half of the outer scanner. */
    int lexMode(int state) {
        return lexModes[state];
    }

    /** By state of the outer scanner, whether it looks for nothing that is within a string, or for everything at once. */
    private boolean[] outsideStrings() {
        boolean[] outside = new boolean
                [Arrays.stream(lexModes).map(mode -> mode >>> 16).max().orElse(0) + 1];
        for (int state = 1; state < outside.length; state++) {
            boolean content = false;
            boolean escape = false;
            boolean indent = false;
            for (int token = 0; token < externalSymbols.length; token++) {
                if (compiled.valid(state, token)) {
                    content |= name(externalSymbols[token]).endsWith("string_content");
                    escape |= name(externalSymbols[token]).contains("escape");
                    indent |= name(externalSymbols[token]).equals("_indent");
                }
            }
            outside[state] = (!content && !escape) || (content && indent);
        }
        return outside;
    }

    boolean outsideStrings(int scannerState) {
        return outsideStrings[scannerState];
    }

    int externalSymbol(int token) {
        return externalSymbols[token];
    }

    boolean visible(int symbol) {
        return symbol == Subtree.ERROR || (symbol != Subtree.ERROR_REPEAT && visible[symbol]);
    }

    /** What a child is called in this production, 0 for as ever. */
    int alias(int production, int child) {
        return production == 0 || child >= mostAliases ? 0 : aliases[production * mostAliases + child];
    }

    /** The role of a child in this production, 0 for none. */
    int field(int production, int child) {
        int[] map = fieldMaps[production];
        for (int i = 0; i < map.length; i += 2) {
            if (map[i] == child) {
                return map[i + 1];
            }
        }
        return 0;
    }

    /** @param field a role's number, not 0 */
    String fieldName(int field) {
        return fields[field];
    }

    /** The symbol as users see it: some have twins that differ only inside the parser. */
    int publicSymbol(int symbol) {
        return symbol == Subtree.ERROR ? symbol : publicSymbols[symbol];
    }

    String name(int symbol) {
        return symbol == Subtree.ERROR ? "ERROR" : names[symbol];
    }

    boolean named(int symbol) {
        return symbol == Subtree.ERROR || (named[symbol] && visible[symbol]);
    }
}
