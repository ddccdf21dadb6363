package dev.selvedge.synth.think;

import dev.selvedge.core.Policy;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Coverage;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.catalog.PythonFunction;
import dev.selvedge.workflow.code.CodeParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The teacher's step of quality confirmation: better code and plan for a draft, as in WorkflowLLM (section 3.5 and
 * appendix B). What differs: the reply is read by the dialect's parser and goes back with its diagnostics, a bounded
 * number of times, where the paper drops it. A reply is of use if its code parses, calls only the given actions and has
 * a comment above every statement, and its plan has numbered steps that speak of what the code does. Whether every given
 * action is called and whether the workflow runs is not asked here. Safe for use by several threads.
 */
public final class Refiner {
    private static final String PART = "refinement";
    private static final int LONGEST_DRAFT = 100_000;
    private static final int MOST_TOLD = 10;
    static final PromptText REFINE =
            PromptText.load(Refiner.class, "refine", Set.of("query", "actions", "plan", "code"));

    private final Teacher teacher;
    private final Catalog catalog;

    public Refiner(Policy policy, Catalog catalog, Teacher.Limits limits) {
        this.teacher = new Teacher(policy, limits);
        this.catalog = catalog;
    }

    /** The teacher's name, for records and reports. */
    public String name() {
        return teacher.name();
    }

    /**
     * Makes a draft better.
     *
     * @param query what the workflow is to do
     * @param actions identifiers of the actions that it may call; those that the catalogue lacks are named only
     * @param plan of the draft, in any form, perhaps empty
     * @param code of the draft, with or without comments; it need not parse
     * @param seed of the first request
     * @return the better form; a rejection {@code refinement-kind}; a postponement where the teacher is out of reach
     */
    public Outcome<Refined> refine(String query, Collection<String> actions, String plan, String code, long seed) {
        if (plan.length() + code.length() > LONGEST_DRAFT) {
            return Outcome.reject(
                    PART + "-too-long",
                    "The draft has " + (plan.length() + code.length()) + " characters, more than " + LONGEST_DRAFT
                            + ".");
        }
        String documents = actions.stream()
                .map(id -> catalog.byId(id)
                        .map(PythonFunction::of)
                        .orElse("call(\"" + id + "\"): an action without a document"))
                .collect(Collectors.joining("\n"));
        String request = REFINE.fill(Map.of("query", query, "actions", documents, "plan", plan, "code", code));
        return teacher.ask(
                PART,
                request,
                seed,
                reply -> ReplyText.object(reply).then(object -> refined(query, Set.copyOf(actions), object)));
    }

    private Checked<Refined> refined(String query, Set<String> actions, JsonNode reply) {
        if (!reply.path("plan").isString() || !reply.path("code").isString()) {
            return Checked.problem(Flaw.INCOMPLETE, "It has not both a \"plan\" and a \"code\", each a text.");
        }
        if (reply.size() > 2) {
            return Checked.problem(Flaw.UNEXPECTED, "It has other keys than \"plan\" and \"code\".");
        }
        return code(ReplyText.of(reply.path("code").stringValue()), actions)
                .then(commented ->
                        Steps.of(reply.path("plan").stringValue()).then(plan -> agreeing(query, plan, commented)));
    }

    private Checked<Commented> code(String code, Set<String> actions) {
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            return Checked.problem(
                    Flaw.NOT_THE_DIALECT,
                    "The code cannot be read: "
                            + parsed.diagnostics().stream()
                                    .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                                    .limit(MOST_TOLD)
                                    .map(Diagnostic::toString)
                                    .collect(Collectors.joining(" ")));
        }
        Commented commented = Commented.of(workflow);
        if (commented.bare().body().isEmpty()) {
            return Checked.problem(Flaw.NOT_THE_DIALECT, "The code has no statement.");
        }
        List<String> foreign = new ArrayList<>(Skeleton.of(workflow).actions());
        foreign.removeAll(actions);
        if (!foreign.isEmpty()) {
            return Checked.problem(
                    Flaw.FOREIGN_ACTION,
                    "The code calls what is not among the given actions: "
                            + foreign.stream()
                                    .limit(MOST_TOLD)
                                    .map(id -> catalog.byId(id)
                                            .map(Catalog.Action::function)
                                            .orElse(id))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        List<String> uncommented = commented.uncommented(catalog);
        return uncommented.isEmpty()
                ? Checked.of(commented)
                : Checked.problem(
                        Flaw.UNCOMMENTED,
                        "These lines have no comment above them: "
                                + String.join(" | ", uncommented.subList(0, Math.min(MOST_TOLD, uncommented.size()))));
    }

    private Checked<Refined> agreeing(String query, String plan, Commented commented) {
        return new Coverage(commented.bare(), commented.comments(), catalog)
                .problem(plan)
                .map(problem ->
                        Checked.<Refined>problem(Flaw.OFF_TOPIC, "Plan and code do not agree. Of the plan: " + problem))
                .orElseGet(() -> Checked.of(new Refined(
                        commented.bare(),
                        new Annotation(commented.code(catalog), commented.annotatedCode(catalog), plan, query))));
    }
}
