package dev.selvedge.synth.near;

import java.util.Arrays;

/** Disjoint sets of the numbers from 0 on; the smallest number of a set stands for it. Grows as numbers are named. */
final class Components {
    private int[] parent = new int[0];

    /** The smallest number that is joined with this one. */
    int first(int number) {
        grow(number);
        int at = number;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    void join(int a, int b) {
        int left = first(a);
        int right = first(b);
        parent[Math.max(left, right)] = Math.min(left, right);
    }

    private void grow(int number) {
        int old = parent.length;
        if (number >= old) {
            parent = Arrays.copyOf(parent, Math.max(number + 1, old + (old >> 1)));
            for (int i = old; i < parent.length; i++) {
                parent[i] = i;
            }
        }
    }
}
