package dev.selvedge.model.grammar;

import dev.selvedge.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The tokens of a vocabulary by their bytes, so that tokens with a common beginning are looked at together. Special tokens
 * are not in it. Making one takes a moment for a large vocabulary; make one for each tokenizer. Safe for use by several
 * threads.
 */
public final class TokenTrie {
    private record Token(int id, byte[] bytes) {}

    private final Tokenizer tokenizer;
    /** For each node, parents before children: its byte, its depth from 1, and the first node that is not below it. */
    private final byte[] label;

    private final short[] depth;
    private final int[] end;
    /** For each node where its tokens begin in {@code ids}; one more entry at the end. */
    private final int[] first;

    private final int[] ids;
    private final int deepest;

    public TokenTrie(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        Collection<Integer> specials = tokenizer.specials().values();
        var tokens = new ArrayList<Token>();
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            if (tokenizer.has(id) && !specials.contains(id)) {
                byte[] bytes = tokenizer.bytes(id);
                if (bytes.length > 0 && bytes.length <= Short.MAX_VALUE) {
                    tokens.add(new Token(id, bytes));
                }
            }
        }
        tokens.sort((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        int nodes = 0;
        for (int i = 0; i < tokens.size(); i++) {
            nodes += tokens.get(i).bytes.length - common(tokens, i);
        }
        label = new byte[nodes];
        depth = new short[nodes];
        end = new int[nodes];
        first = new int[nodes + 1];
        ids = new int[tokens.size()];
        deepest = tokens.stream().mapToInt(t -> t.bytes.length).max().orElse(0);
        fill(tokens);
    }

    private static int common(List<Token> tokens, int i) {
        if (i == 0) {
            return 0;
        }
        byte[] before = tokens.get(i - 1).bytes;
        int mismatch = Arrays.mismatch(before, tokens.get(i).bytes);
        return mismatch < 0 ? before.length : mismatch;
    }

    private void fill(List<Token> tokens) {
        int[] path = new int[deepest + 1];
        int node = 0;
        int open = 0;
        for (int i = 0; i < ids.length; i++) {
            byte[] bytes = tokens.get(i).bytes;
            int common = common(tokens, i);
            while (open > common) {
                end[path[open--]] = node;
            }
            while (open < bytes.length) {
                label[node] = bytes[open++];
                depth[node] = (short) open;
                first[node] = i;
                path[open] = node++;
            }
            ids[i] = tokens.get(i).id;
            first[node] = i + 1;
        }
        while (open > 0) {
            end[path[open--]] = node;
        }
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * The tokens that may follow in a state.
     *
     * @param most tokens are left out after which more bytes are needed
     * @param mask bits of the ids, set here
     * @return the most bytes that are needed after any of the tokens
     */
    int walk(Automaton automaton, Automaton.State from, int most, long[] mask) {
        var states = new Automaton.State[deepest + 1];
        states[0] = from;
        int mostAfter = 0;
        for (int node = 0; node < label.length; ) {
            Automaton.State state = automaton.next(states[depth[node] - 1], label[node]);
            if (state.isDead()) {
                node = end[node];
                continue;
            }
            states[depth[node]] = state;
            if (state.minBytes() <= most) {
                for (int i = first[node]; i < first[node + 1]; i++) {
                    mask[ids[i] >> 6] |= 1L << ids[i];
                    mostAfter = Math.max(mostAfter, state.minBytes());
                }
            }
            node++;
        }
        return mostAfter;
    }
}
