package dev.selvedge.synth.play;

import java.util.Map;

/** What a proposal is worth by how often it is solved: rewards for being uncertain, or hard, or as hard as it was to be. */
public sealed interface Shape {
    /**
     * The reward.
     *
     * @param success share of a solver's samples that are right, 0 to 1
     * @param level how hard the proposal was to be; shapes that know no levels leave it
     * @throws IllegalArgumentException if the shape has no such level
     */
    double of(double success, int level);

    /**
     * {@code 1 - |success - target(level)|}, and another value for what is never solved (DARC, section 3: -0.1).
     *
     * @param targets wanted success of each level
     */
    record Anchor(Map<Integer, Double> targets, double never) implements Shape {
        public Anchor {
            targets = Map.copyOf(targets);
        }

        @Override
        public double of(double success, int level) {
            Double target = targets.get(level);
            if (target == null) {
                throw new IllegalArgumentException("there is no level " + level);
            }
            return success == 0 ? never : 1 - Math.abs(success - target);
        }
    }

    /** {@code 1 - 2 |success - 1/2|} (R-Zero's paper; R-Few). */
    record Tent() implements Shape {
        @Override
        public double of(double success, int level) {
            return 1 - 2 * Math.abs(success - 0.5);
        }
    }

    /** {@code min(success, 1 - success)}: half of the tent (R-Zero's code). */
    record HalfTent() implements Shape {
        @Override
        public double of(double success, int level) {
            return Math.min(success, 1 - success);
        }
    }

    /**
     * {@code exp(-(v - mean)² / (2 width))} of the variance {@code v = success (1 - success)}, nothing without a width
     * (SPICE).
     *
     * @param mean 0.25 as published, where half is right
     * @param width 0.01 as published
     */
    record VarianceBell(double mean, double width) implements Shape {
        public VarianceBell(double width) {
            this(0.25, width);
        }

        @Override
        public double of(double success, int level) {
            double off = success * (1 - success) - mean;
            return width > 0 ? Math.exp(-off * off / (2 * width)) : 0;
        }
    }

    /**
     * {@code top - success} above a floor, else a fixed value: hard, but not unsolvable (Absolute Zero: 1 and 0;
     * PasoDoble: 1.1 and 0.2).
     *
     * @param below the value up to the floor: 0 as published, -0.5 in Absolute Zero's code
     */
    record Hardness(double top, double floor, double below) implements Shape {
        public Hardness(double top, double floor) {
            this(top, floor, 0);
        }

        @Override
        public double of(double success, int level) {
            return success > floor ? top - success : below;
        }
    }

    /** {@code 1 - success} (search self-play, adversarial games). */
    record Adversary() implements Shape {
        @Override
        public double of(double success, int level) {
            return 1 - success;
        }
    }
}
