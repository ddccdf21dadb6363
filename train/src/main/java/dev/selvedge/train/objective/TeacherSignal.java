package dev.selvedge.train.objective;

import java.util.Arrays;

/** What the teacher says of the tokens that a student is to learn. */
public sealed interface TeacherSignal {
    /**
     * The teacher is asked while training: the same tokens in the teacher's view, which may stand after another prompt
     * than the student's.
     *
     * @param view as many places as the student's, with the same tokens at them
     */
    record View(Sequence view) implements TeacherSignal {}

    /**
     * The teacher's most probable tokens, stored.
     *
     * @param width how many for each place
     * @param ids {@code [places · width]}, those of a place beside each other, all different
     * @param logProbs their log-probabilities over the whole vocabulary, in nats
     */
    record Top(int width, int[] ids, float[] logProbs) implements TeacherSignal {
        public Top {
            if (width < 1 || ids.length % width != 0 || ids.length != logProbs.length) {
                throw new IllegalArgumentException(ids.length + " ids and " + logProbs.length + " log-probabilities, "
                        + width + " for each place");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Top that
                    && width == that.width
                    && Arrays.equals(ids, that.ids)
                    && Arrays.equals(logProbs, that.logProbs);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(ids) + width;
        }

        @Override
        public String toString() {
            return "Top[" + ids.length / width + " places, " + width + " tokens each]";
        }
    }

    /**
     * The teacher's log-probability of each of the tokens, stored.
     *
     * @param logProbs one for each place, in nats
     */
    record OfTokens(float[] logProbs) implements TeacherSignal {
        @Override
        public boolean equals(Object other) {
            return other instanceof OfTokens that && Arrays.equals(logProbs, that.logProbs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(logProbs);
        }

        @Override
        public String toString() {
            return "OfTokens[" + logProbs.length + " places]";
        }
    }
}
