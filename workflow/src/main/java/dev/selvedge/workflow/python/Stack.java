package dev.selvedge.workflow.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The readings of a text that the parser follows at once, as heads of a stack that is a graph (Tomita 1985): what readings
 * have in common is there once. The order of the heads matters: better ones stand first.
 */
final class Stack {
    private final List<Head> heads = new ArrayList<>();

    Stack() {
        heads.add(new Head(new StackNode(Language.START_STATE)));
    }

    /** Whether a reading goes on. */
    enum Status {
        ACTIVE,
        /** It met a token that does not fit, and waits for whether others fare better. */
        PAUSED,
        HALTED
    }

    /** A state that was on the stack when an error was met, and how many trees lie above it. */
    record Earlier(int state, int depth, int bytes, int lines) {}

    /** One reading. */
    static final class Head {
        StackNode node;
        Status status = Status.ACTIVE;

        /** The last token that the outer scanner read. */
        @Nullable
        Subtree scanned;

        @Nullable
        Subtree waiting;

        @Nullable
        List<Earlier> earlier;

        private int progressAtError;

        private Head(StackNode node) {
            this.node = node;
        }

        private Head(Head other, StackNode node) {
            this.node = node;
            scanned = other.scanned;
            progressAtError = other.progressAtError;
        }

        boolean active() {
            return status == Status.ACTIVE;
        }

        int errorCost() {
            boolean justBroken =
                    status == Status.PAUSED || (node.state == Language.ERROR_STATE && node.tree(0) == null);
            return node.errorCost + (justBroken ? ErrorCost.RECOVERY : 0);
        }

        int progressSinceError() {
            progressAtError = Math.min(progressAtError, node.progress);
            return node.progress - progressAtError;
        }

        void push(@Nullable Subtree tree, int state) {
            node = new StackNode(node, tree, state);
            if (tree == null) {
                progressAtError = node.progress;
            }
        }

        void pause(Subtree lookahead) {
            status = Status.PAUSED;
            waiting = lookahead;
            progressAtError = node.progress;
        }

        Subtree resume() {
            Subtree lookahead = waiting;
            if (lookahead == null) {
                throw new IllegalStateException("a reading that does not wait was resumed");
            }
            status = Status.ACTIVE;
            waiting = null;
            return lookahead;
        }

        /** Whether it took any text since the last error. */
        boolean advancedSinceError() {
            StackNode at = node;
            if (at.errorCost == 0) {
                return true;
            }
            while (at.links() > 0) {
                Subtree tree = at.tree(0);
                if (tree == null) {
                    return false;
                }
                if (tree.totalBytes() > 0) {
                    return true;
                }
                if (at.progress <= progressAtError || tree.errorCost != 0) {
                    return false;
                }
                at = at.before(0);
            }
            return false;
        }

        boolean canJoin(Head other) {
            return active()
                    && other.active()
                    && node.sameplace(other.node)
                    && Subtree.sameScanner(scanned, other.scanned);
        }
    }

    /** Trees that were taken from a reading, in the order of the text, and the reading that is left. */
    record Slice(List<Subtree> trees, int version) {}

    int size() {
        return heads.size();
    }

    Head head(int version) {
        return heads.get(version);
    }

    void remove(int version) {
        heads.remove(version);
    }

    void swap(int first, int second) {
        Collections.swap(heads, first, second);
    }

    /** A reading takes the place of an earlier one. */
    void replace(int target, int source) {
        if (source == target) {
            return;
        }
        Head moved = heads.remove(source);
        Head old = heads.set(target, moved);
        if (moved.earlier == null) {
            moved.earlier = old.earlier;
        }
    }

    /** A second reading like this one. */
    int copy(int version) {
        Head head = heads.get(version);
        Head twin = new Head(head, head.node);
        twin.status = head.status;
        twin.waiting = head.waiting;
        heads.add(twin);
        return heads.size() - 1;
    }

    /** Lets the first take over the second, if both are in the same place. */
    boolean join(int version, int other) {
        Head head = heads.get(version);
        Head second = heads.get(other);
        if (!head.canJoin(second)) {
            return false;
        }
        head.node.join(second.node);
        if (head.node.state == Language.ERROR_STATE) {
            head.progressAtError = head.node.progress;
        }
        heads.remove(other);
        return true;
    }

    /** Takes so many trees from a reading, not counting extra ones; the rests are new readings. */
    List<Slice> pop(int version, int count) {
        List<Subtree> trees = new ArrayList<>(count);
        StackNode node = heads.get(version).node;
        int left = count;
        while (left > 0 && node.links() == 1) {
            Subtree tree = node.tree(0);
            if (tree != null) {
                trees.add(tree);
            }
            left -= Way.weight(tree);
            node = node.before(0);
        }
        if (left > 0) {
            return pop(version, way -> way.trees() == count);
        }
        heads.add(new Head(heads.get(version), node));
        return List.of(new Slice(trees.reversed(), heads.size() - 1));
    }

    /** Takes all trees. */
    List<Slice> popAll(int version) {
        return pop(version, way -> way.node().links() == 0);
    }

    private List<Slice> pop(int version, Predicate<Way> done) {
        List<Slice> slices = new ArrayList<>();
        Way.follow(heads.get(version).node, true, way -> {
            if (!done.test(way)) {
                return false;
            }
            slice(slices, version, way);
            return true;
        });
        return slices;
    }

    /** Ways that end in one node make one reading. */
    private void slice(List<Slice> slices, int version, Way way) {
        for (int i = slices.size() - 1; i >= 0; i--) {
            int known = slices.get(i).version;
            if (heads.get(known).node == way.node()) {
                slices.add(i + 1, new Slice(way.passed(), known));
                return;
            }
        }
        heads.add(new Head(heads.get(version), way.node()));
        slices.add(new Slice(way.passed(), heads.size() - 1));
    }

    /** Takes the error on top of a reading, if there is one, and leaves the reading in its place. */
    @Nullable
    Subtree popError(int version) {
        StackNode node = heads.get(version).node;
        for (int i = 0; i < node.links(); i++) {
            Subtree tree = node.tree(i);
            if (tree != null && tree.error()) {
                heads.add(new Head(heads.get(version), node.before(i)));
                replace(version, heads.size() - 1);
                return tree;
            }
        }
        return null;
    }

    /** Notes the states on the stack, down to a depth, for recovery. */
    void note(int version, int mostDepth) {
        List<Earlier> noted = new ArrayList<>();
        Way.follow(heads.get(version).node, false, way -> {
            if (way.trees() <= mostDepth) {
                note(noted, way.node(), way.trees());
            }
            return way.trees() > mostDepth;
        });
        heads.get(version).earlier = noted;
    }

    private static void note(List<Earlier> noted, StackNode node, int depth) {
        for (int i = noted.size() - 1; i >= 0 && noted.get(i).depth >= depth; i--) {
            if (noted.get(i).depth == depth && noted.get(i).state == node.state) {
                return;
            }
        }
        noted.add(new Earlier(node.state, depth, node.bytes, node.lines));
    }
}
