package dev.selvedge.train.objective;

import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.Workers;
import dev.selvedge.train.Readout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer that is asked and not trained: the reference of a preference or of a penalty, or a teacher. Uses the
 * weights as they are at each call, so asking the model that is to be trained before its training gives what a copy of
 * it would. Safe for use by several threads.
 */
public final class Frozen implements AutoCloseable {
    private static final int TOKENS_AT_ONCE = 8_192;

    private final String name;
    private final Transformer transformer;
    private final Queue<Transformer> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param name for records; it stands for the weights in the fingerprint of a training
     * @param transformer stays the caller's, who closes it after this
     */
    public Frozen(String name, Transformer transformer) {
        this.name = name;
        this.transformer = transformer;
    }

    /** Name for records. */
    public String name() {
        return name;
    }

    /** Runs something with a transformer that no other thread uses meanwhile. */
    <T> T with(Function<Transformer, T> use) {
        Transformer own = idle.poll();
        if (own == null) {
            synchronized (transformer) {
                own = transformer.sharing();
            }
        }
        try {
            return use.apply(own);
        } finally {
            idle.add(own);
        }
    }

    /**
     * The log-probability of every token of the policy in some sequences, so that training need not hold this model. The
     * caller must hold no {@link Torch#scope}.
     *
     * @param threads 0 for as many as there are cores
     * @return for each sequence one number for each of its places, in nats
     */
    public List<float[]> logProbs(List<Sequence> sequences, int threads) {
        var passes = new ArrayList<Callable<List<float[]>>>();
        int from = 0;
        while (from < sequences.size()) {
            int to = from;
            int tokens = 0;
            while (to < sequences.size()
                    && (to == from || tokens + sequences.get(to).ids().length <= TOKENS_AT_ONCE)) {
                tokens += sequences.get(to++).ids().length;
            }
            List<Sequence> pass = sequences.subList(from, to);
            passes.add(() -> with(own -> pass(own, pass)));
            from = to;
        }
        try (var workers = new Workers(threads)) {
            return workers.run(passes).stream().flatMap(List::stream).toList();
        }
    }

    private static List<float[]> pass(Transformer own, List<Sequence> sequences) {
        try (var scope = Torch.scope();
                var noGradient = new NoGradGuard()) {
            Pack pack = Pack.of(sequences);
            var all = new ArrayList<Tensor>();
            Readout.loss(own, pack.packed(), 1, Readout.logProbs(pack.targets()), values -> {
                all.add(values);
                return values.sum();
            });
            float[] flat = Torch.floats(all.getFirst());
            var result = new ArrayList<float[]>();
            int at = 0;
            for (int count : pack.counts()) {
                result.add(java.util.Arrays.copyOfRange(flat, at, at + count));
                at += count;
            }
            return result;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        for (Transformer own = idle.poll(); own != null; own = idle.poll()) {
            own.close();
        }
    }
}
