package dev.selvedge.synth.darc;

import dev.selvedge.core.Policy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.judge.answer.AnswerEquivalence;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.darc.QuestionGates.Form;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.LevelRanking;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How DARC's gates, votes and rewards behave where its published code and our repairs of it differ. */
public enum DarcProfile {
    /** As the published code does, with its constants. */
    PARITY,
    /**
     * Repaired: answers are the same if they mean the same, at every vote; a label needs agreement in stage 1 too; levels
     * are compared by their means; questions that speak of the document or are about something else are refused, and so
     * are those that nearly repeat another of the curriculum; nothing is learned where a judge does not decide or where
     * there is no label, and such questions are in no divisor.
     */
    DEFAULT;

    /** The share of agreeing answers that a label needs in stage 2, and by default in stage 1. */
    public static final double LEAST_SHARE = 0.3;

    private static final double MOST_COPIED = 0.8;
    private static final double REFUSED = -1;
    private static final double NEVER_SOLVED = -0.1;
    private static final double MARGIN = 0.2;
    private static final double WEIGHT = 0.5;

    /** The answer in a reply; empty where there is none. */
    public String answer(String reply) {
        String boxed = PublishedGrader.boxed(reply);
        return PublishedSolver.isNone(boxed) ? "" : boxed;
    }

    /** Whether two answers say the same. */
    public boolean same(String one, String other) {
        return this == PARITY ? PublishedSolver.same(one, other) : AnswerEquivalence.same(one, other);
    }

    /** How answers are read and compared. */
    public Grading grading() {
        return new Grading(this::answer, this::same);
    }

    /** How they are compared where a label is voted in stage 2: as published, by their letters. */
    public Grading voting() {
        return this == PARITY ? new Grading(this::answer, String::equals) : grading();
    }

    /** The share of agreeing answers that a reference needs in stage 1. */
    public double leastShareOfReference() {
        return this == PARITY ? 0 : LEAST_SHARE;
    }

    /** Whether a question without a label stays in the batch with an advantage of nothing; else it is left out. */
    public boolean mutesUnlabelled() {
        return this == PARITY;
    }

    /** What a question has to pass before a Solver is asked; the published code looks for copies later, to the same end. */
    public Inquiry cheapGates(Form form) {
        var gates = new ArrayList<>(List.of(QuestionGates.read(form), QuestionGates.options()));
        if (this == DEFAULT) {
            gates.add(QuestionGates.standsAlone());
        }
        gates.add(QuestionGates.notCopied(MOST_COPIED));
        return Inquiry.inOrder(gates);
    }

    /**
     * Whether questions are about their documents, after the gates that cost nothing; without a judge the published code
     * takes all for it, and the repaired one goes by their words.
     *
     * @param judge null for none
     * @param leastWords share of a question's content words that the document has to hold where there is no judge
     */
    public Inquiry related(@Nullable Policy judge, double leastWords) {
        if (judge != null) {
            return new RelationJudge(judge, this == PARITY);
        }
        return this == PARITY ? Inquiry.each(Outcome::keep) : QuestionGates.sharesWords(leastWords);
    }

    /** Whether questions of a curriculum repeat each other; the published code never asks. */
    public Inquiry distinct() {
        return this == PARITY ? Inquiry.each(Outcome::keep) : DistinctQuestions.STANDARD;
    }

    /**
     * The Solver's reward for a reply, mostly for the answer and a little for its form. By default a right answer is right
     * whatever stands beside it.
     *
     * @param label empty where there is none
     */
    public double solverReward(String reply, String label) {
        if (this == PARITY) {
            return SolverReward.PUBLISHED.score(reply, label).overall();
        }
        return solverReward(reply, label, grading());
    }

    /** The same where answers are read and compared in another way. */
    public static double solverReward(String reply, String label, Grading grading) {
        String answer = grading.answer().apply(reply);
        double weight = SolverReward.PUBLISHED.formatWeight();
        boolean right = !answer.isEmpty() && !label.isEmpty() && grading.same().test(label, answer);
        return (right ? 1 - weight : 0) + (answer.isEmpty() ? 0 : weight);
    }

    /**
     * The Questioner's reward.
     *
     * @param targets wanted success of each level
     * @param repetition what is taken from a question that all others of its group repeat; nothing is as published
     */
    public ProposerReward questionerReward(Map<Integer, Double> targets, double repetition) {
        var terms = new ArrayList<ProposerReward.PeerTerm>();
        terms.add(this == PARITY ? new AdjacentRanking(MARGIN, WEIGHT) : new LevelRanking(MARGIN, WEIGHT));
        if (this == DEFAULT && repetition > 0) {
            terms.add(new RepeatedQuestions(DistinctQuestions.LIKENESS, repetition));
        }
        return new ProposerReward(
                new Shape.Anchor(targets, NEVER_SOLVED), REFUSED, Map.of(), Set.of(RelationJudge.UNCLEAR), terms, 0);
    }
}
