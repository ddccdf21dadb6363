package dev.selvedge.recipes;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.SftRow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.catalog.ActionSearch;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a query: plan, code, and what the device did.
 *
 * @param query as asked
 * @param offered functions that the model could choose from
 * @param plan what the model means to do, empty where it wrote none
 * @param code as the model wrote it
 * @param diagnostics what is wrong with the code
 * @param workflow the tree, null where the code is wrong
 * @param execution what the device did, null where the code is wrong
 */
public record Orchestration(
        String query,
        List<String> offered,
        String plan,
        String code,
        List<Diagnostic> diagnostics,
        @Nullable Workflow workflow,
        @Nullable Execution execution) {
    private static final int LONGEST_QUERY = 4_000;

    public Orchestration {
        offered = List.copyOf(offered);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * How a query is worked on.
     *
     * @param actions most actions that are offered to the model
     * @param maxTokens most tokens of its answer
     * @param scenario seed of the device's scenario
     * @param constrained whether a model on this machine is held to the grammar of the dialect with these actions, so that
     *     its code always parses
     */
    public record Settings(int actions, int maxTokens, long scenario, boolean constrained) {
        public static final Settings STANDARD = new Settings(6, 512, 1, true);
    }

    /**
     * Orchestrates one query: finds actions, lets the policy plan and write code, checks it, and runs it on the virtual
     * device.
     *
     * @throws UserException if the query is empty or too long, or the policy fails
     */
    public static Orchestration of(String query, Policy policy, Catalog catalog, Settings settings) {
        if (query.isBlank() || query.length() > LONGEST_QUERY) {
            throw new UserException("A query has 1 to " + LONGEST_QUERY + " characters, not " + query.length() + ".");
        }
        List<Catalog.Action> found;
        try (ActionSearch search = new ActionSearch(catalog)) {
            found = search.find(query, ActionSearch.Filter.NONE, settings.actions());
        }
        List<String> actions = found.stream().map(Catalog.Action::id).toList();
        Prompt prompt =
                new Prompt(SftRow.prompt(query, actions, catalog), List.of(), Sampling.greedy(settings.maxTokens()));
        Policy asked = settings.constrained() && policy instanceof LocalPolicy local
                ? local.constrained(AnswerGrammar.constraint(local.vocabulary(), actions, catalog))
                : policy;
        Answer answer = switch (asked.complete(prompt)) {
            case Reply.Completion completion -> Answer.read(completion.message().content());
            case Reply.Failure(var fault, String reason) ->
                throw new UserException("The model gave no answer: " + reason);
        };
        CodeParser.Parsed parsed = CodeParser.parse(answer.code(), catalog);
        Workflow workflow = parsed.workflow();
        Execution execution = workflow == null
                ? null
                : new Device(catalog, Limits.STANDARD).trace(workflow, Scenario.seeded(settings.scenario()));
        return new Orchestration(
                query,
                found.stream().map(Catalog.Action::function).toList(),
                answer.plan(),
                answer.code(),
                parsed.diagnostics(),
                workflow,
                execution);
    }
}
