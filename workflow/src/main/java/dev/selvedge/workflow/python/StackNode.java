package dev.selvedge.workflow.python;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place on the way of one or more readings of a text: the state of the parser there and, by links, where it came from and
 * over which tree. Readings that meet in a place share its node from then on, and it has several links.
 */
final class StackNode {
    private static final int MOST_LINKS = 8;

    final int state;
    final int bytes;
    final int lines;
    final int errorCost;

    /** How many nodes of the syntax tree lie behind it. */
    int progress;

    int precedence;
    private int links;
    private StackNode[] befores;
    private @Nullable Subtree[] trees;

    /** Where a text begins. */
    StackNode(int state) {
        this.state = state;
        bytes = 0;
        lines = 0;
        errorCost = 0;
        befores = new StackNode[0];
        trees = new Subtree[0];
    }

    /** @param tree what lies between, null for nothing but a change of state */
    StackNode(StackNode before, @Nullable Subtree tree, int state) {
        this.state = state;
        links = 1;
        befores = new StackNode[] {before};
        trees = new Subtree[] {tree};
        bytes = before.bytes + (tree == null ? 0 : tree.totalBytes());
        lines = before.lines + (tree == null ? 0 : tree.totalLines());
        errorCost = before.errorCost + (tree == null ? 0 : tree.errorCost);
        progress = before.progress + (tree == null ? 0 : tree.progress());
        precedence = before.precedence + (tree == null ? 0 : tree.precedence);
    }

    int links() {
        return links;
    }

    StackNode before(int link) {
        return befores[link];
    }

    @Nullable
    Subtree tree(int link) {
        return trees[link];
    }

    boolean sameplace(StackNode other) {
        return state == other.state && bytes == other.bytes && errorCost == other.errorCost;
    }

    /** Takes over the links of a node in the same place. */
    void join(StackNode other) {
        for (int i = 0; i < other.links; i++) {
            link(other.befores[i], other.trees[i]);
        }
    }

    private void link(StackNode before, @Nullable Subtree tree) {
        if (before == this) {
            return;
        }
        int otherPrecedence = before.precedence + (tree == null ? 0 : tree.precedence);
        for (int i = 0; i < links; i++) {
            Subtree mine = trees[i];
            if (!Subtree.equivalent(mine, tree)) {
                continue;
            }
            if (befores[i] == before) {
                if (tree != null && mine != null && tree.precedence > mine.precedence) {
                    trees[i] = tree;
                    precedence = otherPrecedence;
                }
                return;
            }
            if (befores[i].sameplace(before)) {
                befores[i].join(before);
                precedence = Math.max(precedence, otherPrecedence);
                return;
            }
        }
        if (links < MOST_LINKS) {
            add(before, tree);
            progress = Math.max(progress, before.progress + (tree == null ? 0 : tree.progress()));
            precedence = Math.max(precedence, otherPrecedence);
        }
    }

    private void add(StackNode before, @Nullable Subtree tree) {
        if (links == befores.length) {
            befores = Arrays.copyOf(befores, links + 2);
            trees = Arrays.copyOf(trees, links + 2);
        }
        befores[links] = before;
        trees[links++] = tree;
    }
}
