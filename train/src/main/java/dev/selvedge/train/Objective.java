package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.model.Transformer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What training makes smaller. The loss of an optimiser step is the sum of {@link #loss} over its examples divided by
 * the sum of their {@link #weight}, so it does not depend on how the step is cut into passes.
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

    /** What one example contributes to the divisor, for example its supervised tokens. 0: nothing can be learned. */
    double weight(E example);

    /** Everything about the examples that training depends on. */
    ContentHash fingerprint(List<E> examples);

    /** The summed loss of some examples, a differentiable scalar. Called within a scope that frees it. */
    Tensor loss(Transformer transformer, List<E> examples);
}
