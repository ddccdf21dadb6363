package dev.selvedge.eval;

import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The sub-trees of a syntax tree that have children, the root always among them, each as a 64-bit hash of what
 * tree-sitter would print of it: types of named nodes and their roles, not the text of names and literals.
 *
 * @param hashes one per sub-tree, duplicates kept
 */
record Subtrees(List<Long> hashes) {
    private static final long PRIME = 0x100000001B3L;
    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long UNNAMED = 0x9E3779B97F4A7C15L;

    static Subtrees of(Node root) {
        return collect(root, false, node -> true);
    }

    /**
     * As tree-sitter before 0.21 prints them: a node that stands under another name in its place is printed under that name
     * within a larger tree, and under its own where the tree begins with it.
     */
    static Subtrees ofEarlier(Node root) {
        return collect(root, true, node -> true);
    }

    /** Without comments, and without statements that are only a string. */
    static Subtrees ofCodeAlone(Node root) {
        return collect(root, false, node -> !node.type().equals("comment") && !onlyString(node));
    }

    private static boolean onlyString(Node node) {
        return node.type().equals("expression_statement")
                && node.children().size() == 1
                && node.children().getFirst().type().equals("string");
    }

    private static Subtrees collect(Node root, boolean ownNames, Predicate<Node> counts) {
        List<Long> hashes = new ArrayList<>();
        new Walk(ownNames, counts, hashes).hash(root, true);
        return new Subtrees(hashes);
    }

    /** How many of these occur in the other, where one there answers for any number here. */
    int countIn(Subtrees other) {
        Set<Long> there = new HashSet<>(other.hashes);
        int count = 0;
        for (Long hash : hashes) {
            count += there.contains(hash) ? 1 : 0;
        }
        return count;
    }

    /** How many of these occur in the other, where each there answers for one here. */
    int countOnceIn(Subtrees other) {
        Map<Long, Integer> left = new HashMap<>();
        other.hashes.forEach(hash -> left.merge(hash, 1, Integer::sum));
        int count = 0;
        for (Long hash : hashes) {
            if (left.merge(hash, -1, Integer::sum) >= 0) {
                count++;
            }
        }
        return count;
    }

    /** The recursion is bounded by the depth of a Python tree. */
    private record Walk(boolean ownNames, Predicate<Node> counts, List<Long> hashes) {
        long hash(Node node, boolean root) {
            long hash = node.unexpected() != null
                    ? text(OFFSET + 1, node.unexpected())
                    : text(node.missing() ? OFFSET + 2 : OFFSET, node.type());
            long below = children(node, "");
            if (root || hasChildren(node)) {
                String own = ownNames ? node.renamedFrom() : null;
                hashes.add(mix(own == null ? hash : text(OFFSET, own), below));
            }
            return mix(hash, below);
        }

        /** Unnamed nodes are not printed, but what was put in below them is. */
        private long children(Node node, String inherited) {
            long hash = OFFSET;
            for (Node child : node.children()) {
                if (!counts.test(child)) {
                    continue;
                }
                String field = child.field() == null ? inherited : child.field();
                if (child.named() || child.missing()) {
                    hash = mix(text(hash, field), hash(child, false));
                } else if (hasChildren(child)) {
                    long below = children(child, field);
                    hashes.add(mix(text(UNNAMED, child.type()), below));
                    hash = below == OFFSET ? hash : mix(hash, below);
                }
            }
            return hash;
        }

        private boolean hasChildren(Node node) {
            for (Node child : node.children()) {
                if (!child.hidden() && counts.test(child)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static long text(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * PRIME;
        }
        return next;
    }

    /** The finaliser of SplitMix64 over both. */
    private static long mix(long a, long b) {
        long z = a * 31 + b + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
