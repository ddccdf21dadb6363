package dev.selvedge.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an If asks.
 *
 * @param all whether all comparisons must hold, or any; true where there is only one
 * @param comparisons at least one
 */
public record Condition(boolean all, List<Comparison> comparisons) {
    public Condition {
        comparisons = List.copyOf(comparisons);
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("a condition has at least one comparison");
        }
        all |= comparisons.size() == 1;
    }

    public static Condition of(Comparison comparison) {
        return new Condition(true, List.of(comparison));
    }

    /**
     * One comparison.
     *
     * @param left what is compared
     * @param right the operand, null for {@code HAS_VALUE}, {@code HAS_NO_VALUE} and {@code IS_TODAY}
     * @param upper the second operand of {@code BETWEEN}, else null
     */
    public record Comparison(
            Value left,
            Operator operator,
            @Nullable Value right,
            @Nullable Value upper) {}

    /** Operators with their codes in the file. */
    public enum Operator {
        LESS(0),
        AT_MOST(1),
        GREATER(2),
        AT_LEAST(3),
        EQUALS(4),
        NOT_EQUALS(5),
        BEGINS_WITH(8),
        ENDS_WITH(9),
        CONTAINS(99),
        NOT_CONTAINS(999),
        HAS_VALUE(100),
        HAS_NO_VALUE(101),
        IN_NEXT(1000),
        IN_LAST(1001),
        IS_TODAY(1002),
        BETWEEN(1003);

        private final int code;

        Operator(int code) {
            this.code = code;
        }

        /** The code in {@code WFCondition}. */
        public int code() {
            return code;
        }
    }
}
