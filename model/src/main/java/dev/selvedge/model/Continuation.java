package dev.selvedge.model;

import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.Sampled.TopLogProb;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is being continued: what was sampled so far, and how the next token is chosen. For one thread at a
 * time, but for {@link #cancel} and {@link #result}.
 */
final class Continuation implements Ticket {
    private final GenerationRequest request;
    private final Tokenizer tokenizer;
    private final int maxPositions;
    private final Consumer<Sampled> listener;
    private final CompletableFuture<Generation> result = new CompletableFuture<>();
    private final SplittableRandom random;
    private final byte[][] stops;
    private final Constraint.@Nullable Progress progress;
    /** The prompt and what was sampled. */
    private int[] tokens;

    private int length;
    private float[] logProbs = new float[16];
    /** How many of the tokens have keys and values in the cache. */
    private int cached;
    /** Tokens of prompt and reply, where a repetition penalty needs them. */
    private final @Nullable BitSet seen;

    private final Map<Integer, Integer> timesSampled = new HashMap<>();
    private byte[] text = new byte[64];
    private int textLength;
    private volatile boolean cancelled;
    private boolean over;

    Continuation(GenerationRequest request, Tokenizer tokenizer, int maxPositions, Consumer<Sampled> listener) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.maxPositions = maxPositions;
        this.listener = listener;
        this.random = new SplittableRandom(request.seed());
        this.stops = request.stopStrings().stream()
                .map(s -> s.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        Constraint constraint = request.constraint();
        this.progress = constraint == null ? null : constraint.start();
        this.tokens = request.prompt().clone();
        this.length = tokens.length;
        this.seen = request.rule().repetitionPenalty() == 1 ? null : new BitSet();
        if (seen != null) {
            Arrays.stream(tokens).forEach(seen::set);
        }
    }

    @Override
    public CompletableFuture<Generation> result() {
        return result;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    int promptLength() {
        return request.prompt().length;
    }

    /** How many tokens there are, those of the prompt and those sampled. */
    int length() {
        return length;
    }

    int token(int position) {
        return tokens[position];
    }

    /** How many tokens, from the first, have been through the model. */
    int cached() {
        return cached;
    }

    void setCached(int count) {
        cached = count;
    }

    /** Tokens that must go through the model before the next can be sampled, at least 1. */
    int pending() {
        return length - cached;
    }

    boolean isOver() {
        return over;
    }

    /** Number of tokens with which this one and another, as far as that is in the cache, both begin. */
    int sharedWith(Continuation other, int otherCached) {
        int most = Math.min(length, otherCached);
        int mismatch = Arrays.mismatch(tokens, 0, most, other.tokens, 0, most);
        return mismatch < 0 ? most : mismatch;
    }

    /** Ends what was cancelled. */
    void leaveIfCancelled() {
        if (cancelled && !over) {
            end(Ending.CANCELLED);
        }
    }

    void fail(Throwable cause) {
        if (!over) {
            over = true;
            result.completeExceptionally(cause);
        }
    }

    private void end(Ending ending) {
        over = true;
        int sampled = length - promptLength();
        result.complete(new Generation(
                Arrays.copyOfRange(tokens, promptLength(), length), Arrays.copyOf(logProbs, sampled), ending));
    }

    /**
     * Samples the next token and tells it.
     *
     * @param logits raw, of all tokens
     * @param logSumExp of the logits
     */
    void sample(float[] logits, double logSumExp, TokenChooser chooser) {
        try {
            if (Double.isNaN(logSumExp)) {
                throw new IllegalStateException("the model's logits are not numbers, so its weights are damaged");
            }
            List<TopLogProb> top = chooser.top(logits, request.topLogProbs(), logSumExp);
            float[] edited = edited(logits, chooser);
            if (edited.length == 0) {
                end(Ending.CONSTRAINT_END);
                return;
            }
            int id = chooser.choose(edited, request.rule(), random);
            float logProb = (float) (logits[id] - logSumExp);
            Ending ending = add(id, logProb);
            listener.accept(new Sampled(id, logProb, top));
            if (ending != null) {
                end(ending);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Logits after all that comes before the temperature; none where the constraint allows nothing but the end. */
    private float[] edited(float[] logits, TokenChooser chooser) {
        SamplingRule rule = request.rule();
        int sampled = length - promptLength();
        boolean tooShort =
                sampled < request.minTokens() && !request.stopTokens().isEmpty();
        boolean counts = rule.presencePenalty() != 0 || rule.frequencyPenalty() != 0;
        if (seen == null && !counts && rule.logitBias().isEmpty() && progress == null && !tooShort) {
            return logits;
        }
        float[] edited = chooser.copy(logits);
        if (seen != null) {
            for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
                double penalty = rule.repetitionPenalty();
                edited[id] = (float) (edited[id] > 0 ? edited[id] / penalty : edited[id] * penalty);
            }
        }
        if (counts) {
            timesSampled.forEach(
                    (id, times) -> edited[id] -= (float) (rule.presencePenalty() + rule.frequencyPenalty() * times));
        }
        rule.logitBias().forEach((id, bias) -> {
            if (id >= 0 && id < edited.length) {
                edited[id] += bias;
            }
        });
        if (progress != null) {
            return mask(edited, progress, tooShort) ? edited : new float[0];
        }
        if (tooShort) {
            request.stopTokens().forEach(id -> forbid(edited, id));
        }
        return edited;
    }

    private boolean mask(float[] logits, Constraint.Progress shape, boolean tooShort) {
        int sampled = length - promptLength();
        int remaining = Math.min(request.maxTokens() - sampled, maxPositions - length);
        long[] allowed = shape.allowed(remaining);
        boolean stopping = shape.mayEnd() && !request.stopTokens().isEmpty() && (!tooShort || shape.mustEnd());
        int open = 0;
        for (int id = 0; id < logits.length; id++) {
            boolean fits = id >> 6 < allowed.length && (allowed[id >> 6] >>> id & 1) != 0;
            if (fits || stopping && request.stopTokens().contains(id)) {
                open++;
            } else {
                forbid(logits, id);
            }
        }
        if (open == 0 && !shape.mayEnd()) {
            throw new IllegalStateException("the constraint allows no token of the vocabulary after " + sampled
                    + " tokens, though the reply is not complete");
        }
        return open > 0;
    }

    private static void forbid(float[] logits, int id) {
        if (id < logits.length) {
            logits[id] = Float.NEGATIVE_INFINITY;
        }
    }

    /** Returns why the sequence ends with this token, or null if it goes on. */
    private @Nullable Ending add(int id, float logProb) {
        int sampled = length - promptLength();
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, length + Math.max(16, length / 2));
        }
        if (sampled == logProbs.length) {
            logProbs = Arrays.copyOf(logProbs, 2 * sampled);
        }
        tokens[length++] = id;
        logProbs[sampled++] = logProb;
        if (request.stopTokens().contains(id)) {
            return Ending.STOP_TOKEN;
        }
        timesSampled.merge(id, 1, Integer::sum);
        if (seen != null) {
            seen.set(id);
        }
        if (progress != null) {
            progress.accept(id);
        }
        if (stops.length > 0 && tokenizer.has(id) && containsStop(tokenizer.bytesOf(id))) {
            return Ending.STOP_STRING;
        } else if (progress != null
                && progress.mustEnd()
                && request.stopTokens().isEmpty()) {
            return Ending.CONSTRAINT_END;
        } else if (sampled == request.maxTokens()) {
            return Ending.MAX_TOKENS;
        }
        return length >= maxPositions ? Ending.MAX_POSITIONS : null;
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
