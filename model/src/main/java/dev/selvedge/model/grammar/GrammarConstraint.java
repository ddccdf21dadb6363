package dev.selvedge.model.grammar;

import dev.selvedge.model.Constraint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A grammar over the tokens of a vocabulary. The tokens that may follow in a state are found once, by walking the
 * vocabulary's trie together with the automaton, and kept with the state, for all requests. Where names are defined by the
 * text, there is an automaton for each list of names.
 *
 * <p>Where few tokens remain, only those are allowed after which the text can still be ended within the rest, one token a
 * byte at worst; so a text that begins with room enough for the shortest one is complete when it is cut off.
 */
final class GrammarConstraint implements Constraint {
    /** Beyond this many states and stacks they are forgotten; what runs keeps its own. */
    private static final int MAX_REMEMBERED = 200_000;

    /** Beyond so much of masks, likewise. */
    private static final long MAX_MASK_BYTES = 256L << 20;

    /** Automata for lists of names that are kept. */
    private static final int MAX_AUTOMATA = 64;

    private final GrammarRules rules;
    private final TokenTrie vocabulary;
    private final @Nullable DefinedNames names;
    /** By the names that are defined, those used last at the end. */
    private final Map<List<String>, Shared> automata = new LinkedHashMap<>(16, 0.75f, true);

    GrammarConstraint(GrammarRules rules, TokenTrie vocabulary, @Nullable DefinedNames names) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.names = names;
    }

    /** An automaton with the masks of its states; locked by itself. */
    private static final class Shared {
        private final Automaton automaton;
        private long maskBytes;

        Shared(Automaton automaton) {
            this.automaton = automaton;
        }

        synchronized boolean isTooLarge() {
            return automaton.size() > MAX_REMEMBERED || maskBytes > MAX_MASK_BYTES / MAX_AUTOMATA;
        }
    }

    private synchronized Shared shared(List<String> defined) {
        Shared known = automata.get(defined);
        if (known == null || known.isTooLarge()) {
            known = new Shared(new Automaton(
                    names == null
                            ? rules
                            : rules.with(
                                    names.rule(),
                                    defined.stream()
                                            .map(n -> n.getBytes(StandardCharsets.UTF_8))
                                            .toList())));
            automata.put(List.copyOf(defined), known);
            if (automata.size() > MAX_AUTOMATA) {
                automata.remove(automata.keySet().iterator().next());
            }
        }
        return known;
    }

    @Override
    public Progress start() {
        return new GrammarProgress();
    }

    private final class GrammarProgress implements Progress {
        private Shared own = shared(List.of());
        private Automaton.State state = own.automaton.start();
        private final List<String> defined = new ArrayList<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean defining = names == null || names.after().isEmpty();

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
            byte[] bytes = vocabulary.tokenizer().bytes(id);
            synchronized (own) {
                Automaton.State next = state;
                for (byte b : bytes) {
                    next = own.automaton.next(next, b);
                }
                if (next.isDead()) {
                    throw new IllegalArgumentException("token " + id + " does not follow in the grammar");
                }
                state = next;
            }
            if (names != null && define(bytes, names)) {
                Shared wider = shared(defined);
                synchronized (wider) {
                    state = wider.automaton.adopt(state);
                }
                own = wider;
            }
        }

        /** Returns whether names came in. */
        private boolean define(byte[] bytes, DefinedNames from) {
            int before = defined.size();
            for (byte b : bytes) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                String finished = line.toString(StandardCharsets.UTF_8);
                if (defining && finished.length() <= DefinedNames.LONGEST_LINE) {
                    define(from.definition().matcher(finished));
                }
                defining |= finished.equals(from.after());
                line.reset();
            }
            return defined.size() > before;
        }

        private void define(Matcher matcher) {
            for (int group = 1; matcher.matches() && group <= matcher.groupCount(); group++) {
                String name = matcher.group(group);
                if (name != null && !defined.contains(name)) {
                    defined.add(name);
                }
            }
        }
    }
}
