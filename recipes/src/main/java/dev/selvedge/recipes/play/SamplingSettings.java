package dev.selvedge.recipes.play;

import dev.selvedge.core.Sampling;
import dev.selvedge.synth.play.Player;

/**
 * How the roles of DARC sample. What a draw leaves out is left out of the samples alone. The probabilities that training
 * compares, new with old and new with the reader's, are those of the whole distribution at temperature 1 on both sides;
 * verl does the same but for the temperature, by which it divides, and which is 1 in all that is published. No ratio
 * corrects for what could not be drawn, there or here.
 *
 * @param asker the Questioner's rollouts in stage 1
 * @param curriculum the questions of the trained Questioner
 * @param witnesses the frozen Solvers, with and without the document, which measure in stage 1 and in the curriculum
 * @param teacher the labels of stage 2, and the Solver's own votes that they are compared with
 * @param student the Solver's rollouts in stage 2
 */
public record SamplingSettings(Draw asker, Draw curriculum, Draw witnesses, Draw teacher, Draw student) {
    /**
     * How the tokens of a role are drawn.
     *
     * @param temperature 0 is greedy
     * @param topP only the most probable tokens that together have this probability are drawn, 1 for all
     * @param topK only so many of the most probable tokens are drawn, 0 for all
     */
    public record Draw(double temperature, double topP, int topK) {
        /** From the whole distribution. */
        public static final Draw WHOLE = new Draw(1, 1, 0);

        public Draw {
            sampling(temperature, topP, topK, 1);
        }

        private static Sampling sampling(double temperature, double topP, int topK, int maxTokens) {
            return Sampling.at(temperature, maxTokens).withTopP(topP).withTopK(topK);
        }

        /** The role that draws so; how much it may say stays. */
        Player by(Player role) {
            return new Player(
                    role.view(),
                    role.wording(),
                    sampling(temperature, topP, topK, role.sampling().maxTokens()));
        }
    }

    /** All of it, at temperature 1. */
    static final SamplingSettings WHOLE =
            new SamplingSettings(Draw.WHOLE, Draw.WHOLE, Draw.WHOLE, Draw.WHOLE, Draw.WHOLE);

    /**
     * As in the published code: top-p 0.99 in the rollouts of both trainers, top-k 40 in the service that measures, top-p
     * 0.95 for labels. Its script asks the trained Questioner with what the server does by default; that is everything
     * here.
     */
    static final SamplingSettings PUBLISHED = new SamplingSettings(
            new Draw(1, 0.99, 0), Draw.WHOLE, new Draw(1, 1, 40), new Draw(1, 0.95, 0), new Draw(1, 0.99, 0));
}
