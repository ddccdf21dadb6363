package dev.selvedge.train.objective;

import dev.selvedge.core.UserException;

/** What settings of objectives must be. */
final class Checks {
    private Checks() {}

    static void positive(String name, double value) {
        require(value > 0 && Double.isFinite(value), name, value, "a number above 0");
    }

    static void notNegative(String name, double value) {
        require(value >= 0 && Double.isFinite(value), name, value, "a number of at least 0");
    }

    static void require(boolean holds, String name, double value, String expected) {
        if (!holds) {
            throw new UserException("The objective's " + name + " is " + value + ", but must be " + expected + ".");
        }
    }
}
