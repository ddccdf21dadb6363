package dev.selvedge.recipes;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Worker;
import dev.selvedge.model.Constraint;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.confirm.Drafted;
import dev.selvedge.synth.confirm.Drafting;
import dev.selvedge.synth.expand.ExpandedQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets an annotator answer questions. A model on this machine answers a batch at once, and can be held to what the
 * actions of each question allow.
 *
 * @param drafting asks
 * @param annotator is closed at the end
 * @param constrained whether a model on this machine is held to the grammar of answers
 */
record Drafter(Drafting drafting, Policy annotator, boolean constrained) implements Worker<ExpandedQuery, Drafted> {
    @Override
    public List<Outcome<Drafted>> work(List<ExpandedQuery> batch) {
        return drafting.draft(
                constrained && annotator instanceof LocalPolicy local ? held(local, batch) : annotator, batch);
    }

    private Policy held(LocalPolicy local, List<ExpandedQuery> batch) {
        List<Constraint> shapes = new ArrayList<>();
        for (ExpandedQuery query : batch) {
            Constraint shape = AnswerGrammar.constraint(local.vocabulary(), query.actions(), drafting.catalog());
            for (int number = 0; number < drafting.drafts(); number++) {
                shapes.add(shape);
            }
        }
        return new Held(local, shapes);
    }

    /** A model that is asked a known list of prompts, each with its constraint. */
    private record Held(LocalPolicy local, List<Constraint> shapes) implements Policy {
        @Override
        public String name() {
            return local.name();
        }

        @Override
        public Reply complete(Prompt prompt) {
            return completeAll(List.of(prompt)).getFirst();
        }

        @Override
        public List<Reply> completeAll(List<Prompt> prompts) {
            return local.completeAll(prompts, shapes);
        }
    }

    @Override
    public void close() {
        PolicyName.close(annotator);
    }
}
