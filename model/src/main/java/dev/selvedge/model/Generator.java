package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Continues sequences, many at a time. Prompts of different lengths go together without padding tokens; a sequence that
 * is over makes room for the next one at once. Greedy continuations do not depend on what else is in the batch.
 *
 * <p>Uses the transformer's weights as they are at each call. Not safe for use by several threads at once.
 */
public final class Generator implements AutoCloseable {
    private static final int MAX_PREFILL_TOKENS = 8_192;

    private final Tokenizer tokenizer;
    private final Workers workers;
    private final List<Transformer> transformers = new ArrayList<>();
    private final int rowsPerWorker;

    /**
     * A generator for the model, whose weights it shares.
     *
     * @param threads 0 for as many as there are cores
     * @param rowsPerThread sequences that one thread continues at a time; bounds memory
     */
    public Generator(Model model, int threads, int rowsPerThread) {
        this.tokenizer = model.tokenizer();
        this.workers = new Workers(threads);
        this.rowsPerWorker = rowsPerThread;
        for (int i = 0; i < workers.count(); i++) {
            transformers.add(model.transformer().sharing());
        }
    }

    /** A generator with a thread for each core and 64 sequences for each thread. */
    public Generator(Model model) {
        this(model, 0, 64);
    }

    /**
     * Continues some sequences.
     *
     * @return the continuations, in the order of the requests
     * @throws UserException if a prompt is as long as the model can hold
     */
    public List<Generation> generate(List<GenerationRequest> requests) {
        int maxPositions = transformers.getFirst().config().maxPositions();
        for (GenerationRequest request : requests) {
            if (request.prompt().length >= maxPositions) {
                throw new UserException("A prompt has " + request.prompt().length + " tokens, but the model holds "
                        + maxPositions + ", the reply included.");
            }
        }
        List<Continuation> continuations = requests.stream()
                .map(r -> new Continuation(r, tokenizer, maxPositions))
                .toList();
        List<List<Continuation>> shares = shares(continuations);
        workers.run(IntStream.range(0, shares.size())
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    if (!shares.get(i).isEmpty()) {
                        new Batch(transformers.get(i), shares.get(i)).run();
                    }
                    return true;
                })
                .toList());
        return continuations.stream().map(Continuation::result).toList();
    }

    /** Dealt in turn, the longest prompts first, so that each worker's sequences are of like length. */
    private List<List<Continuation>> shares(List<Continuation> continuations) {
        var shares = new ArrayList<List<Continuation>>();
        transformers.forEach(t -> shares.add(new ArrayList<>()));
        List<Continuation> longestFirst = continuations.stream()
                .sorted(Comparator.comparingInt((Continuation c) -> -c.prompt().length))
                .toList();
        for (int i = 0; i < longestFirst.size(); i++) {
            shares.get(i % shares.size()).add(longestFirst.get(i));
        }
        return shares;
    }

    /** The sequences of one worker; those in {@code active} have the cache's slots of the same index. */
    private final class Batch {
        private final Transformer transformer;
        private final Queue<Continuation> waiting;
        private final List<Continuation> active = new ArrayList<>();
        private final int slots;

        Batch(Transformer transformer, List<Continuation> continuations) {
            this.transformer = transformer;
            this.waiting = new ArrayDeque<>(continuations);
            this.slots = Math.min(rowsPerWorker, continuations.size());
        }

        void run() {
            int longest =
                    waiting.stream().mapToInt(c -> c.prompt().length).max().orElseThrow();
            try (var keys = new KvCache(transformer.config(), slots, longest + 1)) {
                while (!waiting.isEmpty() || !active.isEmpty()) {
                    int free = slots - active.size();
                    if (!waiting.isEmpty() && free >= Math.max(1, slots / 8)) {
                        admit(keys);
                    } else {
                        step(keys);
                    }
                    leave(keys);
                }
            }
        }

        private void admit(KvCache cache) {
            var admitted = new ArrayList<Continuation>();
            int tokens = 0;
            while (!waiting.isEmpty() && active.size() + admitted.size() < slots) {
                tokens += waiting.element().prompt().length;
                if (tokens > MAX_PREFILL_TOKENS && !admitted.isEmpty()) {
                    break;
                }
                admitted.add(waiting.remove());
            }
            Packed packed =
                    Packed.atEnds(admitted.stream().map(Continuation::prompt).toList());
            int[] rows = new int[packed.ids().length];
            int next = 0;
            for (int i = 0; i < admitted.size(); i++) {
                int slot = active.size() + i;
                int length = admitted.get(i).prompt().length;
                cache.setLength(slot, length);
                for (int position = 0; position < length; position++) {
                    rows[next++] = cache.row(slot, position);
                }
            }
            active.addAll(admitted);
            try (var scope = Torch.scope()) {
                Attention attention = cache.storing(new PackedAttention(packed), Torch.indices(rows));
                sample(transformer.logits(packed, attention), admitted);
            }
        }

        private void step(KvCache cache) {
            int[] ids = new int[active.size()];
            int[] positions = new int[ids.length];
            int[] rows = new int[ids.length];
            int longest = 0;
            for (Continuation continuation : active) {
                longest = Math.max(longest, continuation.position() + 1);
            }
            cache.ensure(longest);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = active.get(i).lastToken();
                positions[i] = active.get(i).position();
                rows[i] = cache.row(i, positions[i]);
                cache.extend(i, positions[i]);
            }
            try (var scope = Torch.scope()) {
                Attention attention = cache.extending(Torch.indices(rows), ids.length, longest);
                sample(transformer.logits(Torch.indices(ids), Torch.indices(positions), attention, null), active);
            }
        }

        private void sample(Tensor logits, List<Continuation> continuations) {
            int vocabularySize = transformer.config().vocabularySize();
            float[] logProbs = Torch.floats(logits.log_softmax(-1));
            for (int i = 0; i < continuations.size(); i++) {
                continuations.get(i).sample(logProbs, i * vocabularySize, vocabularySize);
            }
        }

        /** Takes out what is over; the last sequence takes the free slot. */
        private void leave(KvCache cache) {
            for (int i = active.size() - 1; i >= 0; i--) {
                if (active.get(i).isOver()) {
                    Continuation last = active.removeLast();
                    if (i < active.size()) {
                        active.set(i, last);
                        cache.move(active.size(), i, last.position());
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        workers.close();
        transformers.forEach(Transformer::close);
    }
}
