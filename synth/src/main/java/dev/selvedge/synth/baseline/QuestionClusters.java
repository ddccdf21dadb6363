package dev.selvedge.synth.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Questions of a batch that are nearly the same, as R-Zero finds them: hierarchical clusters by the mean distance between
 * their members, joined below a distance. A distance is 1 less the {@link SentenceBleu} of the earlier question against
 * the later one.
 *
 * @param distances between each two questions
 */
public record QuestionClusters(double[][] distances) {
    /** Below this mean distance clusters are joined, as published. */
    public static final double DISTANCE = 0.5;

    /** The distances of some questions. */
    public static QuestionClusters of(List<String> questions) {
        List<List<String>> words = questions.stream().map(SentenceBleu::words).toList();
        double[][] distances = new double[words.size()][words.size()];
        for (int i = 0; i < distances.length; i++) {
            for (int j = i + 1; j < distances.length; j++) {
                distances[i][j] = 1 - SentenceBleu.of(words.get(i), words.get(j));
                distances[j][i] = distances[i][j];
            }
        }
        return new QuestionClusters(distances);
    }

    /** For each question the share of the batch that its cluster is; a question alone is a cluster of its own. */
    public double[] shares(double distance) {
        int[] cluster = clusters(distance);
        int[] sizes = new int[cluster.length];
        Arrays.stream(cluster).forEach(c -> sizes[c]++);
        return Arrays.stream(cluster)
                .mapToDouble(c -> (double) sizes[c] / cluster.length)
                .toArray();
    }

    private record Join(int one, int other, double distance) {}

    private int[] clusters(double distance) {
        int[] parent = IntStream.range(0, distances.length).toArray();
        joins().stream()
                .filter(join -> join.distance < distance)
                .forEach(join -> parent[root(parent, join.one)] = root(parent, join.other));
        return IntStream.range(0, parent.length).map(i -> root(parent, i)).toArray();
    }

    private static int root(int[] parent, int question) {
        int at = question;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }

    /**
     * All joins until one cluster is left, the nearest first, by chains of nearest neighbours (Müllner 2011, section
     * 3.2). Where several are equally near, the chain turns back before it goes on, and goes on to the first.
     */
    private List<Join> joins() {
        int n = distances.length;
        double[][] between = new double[n][];
        Arrays.setAll(between, i -> distances[i].clone());
        int[] size = new int[n];
        Arrays.fill(size, 1);
        List<Join> joins = new ArrayList<>();
        Deque<Integer> chain = new ArrayDeque<>();
        while (joins.size() + 1 < n) {
            if (chain.isEmpty()) {
                chain.push(IntStream.range(0, n)
                        .filter(i -> size[i] > 0)
                        .findFirst()
                        .orElseThrow());
            }
            int x = chain.pop();
            int before = chain.isEmpty() ? -1 : chain.peek();
            int y = nearest(x, before, between[x], size);
            if (y != before) {
                chain.push(x);
                chain.push(y);
                continue;
            }
            chain.pop();
            joins.add(new Join(x, y, between[x][y]));
            join(Math.min(x, y), Math.max(x, y), between, size);
        }
        joins.sort(Comparator.comparingDouble(Join::distance));
        return joins;
    }

    private static int nearest(int x, int before, double[] distances, int[] size) {
        int nearest = before;
        for (int i = 0; i < distances.length; i++) {
            if (i != x && size[i] > 0 && (nearest < 0 || distances[i] < distances[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** The cluster of {@code x} goes into that of {@code y}. */
    private static void join(int x, int y, double[][] between, int[] size) {
        for (int i = 0; i < size.length; i++) {
            if (i != x && i != y && size[i] > 0) {
                double mean = (size[x] * between[x][i] + size[y] * between[y][i]) / (size[x] + size[y]);
                between[y][i] = mean;
                between[i][y] = mean;
            }
        }
        size[y] += size[x];
        size[x] = 0;
    }
}
