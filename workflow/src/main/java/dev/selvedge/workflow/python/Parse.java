package dev.selvedge.workflow.python;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text on its way through the parser: generalised LR parsing that repairs errors, as tree-sitter does it (Wagner 1998,
 * sections 5 and 6; the costs and the order of choices are those of tree-sitter 0.24, which decide the tree of a broken
 * text). What tree-sitter has for parsing a changed text again is not here.
 */
final class Parse {
    static final int MOST_READINGS = 6;

    /** In the middle of a step there may be so many more. */
    private static final int MORE_READINGS = 4;

    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 100;

    final Language language;
    final Stack stack = new Stack();
    private final TokenReader tokens;
    private final Recovery recovery;
    private final long started = System.nanoTime();
    private final int mostMillis;
    private int steps;
    private int accepted;
    private @Nullable Subtree finished;

    private Parse(Language language, TokenReader tokens, int mostMillis) {
        this.language = language;
        this.tokens = tokens;
        this.mostMillis = mostMillis;
        recovery = new Recovery(this);
    }

    /** @throws PythonTree.TooLargeException if it takes longer than this */
    static Subtree of(byte[] utf8, Language language, int mostMillis) {
        int lines = 0;
        for (byte b : utf8) {
            lines += b == '\n' ? 1 : 0;
        }
        try (Arena arena = Arena.ofConfined();
                NativeLexer lexer = new NativeLexer(utf8, lines, language.compiled(), arena)) {
            return new Parse(language, new TokenReader(language, lexer), mostMillis).run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the native lexer failed", e);
        }
    }

    private Subtree run() throws Throwable {
        int furthest = 0;
        while (stack.size() > 0) {
            for (int version = 0; version < stack.size(); version++) {
                while (stack.head(version).active()) {
                    advance(version);
                    int at = stack.head(version).node.bytes;
                    if (at > furthest || (version > 0 && at == furthest)) {
                        furthest = at;
                        break;
                    }
                }
            }
            int cheapest = condense();
            if (finished != null && finished.errorCost < cheapest) {
                break;
            }
        }
        if (finished == null) {
            throw new IllegalStateException("every reading of the text was given up");
        }
        return finished;
    }

    private void look() {
        if (++steps % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - started > 1_000_000L * mostMillis) {
            throw new PythonTree.TooLargeException(
                    "The code could not be read within " + mostMillis + " milliseconds; write less.", 1, 1);
        }
    }

    /** Takes a reading to its next token, or to where it cannot go on. */
    private void advance(int version) throws Throwable {
        Subtree lookahead = tokens.read(stack.head(version));
        while (true) {
            look();
            int state = stack.head(version).node.state;
            int reduced = -1;
            Action[] actions = language.actions(state, lookahead.symbol);
            for (Action action : actions) {
                switch (action) {
                    case Action.Shift shift -> {
                        if (!shift.repetition()) {
                            shift(
                                    stack.head(version),
                                    lookahead.as(shift.extra()),
                                    shift.extra() ? state : shift.state());
                            return;
                        }
                    }
                    case Action.Reduce reduce -> {
                        int made = reduce(version, reduce);
                        reduced = made < 0 ? reduced : made;
                    }
                    case Action.Accept _ -> {
                        accept(version, lookahead);
                        return;
                    }
                    case Action.Recover _ -> {
                        recovery.recover(version, lookahead);
                        return;
                    }
                }
            }
            if (reduced >= 0) {
                stack.replace(version, reduced);
            } else if (lookahead.keyword
                    && lookahead.symbol != language.wordToken
                    && language.actions(state, language.wordToken).length > 0) {
                lookahead = lookahead.as(language.wordToken, language);
            } else if (state == Language.ERROR_STATE) {
                recovery.recover(version, lookahead);
                return;
            } else {
                stack.head(version).pause(lookahead);
                return;
            }
        }
    }

    private static void shift(Stack.Head head, Subtree token, int state) {
        head.push(token, state);
        if (token.scanner != null) {
            head.scanned = token;
        }
    }

    /** Returns the first reading that this makes, -1 where all fell together with others. */
    int reduce(int version, Action.Reduce reduce) {
        int before = stack.size();
        List<Stack.Slice> slices = stack.pop(version, reduce.count());
        int removed = 0;
        for (int i = 0; i < slices.size(); i++) {
            int fresh = slices.get(i).version() - removed;
            int last = i;
            while (last + 1 < slices.size()
                    && slices.get(last + 1).version() == slices.get(i).version()) {
                last++;
            }
            if (fresh > MOST_READINGS + MORE_READINGS) {
                stack.remove(fresh);
                removed++;
            } else if (push(version, fresh, best(slices.subList(i, last + 1), reduce), reduce)) {
                removed++;
            }
            i = last;
        }
        return stack.size() > before ? before : -1;
    }

    /** A node with the extra trees that follow it. */
    private record Made(Subtree node, List<Subtree> extras) {}

    /** Of several ways to make a node, the best. */
    private Made best(List<Stack.Slice> slices, Action.Reduce reduce) {
        Made best = null;
        for (Stack.Slice slice : slices) {
            List<Subtree> trees = slice.trees();
            int end = withoutExtras(trees);
            Subtree[] children = trees.subList(0, end).toArray(Subtree[]::new);
            // Compared as if of no production and without its precedence, until it is the best.
            if (best == null || best.node.worseThan(Subtree.node(reduce.symbol(), children, 0, language))) {
                best = new Made(
                        Subtree.node(reduce.symbol(), children, reduce.production(), language),
                        trees.subList(end, trees.size()));
            }
        }
        if (best == null) {
            throw new IllegalStateException("nothing to make a node of");
        }
        return best;
    }

    static int withoutExtras(List<Subtree> trees) {
        int end = trees.size();
        while (end > 0 && trees.get(end - 1).extra) {
            end--;
        }
        return end;
    }

    /** Returns whether the reading fell together with an earlier one. */
    private boolean push(int version, int fresh, Made made, Action.Reduce reduce) {
        Stack.Head head = stack.head(fresh);
        int next = language.next(head.node.state, reduce.symbol());
        head.push(made.node.preferred(reduce.precedence(), language), next);
        for (Subtree extra : made.extras) {
            head.push(extra, next);
        }
        for (int earlier = 0; earlier < fresh; earlier++) {
            if (earlier != version && stack.join(earlier, fresh)) {
                return true;
            }
        }
        return false;
    }

    /** The text is read: what the reading holds becomes a tree. */
    void accept(int version, Subtree end) {
        stack.head(version).push(end, Language.START_STATE);
        List<Stack.Slice> slices = stack.popAll(version);
        for (Stack.Slice slice : slices) {
            Subtree root = root(slice.trees());
            accepted++;
            if (finished == null || finished.worseThan(root)) {
                finished = root;
            }
        }
        stack.remove(slices.getFirst().version());
        stack.head(version).status = Stack.Status.HALTED;
    }

    /** What stands before and after the last tree goes into it. */
    private Subtree root(List<Subtree> trees) {
        int at = withoutExtras(trees) - 1;
        Subtree last = trees.get(at);
        List<Subtree> all = new ArrayList<>(trees.subList(0, at));
        all.addAll(List.of(last.children));
        all.addAll(trees.subList(at + 1, trees.size()));
        return Subtree.node(last.symbol, all.toArray(Subtree[]::new), last.production, language);
    }

    /** Whether going on with a reading at this cost is pointless. */
    boolean hopeless(int version, int cost) {
        if (finished != null && finished.errorCost <= cost) {
            return true;
        }
        Stack.Head head = stack.head(version);
        Rank rank = new Rank(cost, head.progressSinceError(), head.node.precedence, false);
        for (int i = 0; i < stack.size(); i++) {
            Stack.Head other = stack.head(i);
            if (i == version || !other.active() || other.node.bytes < head.node.bytes) {
                continue;
            }
            Rank.Order order = rank.compare(Rank.of(other));
            if (order == Rank.Order.SECOND_ALONE || (order == Rank.Order.SECOND && other.canJoin(head))) {
                return true;
            }
        }
        return false;
    }

    /** Drops and joins readings, and puts the better ones first. Returns the least cost of one that is in no error. */
    private int condense() {
        int cheapest = Integer.MAX_VALUE;
        for (int i = 0; i < stack.size(); i++) {
            if (stack.head(i).status == Stack.Status.HALTED) {
                stack.remove(i--);
                continue;
            }
            Rank rank = Rank.of(stack.head(i));
            if (!rank.broken()) {
                cheapest = Math.min(cheapest, rank.cost());
            }
            i = compareWithEarlier(i, rank);
        }
        while (stack.size() > MOST_READINGS) {
            stack.remove(MOST_READINGS);
        }
        return resume(cheapest);
    }

    /** Compares a reading with those before it; returns where it stands after that, one less where it is gone. */
    private int compareWithEarlier(int version, Rank rank) {
        int i = version;
        for (int j = 0; j < i; j++) {
            switch (Rank.of(stack.head(j)).compare(rank)) {
                case FIRST_ALONE -> {
                    stack.remove(i);
                    return i - 1;
                }
                case FIRST, EQUAL -> {
                    if (stack.join(j, i)) {
                        return i - 1;
                    }
                }
                case SECOND -> {
                    if (stack.join(j, i)) {
                        return i - 1;
                    }
                    stack.swap(i, j);
                }
                case SECOND_ALONE -> {
                    stack.remove(j--);
                    i--;
                }
            }
        }
        return i;
    }

    /** Where the best reading waits in an error, it is repaired; the others that wait are dropped. */
    private int resume(int cheapest) {
        int least = cheapest;
        boolean goesOn = false;
        int size = stack.size();
        for (int i = 0; i < size; i++) {
            Stack.Head head = stack.head(i);
            if (head.status != Stack.Status.PAUSED) {
                goesOn = true;
            } else if (!goesOn && accepted < MOST_READINGS) {
                least = head.errorCost();
                recovery.repair(i, head.resume());
                goesOn = true;
            } else {
                stack.remove(i--);
                size--;
            }
        }
        return least;
    }
}
