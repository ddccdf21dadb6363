package dev.selvedge.synth.confirm;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets an annotator write workflows for expanded queries, as WorkflowLLM (section 3.3) does, several for each. It is asked
 * with the prompt that it was trained on ({@link SftRow#prompt}). A local model can be held to the grammar of answers by
 * the caller, who then gives the policy for each query.
 *
 * @param catalog describes the actions
 * @param drafts of each query, at least 1
 * @param temperature of the sampling; above 0 where there are several drafts
 * @param maxTokens of each answer
 */
public record Drafting(Catalog catalog, int drafts, double temperature, int maxTokens) {
    private static final int LONGEST_ANSWER = 200_000;

    public Drafting {
        if (drafts < 1 || temperature < 0 || (drafts > 1 && temperature == 0)) {
            throw new IllegalArgumentException(
                    drafts + " drafts at temperature " + temperature + "; several drafts differ only above 0");
        }
    }

    /** The drafts of one query; see {@link #draft(Policy, List)}. */
    public Outcome<Drafted> draft(Policy annotator, ExpandedQuery query) {
        return draft(annotator, List.of(query)).getFirst();
    }

    /**
     * Asks for the drafts of several queries at once.
     *
     * @return for each query its drafts in the order of their numbers, failed ones among them, so that none is lost from
     *     the count; a postponement where the annotator is out of reach for any of them
     */
    public List<Outcome<Drafted>> draft(Policy annotator, List<ExpandedQuery> queries) {
        List<Prompt> prompts = new ArrayList<>();
        for (ExpandedQuery query : queries) {
            for (int number = 0; number < drafts; number++) {
                prompts.add(prompt(query, number));
            }
        }
        List<Reply> replies = annotator.completeAll(prompts);
        List<Outcome<Drafted>> outcomes = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            outcomes.add(read(queries.get(i), replies.subList(i * drafts, (i + 1) * drafts)));
        }
        return outcomes;
    }

    private Prompt prompt(ExpandedQuery query, int number) {
        return new Prompt(
                SftRow.prompt(query.query(), query.actions(), catalog),
                List.of(),
                Sampling.at(temperature, maxTokens).withSeed(query.seed() + number));
    }

    private static Outcome<Drafted> read(ExpandedQuery query, List<Reply> replies) {
        List<Drafted> read = new ArrayList<>();
        for (int number = 0; number < replies.size(); number++) {
            switch (replies.get(number)) {
                case Reply.Failure(Fault fault, String reason) -> {
                    if (fault == Fault.SYSTEM) {
                        return Outcome.postpone(reason);
                    }
                    read.add(new Drafted(query, number, "", "", reason));
                }
                case Reply.Completion completion -> read.add(read(query, number, completion));
            }
        }
        return Outcome.keepAll(read);
    }

    private static Drafted read(ExpandedQuery query, int number, Reply.Completion completion) {
        String text = completion.message().content();
        if (completion.finish().equals("length")) {
            return new Drafted(query, number, "", "", "The answer was cut off at its greatest length.");
        }
        if (text.length() > LONGEST_ANSWER) {
            return new Drafted(
                    query,
                    number,
                    "",
                    "",
                    "The answer has " + text.length() + " characters, more than " + LONGEST_ANSWER + ".");
        }
        Answer answer = Answer.read(text);
        return new Drafted(query, number, answer.plan(), answer.code(), "");
    }
}
