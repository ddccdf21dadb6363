package dev.selvedge.workflow.python;

import java.util.ArrayList;
import java.util.List;

/**
 * How a reading goes on after a token that does not fit: it goes back to a state that it had before, or a missing token is
 * put in, or the token is skipped. All are tried, and what costs least in the end stays.
 */
final class Recovery {
    private static final int MOST_DEPTH = 16;
    private static final int ANY = Subtree.END;

    private final Parse parse;
    private final Language language;
    private final Stack stack;

    Recovery(Parse parse) {
        this.parse = parse;
        language = parse.language;
        stack = parse.stack;
    }

    /** Begins to repair: finishes what can be finished, puts in a token, and enters the state of errors. */
    void repair(int version, Subtree lookahead) {
        int before = stack.size();
        reduceAll(version, ANY);
        int after = stack.size();
        boolean inserted = false;
        for (int v = version; v < after; v = v == version ? before : v + 1) {
            inserted = inserted || insert(v, lookahead);
            stack.head(v).push(null, Language.ERROR_STATE);
        }
        for (int i = before; i < after; i++) {
            if (!stack.join(version, before)) {
                throw new IllegalStateException("readings in the state of errors do not join");
            }
        }
        stack.note(version, MOST_DEPTH);
        recover(version, lookahead);
    }

    /** Adds a reading with a token put in, such that the next one fits. */
    private boolean insert(int version, Subtree lookahead) {
        int[] successors = language.successors(stack.head(version).node.state);
        for (int i = 0; i < successors.length; i += 2) {
            if (language.startsWithReduction(successors[i + 1], lookahead.symbol)) {
                int repaired = stack.copy(version);
                stack.head(repaired).push(Subtree.missing(successors[i], language), successors[i + 1]);
                if (reduceAll(repaired, lookahead.symbol)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Adds the readings that come of all reductions.
     *
     * @param token that the reductions must fit, or any; the end of the text counts as any, as in tree-sitter
     * @return whether the token, or any, can be taken then
     */
    private boolean reduceAll(int start, int token) {
        int before = stack.size();
        boolean shifts = false;
        int version = start;
        for (int i = 0; version < stack.size(); i++) {
            int size = stack.size();
            if (joined(before, version)) {
                continue;
            }
            int state = stack.head(version).node.state;
            Language.Reductions reductions =
                    token == ANY ? language.reductions(state) : language.reductions(state, token);
            int reduced = -1;
            for (Action.Reduce reduce : reductions.all()) {
                reduced = parse.reduce(version, reduce);
            }
            if (reductions.shifts()) {
                shifts = true;
            } else if (reduced >= 0 && i < Parse.MOST_READINGS) {
                stack.replace(version, reduced);
                continue;
            } else if (token != ANY) {
                stack.remove(version);
            }
            version = version == start ? size : version + 1;
        }
        return shifts;
    }

    private boolean joined(int from, int version) {
        for (int earlier = from; earlier < version; earlier++) {
            if (stack.join(earlier, version)) {
                return true;
            }
        }
        return false;
    }

    /** In the state of errors: goes back to a state that the token fits, if there is one, and also skips the token. */
    void recover(int version, Subtree lookahead) {
        int before = stack.size();
        boolean back = !lookahead.error() && goBack(version, lookahead, before);
        for (int i = before; i < stack.size(); i++) {
            if (!stack.head(i).active()) {
                stack.remove(i--);
            }
        }
        if (back && (stack.size() > Parse.MOST_READINGS || lookahead.scannerChanged)) {
            stack.head(version).status = Stack.Status.HALTED;
        } else if (lookahead.symbol == Subtree.END) {
            stack.head(version).push(Subtree.error(new Subtree[0], false, language), Language.START_STATE);
            parse.accept(version, lookahead);
        } else {
            skip(version, lookahead);
        }
    }

    private boolean goBack(int version, Subtree lookahead, int before) {
        Stack.Head head = stack.head(version);
        List<Stack.Earlier> noted = head.earlier;
        if (noted == null) {
            return false;
        }
        StackNode here = head.node;
        int deeper = head.progressSinceError() > 0 ? 1 : 0;
        int cost = head.errorCost();
        for (Stack.Earlier earlier : noted) {
            if (earlier.state() == Language.ERROR_STATE
                    || earlier.bytes() == here.bytes
                    || taken(earlier.state(), here.bytes, before)) {
                continue;
            }
            int costThen = cost
                    + earlier.depth() * ErrorCost.TREE
                    + here.bytes
                    - earlier.bytes()
                    + (here.lines - earlier.lines()) * ErrorCost.LINE;
            if (parse.hopeless(version, costThen)) {
                return false;
            }
            if (language.fits(earlier.state(), lookahead.symbol)
                    && goBack(version, earlier.depth() + deeper, earlier.state())) {
                return true;
            }
        }
        return false;
    }

    private boolean taken(int state, int bytes, int before) {
        for (int i = 0; i < before; i++) {
            StackNode node = stack.head(i).node;
            if (node.state == state && node.bytes == bytes) {
                return true;
            }
        }
        return false;
    }

    /** Makes readings that are in a state again which lies so deep; what lies above it becomes an error. */
    private boolean goBack(int version, int depth, int state) {
        int previous = -1;
        for (Stack.Slice slice : stack.pop(version, depth)) {
            Stack.Head head = stack.head(slice.version());
            if (slice.version() == previous) {
                continue;
            }
            if (head.node.state != state) {
                head.status = Stack.Status.HALTED;
                continue;
            }
            List<Subtree> trees = new ArrayList<>();
            Subtree error = stack.popError(slice.version());
            if (error != null) {
                trees.addAll(List.of(error.children));
            }
            trees.addAll(slice.trees());
            wrap(stack.head(slice.version()), trees, state);
            previous = slice.version();
        }
        return previous >= 0;
    }

    private void wrap(Stack.Head head, List<Subtree> trees, int state) {
        int end = Parse.withoutExtras(trees);
        if (end > 0) {
            Subtree[] skipped = trees.subList(0, end).toArray(Subtree[]::new);
            head.push(Subtree.error(skipped, true, language), state);
        }
        for (Subtree extra : trees.subList(end, trees.size())) {
            head.push(extra, state);
        }
    }

    private void skip(int version, Subtree lookahead) {
        Stack.Head head = stack.head(version);
        int cost = head.errorCost() + ErrorCost.TREE + lookahead.totalBytes() + lookahead.totalLines() * ErrorCost.LINE;
        if (parse.hopeless(version, cost)) {
            head.status = Stack.Status.HALTED;
            return;
        }
        Action[] actions = language.actions(Language.START_STATE, lookahead.symbol);
        boolean extra =
                actions.length > 0 && actions[actions.length - 1] instanceof Action.Shift shift && shift.extra();
        Subtree token = extra ? lookahead.as(true) : lookahead;
        Subtree skipped = Subtree.node(Subtree.ERROR_REPEAT, new Subtree[] {token}, 0, language);
        if (head.progressSinceError() > 0) {
            skipped = withSkippedBefore(version, skipped);
        }
        Stack.Head now = stack.head(version);
        now.push(skipped, Language.ERROR_STATE);
        if (token.scanner != null) {
            now.scanned = token;
        }
    }

    /** Tokens skipped one after the other become one error. */
    private Subtree withSkippedBefore(int version, Subtree skipped) {
        List<Stack.Slice> slices = stack.pop(version, 1);
        Stack.Slice first = slices.getFirst();
        while (stack.size() > first.version() + 1) {
            stack.remove(first.version() + 1);
        }
        stack.replace(version, first.version());
        List<Subtree> all = new ArrayList<>(first.trees());
        all.add(skipped);
        return Subtree.node(Subtree.ERROR_REPEAT, all.toArray(Subtree[]::new), 0, language);
    }
}
