package dev.selvedge.workflow.python;

/**
 * How promising a reading is.
 *
 * @param cost of the errors in it
 * @param progress how many nodes it added since its last error
 * @param broken whether it is in an error now
 */
record Rank(int cost, int progress, int precedence, boolean broken) {
    private static final int MUCH = 16 * ErrorCost.TREE;

    /** Which of two is better, and whether by so much that the other can go. */
    enum Order {
        FIRST_ALONE,
        FIRST,
        EQUAL,
        SECOND,
        SECOND_ALONE;

        Order turned() {
            return switch (this) {
                case FIRST_ALONE -> SECOND_ALONE;
                case FIRST -> SECOND;
                case EQUAL -> EQUAL;
                case SECOND -> FIRST;
                case SECOND_ALONE -> FIRST_ALONE;
            };
        }
    }

    static Rank of(Stack.Head head) {
        boolean paused = head.status == Stack.Status.PAUSED;
        return new Rank(
                head.errorCost() + (paused ? ErrorCost.TREE : 0),
                head.progressSinceError(),
                head.node.precedence,
                paused || head.node.state == Language.ERROR_STATE);
    }

    Order compare(Rank other) {
        if (broken != other.broken) {
            return broken ? other.compare(this).turned() : cost < other.cost ? Order.FIRST_ALONE : Order.FIRST;
        }
        if (cost > other.cost) {
            return other.compare(this).turned();
        }
        if (cost < other.cost) {
            boolean alone = Integer.compareUnsigned((other.cost - cost) * (1 + progress), MUCH) > 0;
            return alone ? Order.FIRST_ALONE : Order.FIRST;
        }
        return precedence > other.precedence ? Order.FIRST : precedence < other.precedence ? Order.SECOND : Order.EQUAL;
    }
}
