package dev.selvedge.train;

import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes losses and gradients of one transformer on several threads. Each thread takes some of the examples and adds
 * to gradients of its own, which are then summed in a fixed order; so the result depends on the number of threads, by
 * rounding, and not on their timing.
 */
final class Gradients<E> implements AutoCloseable {
    private final Objective<E> objective;
    private final int maxTokensPerPass;
    private final Workers workers;
    /** The transformer itself, then others that share its weights. */
    private final List<Transformer> transformers = new ArrayList<>();

    Gradients(Transformer transformer, Objective<E> objective, TrainingSettings settings) {
        this.objective = objective;
        this.maxTokensPerPass = settings.batch().maxTokensPerPass();
        this.workers = new Workers(settings.threads());
        transformers.add(transformer);
        while (transformers.size() < workers.count()) {
            transformers.add(transformer.sharing());
        }
    }

    /**
     * Replaces the transformer's gradients by those of the mean loss of some examples.
     *
     * @param measures takes what the objective tells of the passes
     * @return the mean loss
     */
    double compute(List<E> examples, Measures measures) {
        double divisor = objective.divisor(examples);
        List<List<E>> shares = shares(examples);
        List<Measures> told = transformers.stream().map(t -> new Measures()).toList();
        double sum = workers
                .run(tasks(i -> {
                    Transformer transformer = transformers.get(i);
                    try (var scope = Torch.scope()) {
                        transformer.parameters().gradients().zero_();
                    }
                    double loss = 0;
                    for (List<E> pass : passes(shares.get(i))) {
                        try (var scope = Torch.scope()) {
                            Tensor part = objective
                                    .loss(transformer, pass, told.get(i))
                                    .div(new Scalar(divisor));
                            transformer.backward(part);
                            loss += part.item_double();
                        }
                    }
                    return loss;
                }))
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        told.forEach(measures::add);
        return sum;
    }

    /** Sums the threads' gradients into the transformer's and returns their norm. */
    double gather() {
        double square = workers
                .run(tasks(i -> {
                    try (var scope = Torch.scope()) {
                        long from = start(i);
                        Tensor sum = slice(0, from, start(i + 1));
                        for (int other = 1; other < transformers.size(); other++) {
                            sum.add_(slice(other, from, start(i + 1)));
                        }
                        double norm = sum.norm().item_double();
                        return norm * norm;
                    }
                }))
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return Math.sqrt(square);
    }

    /** Scales the transformer's gradients and moves its weights by them. */
    void apply(AdamW optimiser, int step, double learningRate, double scale) {
        workers.run(tasks(i -> {
            try (var scope = Torch.scope()) {
                if (scale != 1) {
                    slice(0, start(i), start(i + 1)).mul_(new Scalar(scale));
                }
                optimiser.step(step, learningRate, start(i), start(i + 1));
                return true;
            }
        }));
    }

    /** The mean loss of some examples, without gradients. */
    double evaluate(List<E> examples) {
        List<List<E>> shares = shares(examples);
        double sum = workers
                .run(tasks(i -> {
                    double loss = 0;
                    for (List<E> pass : passes(shares.get(i))) {
                        try (var scope = Torch.scope();
                                var noGradient = new NoGradGuard()) {
                            loss += objective
                                    .loss(transformers.get(i), pass, new Measures())
                                    .item_double();
                        }
                    }
                    return loss;
                }))
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return sum / objective.divisor(examples);
    }

    private interface Task<T> {
        T run(int worker);
    }

    private <T> List<Callable<T>> tasks(Task<T> task) {
        return IntStream.range(0, transformers.size())
                .<Callable<T>>mapToObj(i -> () -> task.run(i))
                .toList();
    }

    private Tensor slice(int transformer, long from, long to) {
        return transformers.get(transformer).parameters().gradients().narrow(0, from, to - from);
    }

    /** Where a worker's range of the flat buffers starts. */
    private long start(int worker) {
        return transformers.getFirst().parameters().size() * worker / transformers.size();
    }

    /** The examples dealt to the threads, the longest first, each to the thread that has the fewest tokens yet. */
    private List<List<E>> shares(List<E> examples) {
        var shares = new ArrayList<List<E>>();
        long[] tokens = new long[transformers.size()];
        transformers.forEach(t -> shares.add(new ArrayList<>()));
        List<E> longestFirst = examples.stream()
                .sorted(Comparator.comparingInt((E e) -> -objective.tokens(e)))
                .toList();
        for (E example : longestFirst) {
            int least = 0;
            for (int i = 1; i < tokens.length; i++) {
                least = tokens[i] < tokens[least] ? i : least;
            }
            shares.get(least).add(example);
            tokens[least] += objective.tokens(example);
        }
        return shares;
    }

    /** Cuts examples into runs of at most the tokens of one pass; a longer example is a pass of its own. */
    private List<List<E>> passes(List<E> examples) {
        var passes = new ArrayList<List<E>>();
        var pass = new ArrayList<E>();
        int tokens = 0;
        for (E example : examples) {
            int more = objective.tokens(example);
            if (!pass.isEmpty() && tokens + more > maxTokensPerPass) {
                passes.add(List.copyOf(pass));
                pass.clear();
                tokens = 0;
            }
            pass.add(example);
            tokens += more;
        }
        if (!pass.isEmpty()) {
            passes.add(List.copyOf(pass));
        }
        return passes;
    }

    @Override
    public void close() {
        workers.close();
        transformers.stream().skip(1).forEach(Transformer::close);
    }
}
