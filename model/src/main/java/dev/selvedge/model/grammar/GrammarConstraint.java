package dev.selvedge.model.grammar;

import dev.selvedge.model.Constraint;
import java.util.Arrays;

/**
 * A grammar over the tokens of a vocabulary. The tokens that may follow in a state are found once, by walking the
 * vocabulary's trie together with the automaton, and kept with the state, for all requests.
 *
 * <p>Where few tokens remain, only those are allowed after which the text can still be ended within the rest, one token a
 * byte at worst; so a text that begins with room enough for the shortest one is complete when it is cut off.
 */
final class GrammarConstraint implements Constraint {
    /** Beyond this many states and stacks they are forgotten; what runs keeps its own. */
    private static final int MAX_REMEMBERED = 200_000;

    /** Beyond so much of masks, likewise. */
    private static final long MAX_MASK_BYTES = 256L << 20;

    private final GrammarRules rules;
    private final TokenTrie vocabulary;
    private Shared shared;

    GrammarConstraint(GrammarRules rules, TokenTrie vocabulary) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.shared = new Shared(new Automaton(rules));
    }

    /** An automaton with the masks of its states; locked by itself. */
    private static final class Shared {
        private final Automaton automaton;
        private long maskBytes;

        Shared(Automaton automaton) {
            this.automaton = automaton;
        }
    }

    @Override
    public synchronized Progress start() {
        synchronized (shared) {
            if (shared.automaton.size() > MAX_REMEMBERED || shared.maskBytes > MAX_MASK_BYTES) {
                shared = new Shared(new Automaton(rules));
            }
        }
        return new GrammarProgress(shared);
    }

    private final class GrammarProgress implements Progress {
        private final Shared own;
        private Automaton.State state;

        GrammarProgress(Shared own) {
            this.own = own;
            this.state = own.automaton.start();
        }

        @Override
        public long[] allowed(int remaining) {
            synchronized (own) {
                long[] mask = state.mask;
                if (mask == null) {
                    mask = new long[(vocabulary.tokenizer().vocabularySize() + 63) / 64];
                    state.mostAfter = vocabulary.walk(own.automaton, state, Integer.MAX_VALUE, mask);
                    state.mask = mask;
                    own.maskBytes += 8L * mask.length;
                }
                if (state.mostAfter < remaining) {
                    return mask;
                }
                long[] few = new long[mask.length];
                vocabulary.walk(own.automaton, state, remaining - 1, few);
                boolean none = Arrays.stream(few).allMatch(word -> word == 0);
                // There never was room enough for a whole text.
                return none && !state.accepts() ? mask : few;
            }
        }

        @Override
        public boolean mayEnd() {
            return state.accepts();
        }

        @Override
        public boolean mustEnd() {
            return state.ends();
        }

        @Override
        public void accept(int id) {
            synchronized (own) {
                Automaton.State next = state;
                for (byte b : vocabulary.tokenizer().bytes(id)) {
                    next = own.automaton.next(next, b);
                }
                if (next.isDead()) {
                    throw new IllegalArgumentException("token " + id + " does not follow in the grammar");
                }
                state = next;
            }
        }
    }
}
