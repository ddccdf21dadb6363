package dev.selvedge.model;

import dev.selvedge.model.Sampled.TopLogProb;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chooses tokens from logits without sorting the vocabulary: tokens are counted, or weighed, in buckets of like logits, and
 * only in the bucket with the least probable token that top-k or top-p keeps is that one selected (Hoare's FIND, 1961; by
 * mass instead of rank for top-p). The draw goes through the kept in the order of their ids, so that neither a token's
 * chance nor the draw of a seed depends on how the vocabulary was cut up. For one thread.
 */
final class TokenChooser {
    private static final int BUCKETS = 4_096;

    private final int size;
    private final float[] edited;
    private float most;
    private double perUnit;
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
        prepare(logits, logits[best]);
        double least =
                rule.minP() == 0 ? Double.NEGATIVE_INFINITY : logits[best] + rule.temperature() * Math.log(rule.minP());
        long last = rule.topK() > 0 && rule.topK() < size ? lastOfRank(logits, least, rule.topK()) : Long.MAX_VALUE;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            boolean kept = logits[i] >= least && key(logits[i], i) <= last;
            weights[i] = kept ? Math.exp((logits[i] - (double) logits[best]) / rule.temperature()) : 0;
            sum += weights[i];
        }
        if (rule.topP() < 1) {
            last = lastOfMass(logits, rule.topP() * sum);
            sum = 0;
            for (int i = 0; i < size; i++) {
                weights[i] = weights[i] > 0 && key(logits[i], i) <= last ? weights[i] : 0;
                sum += weights[i];
            }
        }
        return draw(random.nextDouble() * sum, best);
    }

    private int draw(double from, int otherwise) {
        double mark = from;
        int chosen = otherwise;
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                chosen = i;
                mark -= weights[i];
                if (mark < 0) {
                    break;
                }
            }
        }
        return chosen;
    }

    private void prepare(float[] logits, float greatest) {
        if (weights.length == 0) {
            weights = new double[size];
            keys = new long[size];
        }
        float lowest = greatest;
        for (int i = 0; i < size; i++) {
            lowest = logits[i] < lowest && logits[i] > Float.NEGATIVE_INFINITY ? logits[i] : lowest;
        }
        most = greatest;
        perUnit = greatest > lowest ? (BUCKETS - 1) / ((double) greatest - lowest) : 0;
    }

    /** Buckets go down from the greatest logit. */
    private int bucket(float logit) {
        return (int) Math.min(BUCKETS - 1, ((double) most - logit) * perUnit);
    }

    /** The key of a rank, from 1, among the logits that are large enough; the greatest key where there are fewer. */
    private long lastOfRank(float[] logits, double least, int rank) {
        int[] counts = new int[BUCKETS];
        for (int i = 0; i < size; i++) {
            if (logits[i] >= least) {
                counts[bucket(logits[i])]++;
            }
        }
        int left = rank;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (left <= counts[bucket]) {
                int count = 0;
                for (int i = 0; i < size; i++) {
                    if (logits[i] >= least && bucket(logits[i]) == bucket) {
                        keys[count++] = key(logits[i], i);
                    }
                }
                select(left - 1, count);
                return keys[left - 1];
            }
            left -= counts[bucket];
        }
        return Long.MAX_VALUE;
    }

    /** The key of the token with which the weights of the most probable ones reach a sum. */
    private long lastOfMass(float[] logits, double wanted) {
        double[] masses = new double[BUCKETS];
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                masses[bucket(logits[i])] += weights[i];
            }
        }
        double left = wanted;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (left <= masses[bucket]) {
                int count = 0;
                for (int i = 0; i < size; i++) {
                    if (weights[i] > 0 && bucket(logits[i]) == bucket) {
                        keys[count++] = key(logits[i], i);
                    }
                }
                return selectMass(left, count);
            }
            left -= masses[bucket];
        }
        return Long.MAX_VALUE;
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

    /** The first key, in ascending order, up to which the weights sum to this. */
    private long selectMass(double sum, int count) {
        double wanted = sum;
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
