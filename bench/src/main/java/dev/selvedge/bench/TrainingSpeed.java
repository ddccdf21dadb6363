package dev.selvedge.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.Computation;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingEvent;
import dev.selvedge.train.TrainingSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.global.torch;

/**
 * How fast a small model trains, beside the same model in {@link BareTransformer bare libtorch calls}, step by step in
 * turn in one process with an equal number of threads. 5.4 million parameters: width 256, 6 layers, 8 heads and 4 for
 * keys, SwiGLU of 688, 4,096 tokens, tied embeddings; a step is 16 sequences of 256 tokens.
 */
public final class TrainingSpeed {
    private static final int SEQUENCES = 16;
    private static final int LENGTH = 256;
    private static final int WARM_UP = 2;
    private static final ModelConfig CONFIG =
            new ModelConfig(Family.LLAMA, 4_096, 256, 688, 6, 8, 4, 32, 1e-5, 10_000, LENGTH, true, 0.02, List.of());

    /** @param arguments rounds and threads; without them 7 and 1 */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        System.out.println("| one training step, " + threads + " thread" + (threads == 1 ? "" : "s") + ", median of "
                + rounds + " | processor ms | tokens a processor second | bare libtorch, processor ms | ratio |");
        System.out.println("|---|---|---|---|---|");
        for (Arithmetic arithmetic : Arithmetic.values()) {
            for (boolean recomputed : new boolean[] {false, true}) {
                var computation = new Computation(arithmetic, recomputed);
                new TrainingSpeed(computation, rounds, threads).print();
            }
        }
        System.out.println();
        System.out.println(
                "Bare libtorch stands for PyTorch, which is not part of this measurement; it keeps everything"
                        + " between forward and backward pass. OPENBLAS_CORETYPE is "
                        + System.getenv("OPENBLAS_CORETYPE")
                        + ", THP_MEM_ALLOC_ENABLE is " + System.getenv("THP_MEM_ALLOC_ENABLE") + " (unset means 1).");
    }

    private final Computation computation;
    private final double[] ours;
    private final double[] bare;

    /**
     * Trains with Selvedge, and after each step takes one in bare libtorch. The first of each are not counted: they make
     * what later ones use again. Seconds are the processor's, as those of a clock on the wall would also tell of whatever
     * else the machine does.
     */
    private TrainingSpeed(Computation computation, int rounds, int threads) {
        this.computation = computation;
        this.ours = new double[rounds];
        this.bare = new double[rounds];
        int[] ids = new Random(1).ints(SEQUENCES * LENGTH, 0, 4_096).toArray();
        try (var transformer = Transformer.fresh(CONFIG, 1);
                var other = new BareTransformer(CONFIG, computation.arithmetic() == Arithmetic.BFLOAT16)) {
            torch.set_num_threads(threads);
            var settings = TrainingSettings.defaults()
                    .withSteps(rounds + WARM_UP)
                    .withExamplesPerStep(SEQUENCES)
                    .withLearningRate(1e-4, 0)
                    .withThreads(threads)
                    .with(computation);
            long[] start = {processorNanos()};
            new Trainer<>(transformer, new NextToken(), settings).train(examples(ids), List.of(), null, event -> {
                if (event instanceof TrainingEvent.Stepped) {
                    long middle = processorNanos();
                    double loss = other.step(ids, SEQUENCES);
                    long end = processorNanos();
                    if (!Double.isFinite(loss)) {
                        throw new IllegalStateException("the loss is " + loss);
                    }
                    if (event.step() > WARM_UP) {
                        ours[event.step() - WARM_UP - 1] = (middle - start[0]) / 1e9;
                        bare[event.step() - WARM_UP - 1] = (end - middle) / 1e9;
                    }
                    start[0] = end;
                }
            });
        }
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static List<Example> examples(int[] ids) {
        var examples = new ArrayList<Example>();
        boolean[] supervised = new boolean[LENGTH];
        Arrays.fill(supervised, true);
        for (int i = 0; i < SEQUENCES; i++) {
            examples.add(new Example("e" + i, Arrays.copyOfRange(ids, i * LENGTH, (i + 1) * LENGTH), supervised));
        }
        return examples;
    }

    private void print() {
        // Of steps next to each other, so that what disturbs meets both.
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> bare[i] / ours[i]);
        System.out.println("| %s%s | %.0f | %,.0f | %.0f | %.2f |"
                .formatted(
                        computation.arithmetic(),
                        computation.recomputesBlocks() ? ", blocks computed twice" : "",
                        median(ours) * 1e3,
                        SEQUENCES * LENGTH / median(ours),
                        median(bare) * 1e3,
                        median(ratios)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
