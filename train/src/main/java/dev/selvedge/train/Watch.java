package dev.selvedge.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks on while a model is trained, and says when it must end. What it saw is part of every checkpoint. */
final class Watch {
    private static final int WINDOW = 20;

    /**
     * A measurement on held-out examples.
     *
     * @param step steps done
     * @param loss mean over the supervised tokens
     */
    record Evaluation(int step, double loss) {}

    /**
     * What a watch saw.
     *
     * @param firstLosses of the first steps
     * @param lastLosses of the last steps
     * @param firstNorms of the gradients of the first steps
     * @param lastNorms of the last ones
     * @param evaluations all so far
     */
    record State(
            List<Double> firstLosses,
            List<Double> lastLosses,
            List<Double> firstNorms,
            List<Double> lastNorms,
            List<Evaluation> evaluations) {
        State {
            firstLosses = List.copyOf(firstLosses);
            lastLosses = List.copyOf(lastLosses);
            firstNorms = List.copyOf(firstNorms);
            lastNorms = List.copyOf(lastNorms);
            evaluations = List.copyOf(evaluations);
        }
    }

    private final TrainingSettings.WatchSettings settings;
    private final List<Double> firstLosses = new ArrayList<>();
    private final List<Double> lastLosses = new ArrayList<>();
    private final List<Double> firstNorms = new ArrayList<>();
    private final List<Double> lastNorms = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();

    Watch(TrainingSettings.WatchSettings settings) {
        this.settings = settings;
    }

    State state() {
        return new State(firstLosses, lastLosses, firstNorms, lastNorms, evaluations);
    }

    void resume(State state) {
        firstLosses.addAll(state.firstLosses);
        lastLosses.addAll(state.lastLosses);
        firstNorms.addAll(state.firstNorms);
        lastNorms.addAll(state.lastNorms);
        evaluations.addAll(state.evaluations);
    }

    /** Takes note of a step; what is wrong, or null. */
    @Nullable
    String stepped(double loss, double norm) {
        note(loss, firstLosses, lastLosses);
        note(norm, firstNorms, lastNorms);
        if (lastLosses.size() < WINDOW) {
            return null;
        }
        double first = mean(firstLosses);
        double last = mean(lastLosses);
        if (first > 0 && last > first * settings.divergenceRatio()) {
            return "the mean loss of the last 20 steps is " + number(last) + ", of the first 20 " + number(first);
        }
        double firstNorm = mean(firstNorms);
        double lastNorm = mean(lastNorms);
        return firstNorm > 0 && lastNorm > firstNorm * settings.gradientRatio()
                ? "the mean norm of the gradients of the last 20 steps is " + number(lastNorm) + ", of the first 20 "
                        + number(firstNorm)
                : null;
    }

    private static void note(double value, List<Double> first, List<Double> last) {
        if (first.size() < WINDOW) {
            first.add(value);
            return;
        }
        last.add(value);
        if (last.size() > WINDOW) {
            last.removeFirst();
        }
    }

    /** Takes note of an evaluation; whether its loss is the least so far. */
    boolean evaluated(int step, double loss) {
        boolean least = evaluations.stream().allMatch(before -> loss < before.loss());
        evaluations.add(new Evaluation(step, loss));
        return least;
    }

    /** Why waiting for a lesser loss has no sense any more, or null. */
    @Nullable
    String patienceLost() {
        Evaluation best = best();
        if (settings.patience() == 0 || best == null) {
            return null;
        }
        int since = evaluations.size() - 1 - evaluations.indexOf(best);
        return since >= settings.patience()
                ? since + " evaluations in a row had no lesser loss than " + number(best.loss()) + " at step "
                        + best.step()
                : null;
    }

    /** The evaluation of least loss, the first of equal ones. */
    @Nullable
    Evaluation best() {
        Evaluation best = null;
        for (Evaluation evaluation : evaluations) {
            best = best == null || evaluation.loss() < best.loss() ? evaluation : best;
        }
        return best;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
