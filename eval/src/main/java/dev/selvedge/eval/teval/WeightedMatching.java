package dev.selvedge.eval.teval;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A matching of largest total weight between two sides, by the primal-dual method (Galil, Efficient algorithms for
 * finding maximum matching in graphs, 1986), here without blossoms, for a graph of two sides has none. Where several
 * matchings weigh the same, T-Eval's score depends on which one its library finds; so vertices and edges are visited in
 * that library's order (networkx {@code max_weight_matching} on edges added row by row), and it finds the same one.
 */
final class WeightedMatching {
    private static final int NONE = -1;
    private static final int OUTER = 1;
    private static final int INNER = 2;

    private record Edge(int from, int to) {}

    private final int rows;
    private final double[][] weights;
    private final List<List<Integer>> neighbours = new ArrayList<>();
    /** In the order in which edges first name them. */
    private final List<Integer> vertices = new ArrayList<>();

    private final double[] dual;
    private final int[] mate;
    private final int[] label;
    private final int[] labelledFrom;
    private final Edge[] best;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private boolean[][] allowed = new boolean[0][];

    @SuppressWarnings("NullAway") // an edge that is not there yet
    private WeightedMatching(double[][] weights, int columns, double threshold) {
        this.rows = weights.length;
        this.weights = weights;
        int count = rows + columns;
        for (int i = 0; i < count; i++) {
            neighbours.add(new ArrayList<>());
        }
        double largest = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (weights[row][column] > threshold) {
                    link(row, rows + column);
                    largest = Math.max(largest, weights[row][column]);
                }
            }
        }
        this.dual = new double[count];
        Arrays.fill(dual, largest);
        this.mate = new int[count];
        Arrays.fill(mate, NONE);
        this.label = new int[count];
        this.labelledFrom = new int[count];
        this.best = new Edge[count];
    }

    /**
     * Matches rows with columns.
     *
     * @param weights of each row with each column, {@code [rows, columns]}
     * @param threshold only pairs that weigh more can be matched; at least 0
     * @return for each row its column, -1 where it has none
     */
    static int[] of(double[][] weights, int columns, double threshold) {
        WeightedMatching matching = new WeightedMatching(weights, columns, threshold);
        while (matching.stage()) {
            // each stage matches one more pair
        }
        return Arrays.stream(matching.mate, 0, weights.length)
                .map(mate -> mate == NONE ? NONE : mate - weights.length)
                .toArray();
    }

    private void link(int row, int column) {
        for (int vertex : new int[] {row, column}) {
            if (neighbours.get(vertex).isEmpty()) {
                vertices.add(vertex);
            }
        }
        neighbours.get(row).add(column);
        neighbours.get(column).add(row);
    }

    private double slack(int v, int w) {
        return dual[v] + dual[w] - 2 * weights[Math.min(v, w)][Math.max(v, w) - rows];
    }

    private double slack(Edge edge) {
        return slack(edge.from, edge.to);
    }

    /** Finds one augmenting path; false if there is none that adds weight. */
    @SuppressWarnings("NullAway") // best edges are forgotten
    private boolean stage() {
        Arrays.fill(label, 0);
        Arrays.fill(best, null);
        allowed = new boolean[rows][dual.length - rows];
        stack.clear();
        for (int v : vertices) {
            if (mate[v] == NONE && label[v] == 0) {
                label(v, OUTER, NONE);
            }
        }
        while (!vertices.isEmpty()) {
            while (!stack.isEmpty()) {
                if (scan(stack.pop())) {
                    return true;
                }
            }
            if (!adjust()) {
                return false;
            }
        }
        return false;
    }

    @SuppressWarnings("NullAway") // the best edge is forgotten
    private void label(int v, int kind, int from) {
        label[v] = kind;
        labelledFrom[v] = from;
        best[v] = null;
        if (kind == OUTER) {
            stack.push(v);
        } else {
            label(mate[v], OUTER, v);
        }
    }

    private boolean isAllowed(int v, int w) {
        return allowed[Math.min(v, w)][Math.max(v, w) - rows];
    }

    private void allow(int v, int w) {
        allowed[Math.min(v, w)][Math.max(v, w) - rows] = true;
    }

    /** Looks along the edges of an outer vertex; true if that made the matching larger. */
    private boolean scan(int v) {
        for (int w : neighbours.get(v)) {
            double slack = slack(v, w);
            if (slack <= 0) {
                allow(v, w);
            }
            if (isAllowed(v, w)) {
                if (label[w] == 0) {
                    label(w, INNER, v);
                } else if (label[w] == OUTER) {
                    augment(v, w);
                    augment(w, v);
                    return true;
                }
            } else if (label[w] == OUTER) {
                keepBest(v, slack, new Edge(v, w));
            } else if (label[w] == 0) {
                keepBest(w, slack, new Edge(v, w));
            }
        }
        return false;
    }

    private void keepBest(int vertex, double slack, Edge edge) {
        if (best[vertex] == null || slack < slack(best[vertex])) {
            best[vertex] = edge;
        }
    }

    /** Swaps matched and unmatched edges from an outer vertex back to the root of its tree. */
    private void augment(int outer, int partner) {
        int s = outer;
        int j = partner;
        while (true) {
            mate[s] = j;
            if (labelledFrom[s] == NONE) {
                return;
            }
            int t = labelledFrom[s];
            s = labelledFrom[t];
            j = t;
            mate[t] = s;
        }
    }

    /** Changes the dual variables until one more edge can be used; false if the matching is the heaviest. */
    private boolean adjust() {
        double delta = Double.POSITIVE_INFINITY;
        for (int v : vertices) {
            delta = Math.min(delta, dual[v]);
        }
        Edge edge = null;
        for (int kind : new int[] {0, OUTER}) {
            for (int v : vertices) {
                if (label[v] == kind && best[v] != null) {
                    double slack = kind == OUTER ? slack(best[v]) / 2 : slack(best[v]);
                    if (slack < delta) {
                        delta = slack;
                        edge = best[v];
                    }
                }
            }
        }
        for (int v : vertices) {
            dual[v] += label[v] == OUTER ? -delta : label[v] == INNER ? delta : 0;
        }
        if (edge == null) {
            return false;
        }
        allow(edge.from, edge.to);
        stack.push(edge.from);
        return true;
    }
}
