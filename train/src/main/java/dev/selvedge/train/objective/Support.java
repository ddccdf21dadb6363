package dev.selvedge.train.objective;

/** Over which outcomes a student is compared with its teacher. */
public sealed interface Support {
    /** The whole vocabulary; the teacher must be at hand. */
    record Full() implements Support {}

    /**
     * The teacher's most probable tokens.
     *
     * @param tokens how many, at least 1
     * @param rest what becomes of all others
     */
    record Top(int tokens, Rest rest) implements Support {
        public Top {
            Checks.require(tokens >= 1, "tokens", tokens, "at least 1");
        }
    }

    /**
     * The one token that stands in the sequence: the estimate log q - log p of KL(q ‖ p) where the student sampled it,
     * with the gradient whose expectation is the divergence's (that of half its square).
     */
    record Sampled() implements Support {}

    /** What becomes of the tokens outside of the top. */
    enum Rest {
        /** They are one more outcome, whose probability is the sum of theirs. */
        LUMPED,
        /** They are left out, and the probabilities of the others divided by their sum, the teacher's and the student's. */
        RENORMALISED
    }
}
