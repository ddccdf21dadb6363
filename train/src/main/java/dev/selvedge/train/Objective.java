package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.model.Transformer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What training makes smaller. The loss of an optimiser step is the sum of {@link #loss} over its examples divided by
 * their {@link #divisor}, which is known before the first pass and by default is the sum of their {@link #weight}. The
 * loss of an example depends on nothing but the example and the model. So the step does not depend on how it is cut into
 * passes.
 *
 * @param <E> what is learned from
 */
public interface Objective<E> {
    /** Name for records. */
    String name();

    /** The id of an example, for rejects. */
    String id(E example);

    /** Tokens that go through the model for one example. */
    int tokens(E example);

    /** Tokens of an example's longest sequence, where it has several. */
    default int longest(E example) {
        return tokens(example);
    }

    /** What one example contributes to the divisor, for example its supervised tokens. 0: nothing can be learned. */
    double weight(E example);

    /** By what the summed loss of the examples of one optimiser step is divided. */
    default double divisor(List<E> step) {
        return step.stream().mapToDouble(this::weight).sum();
    }

    /** Everything about the examples that training depends on. */
    ContentHash fingerprint(List<E> examples);

    /**
     * The summed loss of some examples, a differentiable scalar. Called within a scope that frees it, by several threads
     * at once with a transformer of its own for each.
     *
     * @param measures takes what else is worth knowing of the pass
     */
    Tensor loss(Transformer transformer, List<E> examples, Measures measures);
}
