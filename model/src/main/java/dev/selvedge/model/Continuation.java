package dev.selvedge.model;

import dev.selvedge.model.Generation.Ending;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A request while it is being continued: what was sampled so far, and how the next token is chosen. */
final class Continuation {
    private final GenerationRequest request;
    private final Tokenizer tokenizer;
    private final int maxPositions;
    private final SplittableRandom random;
    private final byte[][] stops;
    private int[] ids = new int[16];
    private float[] logProbs = new float[16];
    private int count;
    private byte[] text = new byte[64];
    private int textLength;
    private @Nullable Ending ending;

    Continuation(GenerationRequest request, Tokenizer tokenizer, int maxPositions) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.maxPositions = maxPositions;
        this.random = new SplittableRandom(request.seed());
        this.stops = request.stopStrings().stream()
                .map(s -> s.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    int[] prompt() {
        return request.prompt();
    }

    /** Position of the last token, which is the next to go through the model. */
    int position() {
        return request.prompt().length + count - 1;
    }

    int lastToken() {
        return ids[count - 1];
    }

    boolean isOver() {
        return ending != null;
    }

    Generation result() {
        Ending why = ending;
        if (why == null) {
            throw new IllegalStateException("the continuation goes on");
        }
        return new Generation(Arrays.copyOf(ids, count), Arrays.copyOf(logProbs, count), why);
    }

    /**
     * Samples the next token.
     *
     * @param row log-probabilities of all tokens, from {@code offset}
     */
    void sample(float[] row, int offset, int vocabularySize) {
        add(choose(row, offset, vocabularySize), row, offset);
    }

    private void add(int id, float[] row, int offset) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            logProbs = Arrays.copyOf(logProbs, 2 * count);
        }
        ids[count] = id;
        logProbs[count++] = row[offset + id];
        if (request.stopTokens().contains(id)) {
            ending = Ending.STOP_TOKEN;
        } else if (stops.length > 0 && tokenizer.has(id) && containsStop(tokenizer.bytesOf(id))) {
            ending = Ending.STOP_STRING;
        } else if (count == request.maxTokens()) {
            ending = Ending.MAX_TOKENS;
        } else if (request.prompt().length + count >= maxPositions) {
            ending = Ending.MAX_POSITIONS;
        }
    }

    private int choose(float[] row, int offset, int size) {
        if (request.temperature() == 0) {
            return mostProbable(row, offset, size);
        }
        int[] candidates = candidates(row, offset, size);
        double most = row[offset + mostProbable(row, offset, size)];
        double[] weights = new double[candidates.length];
        double sum = 0;
        for (int i = 0; i < candidates.length; i++) {
            weights[i] = Math.exp((row[offset + candidates[i]] - most) / request.temperature());
            sum += weights[i];
        }
        int kept = candidates.length;
        if (request.topP() < 1) {
            double mass = 0;
            kept = 0;
            while (kept < candidates.length && mass < request.topP() * sum) {
                mass += weights[kept++];
            }
            sum = mass;
        }
        double mark = random.nextDouble() * sum;
        int chosen = 0;
        while (chosen < kept - 1 && mark >= weights[chosen]) {
            mark -= weights[chosen++];
        }
        return candidates[chosen];
    }

    private static int mostProbable(float[] row, int offset, int size) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (row[offset + i] > row[offset + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Ids in the order of the vocabulary, or the most probable first where a limit needs it. */
    private int[] candidates(float[] row, int offset, int size) {
        boolean limited = request.topK() > 0 && request.topK() < size;
        int[] result = new int[limited ? request.topK() : size];
        if (!limited && request.topP() == 1) {
            Arrays.setAll(result, i -> i);
            return result;
        }
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            // Log-probabilities are at most 0, so their bits grow as they fall; of equal ones the lower id comes first.
            keys[i] = (long) (Float.floatToIntBits(row[offset + i]) & 0x7fffffff) << 32 | i;
        }
        Arrays.sort(keys);
        Arrays.setAll(result, i -> (int) keys[i]);
        return result;
    }

    private boolean containsStop(byte[] more) {
        if (textLength + more.length > text.length) {
            text = Arrays.copyOf(text, 2 * (textLength + more.length));
        }
        System.arraycopy(more, 0, text, textLength, more.length);
        int before = textLength;
        textLength += more.length;
        for (byte[] stop : stops) {
            for (int at = Math.max(0, before - stop.length + 1); at + stop.length <= textLength; at++) {
                if (Arrays.equals(text, at, at + stop.length, stop, 0, stop.length)) {
                    return true;
                }
            }
        }
        return false;
    }
}
