package dev.selvedge.model;

import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Continues prompts of different lengths together, with a cache of keys and values. A row that is done leaves the batch.
 * What a row samples depends on its prompt and its sampling alone, not on the rows beside it, up to rounding. Not safe
 * for several threads at once.
 */
public final class Generator {
    /** Rows that are done are taken out of the cache when they are this share of it. */
    private static final double DONE_SHARE = 0.25;

    private final Transformer transformer;
    private final Set<Integer> endTokens;
    private final Workers workers;

    /** @param workers among whom the requests are shared */
    public Generator(Transformer transformer, Set<Integer> endTokens, Workers workers) {
        this.transformer = transformer;
        this.workers = workers;
        this.endTokens = Set.copyOf(endTokens);
    }

    /**
     * What to continue.
     *
     * @param prompt at least one token
     * @param stopped asked after every sampled token with the number of tokens so far, whether a stop string is complete
     */
    public record Request(int[] prompt, Sampling sampling, Stop stopped) {}

    /** Ends a row before its end token. */
    @FunctionalInterface
    public interface Stop {
        Stop NEVER = (ids, count) -> false;

        /** Whether the first {@code count} of the sampled ids end the row. */
        boolean after(int[] ids, int count);
    }

    /**
     * What was sampled.
     *
     * @param tokens with the end token, where there is one, and log-probabilities under the untempered model
     * @param finish {@code stop} for an end token or stop string, {@code length} for the most tokens
     */
    public record Generated(Tokens tokens, String finish) {}

    /** One row of the batch. */
    private static final class Row {
        final Request request;
        final SplittableRandom random;
        final int most;
        int[] ids = new int[64];
        float[] logProbs = new float[64];
        int count;
        String finish = "";

        Row(Request request, int most) {
            this.request = request;
            this.random = new SplittableRandom(request.sampling.seed());
            this.most = most;
        }

        void add(int id, float logProb, IntPredicate end) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
                logProbs = Arrays.copyOf(logProbs, 2 * count);
            }
            ids[count] = id;
            logProbs[count++] = logProb;
            if (end.test(id) || request.stopped.after(ids, count)) {
                finish = "stop";
            } else if (count >= most) {
                finish = "length";
            }
        }

        Generated generated() {
            return new Generated(new Tokens(Arrays.copyOf(ids, count), Arrays.copyOf(logProbs, count)), finish);
        }
    }

    /**
     * Continues all requests; results in their order.
     *
     * @throws IllegalArgumentException if a prompt is empty or leaves no room for a token
     */
    public List<Generated> generate(List<Request> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        int capacity = 0;
        for (Request request : requests) {
            int room = transformer.config().maxPositions() - request.prompt.length;
            if (request.prompt.length == 0 || room < 1) {
                throw new IllegalArgumentException(
                        "a prompt of " + request.prompt.length + " tokens; the model reads 1 to "
                                + (transformer.config().maxPositions() - 1));
            }
            Row row = new Row(request, Math.min(room, request.sampling.maxTokens()));
            rows.add(row);
            capacity = Math.max(capacity, request.prompt.length + row.most);
        }
        int most = capacity;
        List<Callable<Boolean>> shares = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers.count(), rows.size()); worker++) {
            List<Row> share = new ArrayList<>();
            for (int i = worker; i < rows.size(); i += workers.count()) {
                share.add(rows.get(i));
            }
            shares.add(() -> run(share, most));
        }
        workers.run(shares);
        return rows.stream().map(Row::generated).toList();
    }

    private boolean run(List<Row> active, int capacity) {
        Packed prompts =
                Packed.atEnds(active.stream().map(row -> row.request.prompt).toList());
        try (Torch.Scope outer = Torch.scope();
                NoGradGuard none = new NoGradGuard();
                CachedAttention cache = new CachedAttention(transformer.config(), prompts, capacity)) {
            try (Torch.Scope scope = Torch.scope()) {
                sample(active, transformer.logits(prompts, cache));
            }
            while (leave(active, cache)) {
                try (Torch.Scope scope = Torch.scope()) {
                    int[] positions = cache.step(done(active));
                    int[] last = active.stream()
                            .mapToInt(row -> row.ids[row.count - 1])
                            .toArray();
                    sample(active, transformer.logits(Torch.indices(last), Torch.indices(positions), cache, null));
                }
            }
        }
        return true;
    }

    /** Takes out rows that are done, when they are many; whether any row is left that is not done. */
    private static boolean leave(List<Row> active, CachedAttention cache) {
        int[] going = IntStream.range(0, active.size())
                .filter(i -> active.get(i).finish.isEmpty())
                .toArray();
        if (going.length == 0) {
            return false;
        }
        if (active.size() - going.length > DONE_SHARE * active.size()) {
            try (Torch.Scope scope = Torch.scope()) {
                cache.keep(going);
            }
            List<Row> left = IntStream.of(going).mapToObj(active::get).toList();
            active.clear();
            active.addAll(left);
        }
        return true;
    }

    private static boolean[] done(List<Row> active) {
        boolean[] done = new boolean[active.size()];
        for (int i = 0; i < done.length; i++) {
            done[i] = !active.get(i).finish.isEmpty();
        }
        return done;
    }

    /** @param logits {@code [rows, vocabularySize]} */
    private void sample(List<Row> active, Tensor logits) {
        float[] all = Torch.floats(logits);
        int width = all.length / active.size();
        for (int i = 0; i < active.size(); i++) {
            Row row = active.get(i);
            if (row.finish.isEmpty()) {
                Choice choice = Choice.of(all, i * width, width, row.request.sampling, row.random);
                row.add(choice.id(), choice.logProb(), endTokens::contains);
            }
        }
    }
}
