package dev.selvedge.train.objective;

import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.Workers;
import dev.selvedge.train.Readout;
import java.util.ArrayList;
import java.util.Arrays;
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
        return passes(sequences, threads, Frozen::pass);
    }

    /**
     * The most probable tokens at every place of some sequences, as a signal for students. The caller must hold no {@link
     * Torch#scope}.
     *
     * @param width how many tokens for each place
     * @param threads 0 for as many as there are cores
     */
    public List<TeacherSignal.Top> top(List<Sequence> sequences, int width, int threads) {
        return passes(sequences, threads, (own, pass) -> topPass(own, pass, width));
    }

    private static List<TeacherSignal.Top> topPass(Transformer own, List<Sequence> sequences, int width) {
        try (var scope = Torch.scope();
                var noGradient = new NoGradGuard()) {
            Pack pack = Pack.of(sequences);
            int[] ids = new int[pack.rows() * width];
            float[] logProbs = new float[ids.length];
            Readout.loss(
                    own,
                    pack.packed(),
                    1,
                    (logits, from) -> {
                        var top = logits.log_softmax(-1).topk(width, 1, true, true);
                        float[] values = Torch.floats(top.get0());
                        long[] indices = new long[values.length];
                        top.get1().contiguous().data_ptr_long().get(indices);
                        for (int i = 0; i < values.length; i++) {
                            ids[from * width + i] = (int) indices[i];
                            logProbs[from * width + i] = values[i];
                        }
                        return logits.sum(1).unsqueeze(1);
                    },
                    Tensor::sum);
            var result = new ArrayList<TeacherSignal.Top>();
            int at = 0;
            for (int count : pack.counts()) {
                result.add(new TeacherSignal.Top(
                        width,
                        Arrays.copyOfRange(ids, at * width, (at + count) * width),
                        Arrays.copyOfRange(logProbs, at * width, (at + count) * width)));
                at += count;
            }
            return result;
        }
    }

    private interface Pass<T> {
        List<T> of(Transformer own, List<Sequence> sequences);
    }

    private <T> List<T> passes(List<Sequence> sequences, int threads, Pass<T> pass) {
        var passes = new ArrayList<Callable<List<T>>>();
        int from = 0;
        while (from < sequences.size()) {
            int to = from;
            int tokens = 0;
            while (to < sequences.size()
                    && (to == from || tokens + sequences.get(to).ids().length <= TOKENS_AT_ONCE)) {
                tokens += sequences.get(to++).ids().length;
            }
            List<Sequence> some = sequences.subList(from, to);
            passes.add(() -> with(own -> pass.of(own, some)));
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
                result.add(Arrays.copyOfRange(flat, at, at + count));
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
