package dev.selvedge.model;

import dev.selvedge.model.Sampled.TopLogProb;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chooses tokens from logits without sorting the vocabulary: top-k and top-p find the least probable token that is kept by
 * selection (Hoare's FIND, 1961; by mass instead of rank for top-p) and draw among the kept in the order of their ids. So
 * a token's chance, and the draw of a seed, do not depend on how the vocabulary was partitioned. For one thread.
 */
final class TokenChooser {
    private final int size;
    private final float[] edited;
    private double[] weights = new double[0];
    private long[] keys = new long[0];

    TokenChooser(int vocabularySize) {
        this.size = vocabularySize;
        this.edited = new float[vocabularySize];
    }

    /** A copy that may be edited, valid until the next call. */
    float[] copy(float[] logits) {
        System.arraycopy(logits, 0, edited, 0, size);
        return edited;
    }

    /** Of equally probable ones the lowest id. */
    int mostProbable(float[] logits) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Draws a token; what has a logit of minus infinity is never drawn, unless everything has. */
    int choose(float[] logits, SamplingRule rule, SplittableRandom random) {
        int best = mostProbable(logits);
        if (rule.temperature() == 0) {
            return best;
        }
        double[] weight = weights(logits, logits[best], rule);
        long last = lastKept(logits, rule);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (weight[i] > 0 && key(logits[i], i) > last) {
                weight[i] = 0;
            }
            sum += weight[i];
        }
        double mark = random.nextDouble() * sum;
        int chosen = best;
        for (int i = 0; i < size; i++) {
            if (weight[i] > 0) {
                chosen = i;
                mark -= weight[i];
                if (mark < 0) {
                    break;
                }
            }
        }
        return chosen;
    }

    /** Probabilities as multiples of the greatest, 0 where minP leaves a token out. */
    private double[] weights(float[] logits, double most, SamplingRule rule) {
        if (weights.length == 0) {
            weights = new double[size];
        }
        for (int i = 0; i < size; i++) {
            double weight = Math.exp((logits[i] - most) / rule.temperature());
            weights[i] = weight >= rule.minP() ? weight : 0;
        }
        return weights;
    }

    /** The key of the least probable token that top-k and top-p keep. */
    private long lastKept(float[] logits, SamplingRule rule) {
        boolean limited = rule.topK() > 0 && rule.topK() < size;
        if (!limited && rule.topP() == 1) {
            return Long.MAX_VALUE;
        }
        if (keys.length == 0) {
            keys = new long[size];
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                keys[count++] = key(logits[i], i);
            }
        }
        if (limited && rule.topK() < count) {
            select(rule.topK() - 1, count);
            count = rule.topK();
        }
        return rule.topP() == 1 ? largest(count) : lastOfMass(rule.topP(), count);
    }

    private long largest(int count) {
        long largest = keys[0];
        for (int i = 1; i < count; i++) {
            largest = Math.max(largest, keys[i]);
        }
        return largest;
    }

    /** Ascending keys are descending logits; of equal logits the lower id comes first. */
    private static long key(float logit, int id) {
        int bits = Float.floatToIntBits(logit + 0f);
        int ascending = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
        return (Integer.toUnsignedLong(~ascending) << 32 | id) ^ Long.MIN_VALUE;
    }

    private static int id(long key) {
        return (int) key;
    }

    /** Puts the key of a rank at its place, smaller ones before it, larger ones after it. */
    private void select(int rank, int count) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int middle = partition(from, to);
            if (rank == middle) {
                return;
            }
            if (rank < middle) {
                to = middle - 1;
            } else {
                from = middle + 1;
            }
        }
    }

    /** The first key, in ascending order, up to which the weights sum to a share of all. */
    private long lastOfMass(double share, int count) {
        double wanted = share * mass(0, count - 1);
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int middle = partition(from, to);
            double before = mass(from, middle - 1);
            double with = before + weights[id(keys[middle])];
            if (before >= wanted) {
                to = middle - 1;
            } else if (with >= wanted) {
                return keys[middle];
            } else {
                wanted -= with;
                from = middle + 1;
            }
        }
        return keys[Math.min(from, to)];
    }

    private double mass(int from, int to) {
        double mass = 0;
        for (int i = from; i <= to; i++) {
            mass += weights[id(keys[i])];
        }
        return mass;
    }

    /** Partitions by the median of three keys and returns where it lies then. */
    private int partition(int from, int to) {
        int middle = (from + to) >>> 1;
        if (keys[middle] < keys[from]) {
            swap(middle, from);
        }
        if (keys[to] < keys[from]) {
            swap(to, from);
        }
        if (keys[to] < keys[middle]) {
            swap(to, middle);
        }
        swap(middle, to);
        long pivot = keys[to];
        int place = from;
        for (int i = from; i < to; i++) {
            if (keys[i] < pivot) {
                swap(i, place++);
            }
        }
        swap(place, to);
        return place;
    }

    private void swap(int one, int other) {
        long key = keys[one];
        keys[one] = keys[other];
        keys[other] = key;
    }

    /** The most probable tokens, the most probable first. */
    List<TopLogProb> top(float[] logits, int count, double logSumExp) {
        int[] ids = new int[count];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept < count || kept > 0 && logits[i] > logits[ids[kept - 1]]) {
                int at = kept < count ? kept++ : kept - 1;
                while (at > 0 && logits[i] > logits[ids[at - 1]]) {
                    ids[at] = ids[at - 1];
                    at--;
                }
                ids[at] = i;
            }
        }
        var top = new ArrayList<TopLogProb>(kept);
        for (int i = 0; i < kept; i++) {
            top.add(new TopLogProb(ids[i], (float) (logits[ids[i]] - logSumExp)));
        }
        return top;
    }
}
