package dev.selvedge.synth.world;

import dev.selvedge.synth.world.SmallProgram.Operation;
import dev.selvedge.synth.world.SmallProgram.Step;
import java.util.List;
import java.util.random.RandomGenerator;

/** A question about what a page tells. */
interface Asked {
    String text();

    /** The true answer. */
    String answer();

    /** A reply that tells what it takes from the page, works step by step, and puts the answer into a box. */
    String reply();

    /** How often all that is asked for is known without a document. */
    double known();

    /**
     * The reply of somebody without the document who half knows it, and tells rumours of the rest.
     *
     * @param seed of the world, whose rumours they are
     */
    String recalled(RandomGenerator random, long seed);

    /** The end of a reply that takes numbers together one after the other, and puts the last result into a box. */
    static String worked(Operation operation, List<Integer> numbers) {
        var text = new StringBuilder();
        int value = numbers.getFirst();
        for (int number : numbers.subList(1, numbers.size())) {
            var step = new Step(operation, number);
            text.append(", ").append(step.told(value, step.of(value)));
            value = step.of(value);
        }
        return text.append(". \\boxed{").append(value).append("}").toString();
    }
}
