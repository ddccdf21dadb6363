package dev.selvedge.synth.darc;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a policy, greedily, whether questions are about their documents (DARC, step 7), and refuses those that are not.
 * Where it fails the published code takes a question for related; repaired, a judge out of reach leaves the question
 * undecided, and a reply that says neither yes nor no refuses it as {@link #UNCLEAR}, for which nothing is to be learned.
 *
 * @param judge the policy
 * @param asPublished how replies are read, and what a failure means
 */
public record RelationJudge(Policy judge, boolean asPublished) implements Inquiry {
    /** Reason for refusing a question that is about something else. */
    public static final String UNRELATED = "unrelated";

    /** Reason for refusing a question of which the judge did not say whether it is. */
    public static final String UNCLEAR = "not-judged";

    /** Characters of a document that are shown; the judge is told where there are more. */
    private static final int MOST_CHARACTERS = 20_000;

    /** Enough for a model that thinks aloud. */
    private static final int MOST_TOKENS = 1_024;

    private static final int LONGEST_SHOWN = 200;

    private static final PromptText RELATED =
            PromptText.load(RelationJudge.class, "related", Set.of("extent", "document", "question"));

    private static final Player JUDGE = new Player(
            new View("judge", Set.of(Fields.DOCUMENT, Fields.QUESTION)),
            RelationJudge::wording,
            Sampling.greedy(MOST_TOKENS));

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        List<List<Reply>> replies = JUDGE.ask(judge, proposals, 1, 0);
        var outcomes = new ArrayList<Outcome<Task>>();
        for (int i = 0; i < proposals.size(); i++) {
            outcomes.add(judged(proposals.get(i), replies.get(i).getFirst()));
        }
        return outcomes;
    }

    private static List<Message> wording(Task visible) {
        String document = visible.text(Fields.DOCUMENT);
        int length = document.codePointCount(0, document.length());
        boolean whole = length <= MOST_CHARACTERS;
        return List.of(Message.user(RELATED.fill(Map.of(
                "extent",
                whole ? "the whole of it" : "the first " + MOST_CHARACTERS + " of its " + length + " characters",
                "document",
                whole ? document : document.substring(0, document.offsetByCodePoints(0, MOST_CHARACTERS)),
                "question",
                visible.text(Fields.QUESTION)))));
    }

    private Outcome<Task> judged(Task proposal, Reply reply) {
        return switch (reply) {
            case Reply.Failure(Fault fault, String reason) -> {
                if (asPublished) {
                    yield Outcome.keep(proposal);
                }
                yield fault == Fault.SYSTEM
                        ? Outcome.postpone("The judge of relation could not be asked: " + reason)
                        : Outcome.reject(UNCLEAR, "The judge " + judge.name() + " gave no reply: " + reason);
            }
            case Reply.Completion completion ->
                judged(proposal, completion.message().content());
        };
    }

    private Outcome<Task> judged(Task proposal, String said) {
        Relation relation = asPublished ? Relation.read(said) : Relation.readClear(said);
        if (asPublished ? relation.countsAsRelated() : relation == Relation.RELATED) {
            return Outcome.keep(proposal);
        }
        return relation == Relation.UNRELATED
                ? Outcome.reject(UNRELATED, "The judge " + judge.name() + " finds it is about something else.")
                : Outcome.reject(
                        UNCLEAR,
                        "The judge " + judge.name() + " said neither yes nor no: "
                                + said.strip()
                                        .substring(
                                                0,
                                                Math.min(
                                                        LONGEST_SHOWN,
                                                        said.strip().length())));
    }
}
