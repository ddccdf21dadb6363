package dev.selvedge.eval.teval;

import dev.selvedge.core.python.PythonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * T-Eval's score of plans (Chen et al., T-Eval: Evaluating the Tool Utilization Capability of LLMs Step by Step, 2024;
 * and its published code). Steps are alike by 0.75 times the likeness of their names and 0.25 times that of their
 * arguments; steps that are alike by more than 0.8 may be the same.
 *
 * <p><b>Published</b>: a matching of largest weight, and of the matched steps the longest run in the right order. It
 * counts at least one step, so a plan without anything right has one step right; a plan of nothing but the end is an error.
 *
 * <p><b>Corrected</b>: the longest sequence of steps that are the same in both plans. Nothing right is 0; a plan of
 * nothing but the end has no steps; equal steps are never matched crosswise, so equal plans always score 1; and arguments
 * are alike by what they say, not by how their object is written.
 */
final class PlanScoring {
    private static final double NAME_WEIGHT = 0.75;
    private static final double ARGS_WEIGHT = 0.25;
    private static final double THRESHOLD = 0.8;

    private final Embedder embedder;

    PlanScoring(Embedder embedder) {
        this.embedder = embedder;
    }

    /** The published score; nothing where the published code ends with an error. */
    Optional<PlanScore> published(List<PlanStep> predicted, List<PlanStep> gold) {
        if (predicted.isEmpty() || gold.isEmpty()) {
            return Optional.of(PlanScore.UNREADABLE);
        }
        List<PlanStep> mine = work(predicted);
        List<PlanStep> right = work(gold);
        if (mine.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int[] matches = WeightedMatching.of(likeness(mine, right, PlanStep::args), right.size(), THRESHOLD);
        int most = 1;
        int[] run = new int[matches.length];
        for (int i = 0; i < matches.length; i++) {
            run[i] = 1;
            for (int j = 0; j < i && matches[i] >= 0; j++) {
                if (matches[j] >= 0 && matches[i] > matches[j]) {
                    run[i] = Math.max(run[i], run[j] + 1);
                }
            }
            most = Math.max(most, run[i]);
        }
        return Optional.of(PlanScore.of(most, mine.size(), right.size()));
    }

    PlanScore corrected(List<PlanStep> predicted, List<PlanStep> gold) {
        if (predicted.isEmpty() || gold.isEmpty()) {
            return PlanScore.UNREADABLE;
        }
        List<PlanStep> mine = work(predicted);
        List<PlanStep> right = work(gold);
        if (mine.isEmpty() || right.isEmpty()) {
            double same = mine.isEmpty() && right.isEmpty() ? 1 : 0;
            return new PlanScore(same, same, same, 1);
        }
        double[][] alike = likeness(mine, right, PlanScoring::content);
        int common = PlanScore.longestCommon(mine.size(), right.size(), (i, j) -> alike[i][j] > THRESHOLD);
        return PlanScore.of(common, mine.size(), right.size());
    }

    /** The steps in their order, without the end. */
    private static List<PlanStep> work(List<PlanStep> plan) {
        List<PlanStep> steps = new ArrayList<>(plan);
        steps.sort(Comparator.comparingLong(PlanStep::id));
        if (steps.getLast().isFinish()) {
            steps.removeLast();
        }
        return steps;
    }

    /** One text for all ways to write an object. */
    private static String content(PlanStep step) {
        return PlanReader.object(step.args()).map(PythonValue.Dict::identity).orElse(step.args());
    }

    private double[][] likeness(List<PlanStep> mine, List<PlanStep> right, Function<PlanStep, String> args) {
        double[][] names = cosines(mine, right, PlanStep::name);
        double[][] arguments = cosines(mine, right, args);
        double[][] alike = new double[mine.size()][right.size()];
        for (int i = 0; i < mine.size(); i++) {
            for (int j = 0; j < right.size(); j++) {
                alike[i][j] = names[i][j] * NAME_WEIGHT + arguments[i][j] * ARGS_WEIGHT;
            }
        }
        return alike;
    }

    private double[][] cosines(List<PlanStep> mine, List<PlanStep> right, Function<PlanStep, String> part) {
        List<double[]> directions =
                embedder
                        .embed(Stream.concat(mine.stream(), right.stream())
                                .map(part)
                                .toList())
                        .stream()
                        .map(PlanScoring::direction)
                        .toList();
        double[][] cosines = new double[mine.size()][right.size()];
        for (int i = 0; i < mine.size(); i++) {
            for (int j = 0; j < right.size(); j++) {
                cosines[i][j] = Math.max(0, product(directions.get(i), directions.get(mine.size() + j)));
            }
        }
        return cosines;
    }

    /** A vector of length 1; a vector without length stays as it is. */
    private static double[] direction(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        double[] direction = new double[vector.length];
        Arrays.setAll(direction, i -> vector[i] / length);
        return direction;
    }

    /**
     * Sums even and odd places apart. Which of several equal steps is matched hangs on the last bit of this sum, and so
     * the recorded scores come out.
     */
    private static double product(double[] a, double[] b) {
        double[] sums = new double[2];
        for (int i = 0; i < a.length; i++) {
            sums[i & 1] += a[i] * b[i];
        }
        return sums[0] + sums[1];
    }
}
