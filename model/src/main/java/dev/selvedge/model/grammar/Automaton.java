package dev.selvedge.model.grammar;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A pushdown automaton for a grammar, made deterministic as far as texts lead: a state is the set of all stacks that the
 * bytes so far can have left, and knows the states that follow once they have been asked for. A rule that ends its
 * alternative leaves nothing on the stack, so repetition costs no depth. Not safe for use by several threads at once.
 */
final class Automaton {
    /** A stack: where its top goes on, and what lies below; stacks are equal where they are the same object. */
    private static final class Stack {
        private final int at;
        private final @Nullable Stack below;
        private final int depth;
        private final int minBytes;
        private final int id;
        private final Map<Integer, Stack> above = new HashMap<>();

        Stack(int at, @Nullable Stack below, int restBytes, int id) {
            this.at = at;
            this.below = below;
            this.depth = below == null ? 0 : below.depth + 1;
            this.minBytes = Math.min(GrammarRules.ENDLESS, restBytes + (below == null ? 0 : below.minBytes));
            this.id = id;
        }
    }

    /** What may follow some text. */
    static final class State {
        private final Stack[] stacks;
        private final boolean accepts;
        private final int minBytes;
        private final @Nullable State[] next;
        /** See {@link GrammarConstraint}. */
        long @Nullable [] mask;

        /** Most bytes that are still needed after any token of the mask. */
        int mostAfter;

        private State(Stack[] stacks, boolean accepts, int classes) {
            this.stacks = stacks;
            this.accepts = accepts;
            int fewest = accepts ? 0 : GrammarRules.ENDLESS;
            for (Stack stack : stacks) {
                fewest = Math.min(fewest, stack.minBytes);
            }
            this.minBytes = fewest;
            this.next = new State[stacks.length == 0 ? 0 : classes];
        }

        /** Whether the text so far is in the language. */
        boolean accepts() {
            return accepts;
        }

        /** Whether nothing may follow. */
        boolean ends() {
            return stacks.length == 0;
        }

        /** Whether the text so far begins no text of the language. */
        boolean isDead() {
            return stacks.length == 0 && !accepts;
        }

        /** Fewest bytes after which the text can be in the language. */
        int minBytes() {
            return minBytes;
        }
    }

    private record Key(int[] stacks, boolean accepts) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && accepts == that.accepts && Arrays.equals(stacks, that.stacks);
        }

        @Override
        public int hashCode() {
            return 2 * Arrays.hashCode(stacks) + (accepts ? 1 : 0);
        }
    }

    /** What lies below every stack. */
    private final Stack bottom = new Stack(-1, null, 0, 0);

    private final GrammarRules rules;
    private final Map<Key, State> states = new HashMap<>();
    private final State dead;
    private final State start;
    private int stacks = 1;

    Automaton(GrammarRules rules) {
        this.rules = rules;
        this.dead = new State(new Stack[0], false, 0);
        var reached = new Reached();
        for (int alternative : rules.alternatives(0)) {
            reached.explore(alternative, bottom);
        }
        this.start = reached.state();
    }

    State start() {
        return start;
    }

    /** The state of another automaton, whose elements have the same indices here. */
    State adopt(State other) {
        var reached = new Reached();
        for (Stack stack : other.stacks) {
            reached.found.add(copy(stack));
        }
        reached.accepts = other.accepts;
        return reached.state();
    }

    private Stack copy(Stack foreign) {
        Deque<Integer> path = new ArrayDeque<>();
        for (Stack at = foreign; at.below != null; at = at.below) {
            path.push(at.at);
        }
        Stack own = bottom;
        for (int at : path) {
            own = stack(at, own);
        }
        return own;
    }

    /** Stacks and states that are remembered. */
    int size() {
        return stacks + states.size();
    }

    State next(State state, byte b) {
        if (state.next.length == 0) {
            return dead;
        }
        int kind = rules.classOf(b);
        State known = state.next[kind];
        if (known == null) {
            var reached = new Reached();
            for (Stack stack : state.stacks) {
                if (rules.reads(stack.at, b & 0xff)) {
                    reached.explore(stack.at + 1, below(stack));
                }
            }
            known = reached.state();
            state.next[kind] = known;
        }
        return known;
    }

    /** Bytes of which one stack's top reads any. */
    int[] some(State state, SplittableRandom random) {
        BitSet bytes = rules.bytes(state.stacks[random.nextInt(state.stacks.length)].at);
        return bytes.stream().toArray();
    }

    private static Stack below(Stack stack) {
        Stack below = stack.below;
        if (below == null) {
            throw new IllegalStateException("the bottom of a stack reads nothing");
        }
        return below;
    }

    private Stack stack(int at, Stack below) {
        return below.above.computeIfAbsent(at, a -> new Stack(a, below, rules.restBytes(a), stacks++));
    }

    /** The stacks that one byte leads to. */
    private final class Reached {
        private record Point(int at, Stack below) {}

        private final Set<Stack> found = new HashSet<>();
        private final Set<Point> seen = new HashSet<>();
        private boolean accepts;

        /** Goes on, at an element above a stack, until every stack's top reads a byte. */
        void explore(int from, Stack belowFrom) {
            Deque<Point> open = new ArrayDeque<>();
            open.push(new Point(from, belowFrom));
            while (!open.isEmpty()) {
                Point point = open.pop();
                if (!seen.add(point)) {
                    continue;
                }
                int element = rules.element(point.at);
                if (element == GrammarRules.END) {
                    if (point.below == bottom) {
                        accepts = true;
                    } else {
                        open.push(new Point(point.below.at, below(point.below)));
                    }
                } else if (element >= 0) {
                    found.add(stack(point.at, point.below));
                } else {
                    boolean last = rules.element(point.at + 1) == GrammarRules.END;
                    Stack below = last ? point.below : stack(point.at + 1, point.below);
                    for (int alternative : rules.alternatives(-1 - element)) {
                        // What cannot be ended within the greatest depth is not begun.
                        if (below.depth + rules.height(alternative) <= Grammar.MAX_DEPTH) {
                            open.push(new Point(alternative, below));
                        }
                    }
                }
            }
        }

        State state() {
            if (found.isEmpty() && !accepts) {
                return dead;
            }
            Stack[] tops = found.toArray(Stack[]::new);
            Arrays.sort(tops, (a, b) -> Integer.compare(a.id, b.id));
            int[] ids = Arrays.stream(tops).mapToInt(s -> s.id).toArray();
            return states.computeIfAbsent(new Key(ids, accepts), k -> new State(tops, accepts, rules.classes()));
        }
    }
}
