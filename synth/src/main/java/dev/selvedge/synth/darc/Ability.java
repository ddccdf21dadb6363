package dev.selvedge.synth.darc;

import java.util.Locale;

/** What a corpus is of, which decides what answers are asked for (DARC, section 2.2). */
public enum Ability {
    /** Four answers of five are whole numbers, the others have decimals. */
    MATH,
    /** All answers are options. */
    GENERAL;

    private static final double WHOLE = 0.8;

    /**
     * The type of answer that a question is asked for.
     *
     * @param draw from 0 to 1, one for each question, so it may differ between the levels of a document
     */
    public AnswerType answerType(double draw) {
        return switch (this) {
            case MATH -> draw < WHOLE ? AnswerType.INTEGER : AnswerType.FLOAT;
            case GENERAL -> AnswerType.CATEGORICAL;
        };
    }

    /** The name in published records. */
    public String published() {
        return name().toLowerCase(Locale.ROOT);
    }
}
