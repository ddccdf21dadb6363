package dev.selvedge.judge.answer;

/**
 * Whether a prediction says what the reference says.
 *
 * @param strict whether both are the same answer written the same way, typography aside, with nothing around it
 * @param lenient whether the answers found in both mean the same; true wherever {@code strict} is
 * @param rule what decided the lenient verdict
 * @param gold what was found in the reference
 * @param prediction what was found in the prediction
 */
public record AnswerComparison(boolean strict, boolean lenient, Rule rule, Side gold, Side prediction) {
    /** What decided. */
    public enum Rule {
        /** The same text, typography aside. */
        TEXT,
        /** The same option letter. */
        OPTION,
        /** The same words, but for case and punctuation. */
        WORDS,
        /** The same exact number. */
        NUMBER,
        /** Equal when both are rounded to six decimals, one being written as a decimal. */
        ROUNDED,
        /** Equal but for a percent sign, or as a percentage and its share. */
        PERCENT,
        /** Equal once units are converted, or but for a unit that only one has. */
        UNIT,
        /** The same expression after collecting terms. */
        EXPRESSION,
        /** Equal to twelve digits for several values of the letters. */
        NUMERIC,
        /** The same parts: of a tuple, set, list, matrix, interval or union. */
        PARTS,
        /** The same equation or inequality, or the same set as one. */
        RELATION,
        /** The value after the equals sign. */
        ASSIGNMENT,
        /** They differ, or nothing shows that they are equal. */
        DIFFERENT
    }

    /**
     * An answer as it was found.
     *
     * @param extraction by which sign, and the words
     * @param form what was compared, in a normal form
     */
    public record Side(Extraction extraction, String form) {}
}
