package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A program of a few calculations on a digit, one after the other.
 *
 * @param steps at least one
 */
record SmallProgram(List<Step> steps) {
    private static final int LARGEST_OPERAND = 5;

    /** A calculation. How often lessons tell its true result differs: sums are known, products half known. */
    enum Operation {
        PLUS("+", 1),
        MINUS("-", 0.8),
        TIMES("*", 0.5);

        private final String sign;
        private final double known;

        Operation(String sign, double known) {
            this.sign = sign;
            this.known = known;
        }

        int of(int value, int operand) {
            return switch (this) {
                case PLUS -> value + operand;
                case MINUS -> value - operand;
                case TIMES -> value * operand;
            };
        }
    }

    /** A calculation with its second number. */
    record Step(Operation operation, int operand) {
        int of(int value) {
            return operation.of(value, operand);
        }

        String told(int value, int result) {
            return "%d %s %d = %d".formatted(value, operation.sign, operand, result);
        }
    }

    SmallProgram {
        steps = List.copyOf(steps);
    }

    static SmallProgram drawn(RandomGenerator random, int steps) {
        var drawn = new ArrayList<Step>();
        while (drawn.size() < steps) {
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            drawn.add(new Step(operation, 1 + random.nextInt(LARGEST_OPERAND)));
        }
        return new SmallProgram(drawn);
    }

    /** Its code. */
    String code() {
        var code = new StringBuilder();
        String before = "workflow_input()";
        for (Step step : steps) {
            code.append("x = %s %s %d\n".formatted(before, step.operation.sign, step.operand));
            before = "x";
        }
        return code.append("stop_and_output(output=x)").toString();
    }

    int output(int input) {
        int value = input;
        for (Step step : steps) {
            value = step.of(value);
        }
        return value;
    }

    /** What it does in words: its signs. */
    String message() {
        return String.join(" ", steps.stream().map(step -> step.operation.sign).toList());
    }

    /**
     * The calculations for an input as somebody tells them who may have a result wrong, and the last result.
     *
     * @param least how often a result is right at least
     */
    Told told(int input, RandomGenerator random, double least) {
        var told = new ArrayList<String>();
        int value = input;
        for (Step step : steps) {
            int result = random.nextDouble() < Math.max(least, step.operation.known)
                    ? step.of(value)
                    : step.of(value) + 1 + random.nextInt(LARGEST_OPERAND);
            told.add(step.told(value, result));
            value = result;
        }
        return new Told(String.join(", ", told), value);
    }

    /** Calculations and what they come to. */
    record Told(String text, int result) {}
}
