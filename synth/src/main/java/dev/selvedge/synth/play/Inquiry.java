package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds something out about proposals: a gate keeps or refuses them, a labeller adds what is right, an estimator how often
 * it is met. Inquiries stand one after the other in the order of their cost, and each gets only what all before it kept.
 * What cannot be found out because a service fails is postponed: it is neither kept nor refused, and no number.
 */
@FunctionalInterface
public interface Inquiry {
    /**
     * Looks at proposals.
     *
     * @return for each what became of it: the task, perhaps with new fields; a reason for refusing it; or why nobody knows
     */
    List<Outcome<Task>> of(List<Task> proposals);

    /** This inquiry, and then another on what it keeps. */
    default Inquiry then(Inquiry next) {
        return proposals -> {
            var outcomes = new ArrayList<>(of(proposals));
            var kept = new ArrayList<Integer>();
            var left = new ArrayList<Task>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Kept<Task>(List<Task> records)) {
                    kept.add(i);
                    left.add(records.getFirst());
                }
            }
            List<Outcome<Task>> further = left.isEmpty() ? List.of() : next.of(left);
            for (int i = 0; i < left.size(); i++) {
                outcomes.set(kept.get(i), further.get(i));
            }
            return outcomes;
        };
    }

    /** The same, but what it refuses is kept as it is. */
    default Inquiry orAsItIs() {
        return proposals -> {
            var outcomes = new ArrayList<>(of(proposals));
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Rejected<Task>) {
                    outcomes.set(i, Outcome.keep(proposals.get(i)));
                }
            }
            return outcomes;
        };
    }

    /** Inquiries in this order. */
    static Inquiry inOrder(List<Inquiry> inquiries) {
        return inquiries.stream().reduce(Inquiry.each(Outcome::keep), Inquiry::then);
    }

    /** Looks at each proposal by itself. */
    static Inquiry each(Function<Task, Outcome<Task>> one) {
        return proposals -> proposals.stream().map(one).toList();
    }
}
