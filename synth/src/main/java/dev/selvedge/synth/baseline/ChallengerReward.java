package dev.selvedge.synth.baseline;

/**
 * The reward of SPICE's Challenger (arXiv 2510.24684): highest where the Reasoner's answers to a question vary most.
 *
 * @param mean the variance with the highest reward, 0.25 as published, where half of the answers are right
 * @param width standard deviation of the bell; nothing is rewarded where it is not above 0
 * @param invalid of a reply that is refused, −0.1 in the paper, −1 in DARC's copy
 */
public record ChallengerReward(double mean, double width, double invalid) {
    public static final ChallengerReward PAPER = new ChallengerReward(0.25, 0.1, -0.1);
    public static final ChallengerReward AS_IN_DARC = new ChallengerReward(0.25, 0.1, -1);

    /** Of a valid question, by the variance of right and wrong among its answers. */
    public double ofVariance(double variance) {
        double off = variance - mean;
        return width > 0 ? Math.exp(-off * off / (2 * width * width)) : 0;
    }

    /** Of a valid question, by the share of its answers that are right. */
    public double ofSuccessRate(double rate) {
        return ofVariance(rate * (1 - rate));
    }
}
