package dev.selvedge.synth.baseline;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.play.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reward of R-Zero's Challenger as its code has it: how uncertain the Solver is about a question, less the share of
 * its batch that is nearly the same question.
 *
 * @param lessDuplicates whether the share is taken off
 */
public record RZeroReward(boolean lessDuplicates) {
    private static final Shape UNCERTAIN = new Shape.HalfTent();
    private static final String OPEN = "<question>";
    private static final String CLOSE = "</question>";

    /** The Solver. */
    public interface Solver {
        /**
         * The share of its answers that are the most frequent one.
         *
         * @param answer the Challenger's, of which the published code passes on the last character only
         */
        double successRate(String question, String answer);
    }

    /**
     * What a reply is worth.
     *
     * @param overall the reward
     * @param hasQuestion whether it has a question and an answer
     * @param duplicates share of the batch that its question's cluster is; replies without a question are one question
     */
    public record Scored(double overall, boolean hasQuestion, double duplicates) {}

    /** Scores a batch. */
    public List<Scored> score(List<String> replies, Solver solver) {
        List<String> questions =
                replies.stream().map(reply -> question(reply).orElse("")).toList();
        double[] shares = QuestionClusters.of(questions).shares(QuestionClusters.DISTANCE);
        List<Scored> scores = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            String question = questions.get(i);
            double uncertainty = -1;
            if (!question.isEmpty()) {
                String boxed = PublishedGrader.boxed(replies.get(i));
                double rate =
                        solver.successRate(question, boxed.substring(boxed.offsetByCodePoints(boxed.length(), -1)));
                uncertainty = UNCERTAIN.of(rate, 0);
            }
            scores.add(new Scored(uncertainty - (lessDuplicates ? shares[i] : 0), !question.isEmpty(), shares[i]));
        }
        return scores;
    }

    /** The last question between its tags, in a reply whose last box is not empty. */
    private static Optional<String> question(String reply) {
        if (PublishedGrader.boxed(reply).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> last = Optional.empty();
        int open = reply.indexOf(OPEN);
        while (open >= 0) {
            int close = reply.indexOf(CLOSE, open);
            if (close < 0) {
                break;
            }
            last = Optional.of(PythonSpace.strip(reply.substring(open + OPEN.length(), close)));
            open = reply.indexOf(OPEN, close);
        }
        return last;
    }
}
