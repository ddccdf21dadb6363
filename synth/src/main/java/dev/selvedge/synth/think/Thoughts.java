package dev.selvedge.synth.think;

import dev.selvedge.core.Policy;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Annotator;
import dev.selvedge.synth.Coverage;
import dev.selvedge.synth.QueryRules;
import dev.selvedge.synth.Signature;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Annotates with a language model, bottom-up as in WorkflowLLM (section 3.2 and appendix B): names for the variables,
 * comments for the statements, from them the plan, from all the query. What differs: comments are asked for by markers,
 * a bounded number at a time, so that neither can the code change nor does a long workflow outgrow a reply; and every
 * reply is checked and asked for again with what is wrong, as {@link Teacher} says. The checks are of form, and that
 * plan and query speak of the {@linkplain Coverage main parts}.
 *
 * <p>Whatever a reply is, it becomes an annotation or a rejection {@code part-kind} with the parts {@code names}, {@code
 * comments}, {@code plan} and {@code query}. The code of the annotation is the workflow's own but for names.
 */
public final class Thoughts implements Annotator {
    /** Statements that are commented in one reply, about half of a reply's tokens. */
    static final int STATEMENTS_AT_A_TIME = 60;

    /** Between what a variable holds and its name in the file. */
    static final String CALLED = ", called ";

    private static final int LONGEST_COMMENT = 300;
    private static final int SHORTEST_QUERY = 12;
    private static final int LONGEST_QUERY = 1500;
    private static final int MOST_TOLD = 20;

    static final PromptText NAMES = PromptText.load(Thoughts.class, "names", Set.of("actions", "code", "variables"));
    static final PromptText COMMENTS = PromptText.load(Thoughts.class, "comments", Set.of("actions", "code"));
    static final PromptText PLAN = PromptText.load(Thoughts.class, "plan", Set.of("code"));
    static final PromptText QUERY = PromptText.load(Thoughts.class, "query", Set.of("code", "plan"));

    private final Teacher teacher;
    private final Catalog catalog;

    public Thoughts(Policy policy, Catalog catalog, Teacher.Limits limits) {
        this.teacher = new Teacher(policy, limits);
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return teacher.name();
    }

    @Override
    public Outcome<Annotation> annotate(Workflow workflow, long seed) {
        Workflow bare = Workflow.of("", TemplateAnnotator.uncommented(workflow.body()));
        if (bare.body().isEmpty()) {
            return Outcome.reject("empty", "The workflow has no statement beside comments.");
        }
        try {
            CodePrinter.print(bare, catalog);
        } catch (IllegalArgumentException e) {
            return Outcome.reject("cannot-be-printed", "The workflow cannot be printed: " + e.getMessage() + ".");
        }
        return Teacher.then(
                named(bare, seed),
                named -> Teacher.then(
                        commented(named, seed),
                        comments -> Teacher.then(
                                plan(comments, seed),
                                plan -> Teacher.then(
                                        query(comments, plan, seed),
                                        query -> Outcome.keep(new Annotation(
                                                comments.code(catalog),
                                                comments.annotatedCode(catalog),
                                                plan,
                                                query))))));
    }

    /** The workflow with names for its variables. */
    private Outcome<Workflow> named(Workflow bare, long seed) {
        Map<String, String> neutral = Variables.of(bare, catalog).neutral();
        if (neutral.isEmpty()) {
            return Outcome.keep(bare);
        }
        Workflow nameless = Renaming.of(bare, neutral);
        Variables variables = Variables.of(nameless, catalog);
        Map<String, String> told = new LinkedHashMap<>();
        neutral.forEach((old, name) -> told.put(name, variables.origin(name) + CALLED + old));
        String lines = told.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        String request = NAMES.fill(
                Map.of("actions", actions(bare), "code", CodePrinter.print(nameless, catalog), "variables", lines));
        return teacher.ask(
                "names",
                request,
                seed,
                reply -> ReplyText.object(reply)
                        .then(object -> variables.named(object, catalog))
                        .then(names -> renamed(nameless, names)));
    }

    private Checked<Workflow> renamed(Workflow nameless, Map<String, String> names) {
        Workflow named = Renaming.of(nameless, names);
        return readsBack(named, CodePrinter.print(named, catalog))
                ? Checked.of(named)
                : Checked.problem(Flaw.CHANGED_CODE, "With these names the code is no longer the same code.");
    }

    /** Whether a code is that of the workflow, comments aside. */
    private boolean readsBack(Workflow bare, String code) {
        Workflow read = CodeParser.parse(code, catalog).workflow();
        return read != null
                && CodePrinter.print(Workflow.of("", TemplateAnnotator.uncommented(read.body())), catalog)
                        .equals(CodePrinter.print(bare, catalog));
    }

    private String actions(Workflow workflow) {
        return Skeleton.of(workflow).actions().stream()
                .flatMap(id -> catalog.byId(id).stream())
                .map(action -> Signature.of(action) + ": " + action.summary())
                .collect(Collectors.joining("\n"));
    }

    /** The workflow with a comment for each statement. */
    private Outcome<Commented> commented(Workflow named, long seed) {
        int statements = Place.of(named).size();
        Map<Integer, String> comments = new HashMap<>();
        for (int first = 0; first < statements; first += STATEMENTS_AT_A_TIME) {
            int end = Math.min(statements, first + STATEMENTS_AT_A_TIME);
            switch (comments(named, comments, first, end, seed)) {
                case Outcome.Kept<Map<Integer, String>>(var more) -> comments.putAll(more.getFirst());
                case Outcome.Rejected<Map<Integer, String>>(String reason, String at, String detail) -> {
                    return new Outcome.Rejected<>(reason, at, detail);
                }
                case Outcome.Postponed<Map<Integer, String>>(String cause) -> {
                    return Outcome.postpone(cause);
                }
            }
        }
        return Outcome.keep(new Commented(named, comments));
    }

    private Outcome<Map<Integer, String>> comments(
            Workflow named, Map<Integer, String> before, int first, int end, long seed) {
        Map<Integer, String> markers = new HashMap<>(before);
        for (int i = first; i < end; i++) {
            markers.put(i, "[" + i + "]");
        }
        String request =
                COMMENTS.fill(Map.of("actions", actions(named), "code", CodePrinter.print(named, catalog, markers)));
        return teacher.ask(
                "comments",
                request,
                seed,
                reply -> ReplyText.object(reply)
                        .then(object -> comments(object, first, end))
                        .then(comments -> readsBack(named, CodePrinter.print(named, catalog, comments))
                                ? Checked.of(comments)
                                : Checked.problem(
                                        Flaw.CHANGED_CODE,
                                        "With these comments the code is no longer the same code.")));
    }

    /** Comments by the numbers of their markers, one for each. */
    private static Checked<Map<Integer, String>> comments(JsonNode reply, int first, int end) {
        Map<Integer, String> comments = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (int i = first; i < end; i++) {
            JsonNode comment = reply.path(String.valueOf(i));
            if (!comment.isString() || comment.stringValue().isBlank()) {
                missing.add(String.valueOf(i));
            } else if (comment.stringValue().length() > LONGEST_COMMENT) {
                return Checked.problem(
                        Flaw.TOO_LONG, "The comment " + i + " has more than " + LONGEST_COMMENT + " characters.");
            } else {
                comments.put(i, Commented.oneLine(comment.stringValue()));
            }
        }
        if (!missing.isEmpty()) {
            return Checked.problem(
                    Flaw.INCOMPLETE,
                    "There is no comment for "
                            + String.join(", ", missing.subList(0, Math.min(MOST_TOLD, missing.size()))) + ".");
        }
        if (reply.size() != end - first) {
            return Checked.problem(
                    Flaw.UNEXPECTED, "It has keys that are no markers: these are " + first + " to " + (end - 1) + ".");
        }
        return Checked.of(comments);
    }

    private Outcome<String> plan(Commented commented, long seed) {
        Coverage coverage = new Coverage(commented.bare(), commented.comments(), catalog);
        return teacher.ask(
                "plan",
                PLAN.fill(Map.of("code", commented.annotatedCode(catalog))),
                seed,
                reply -> Steps.of(ReplyText.of(reply)).then(plan -> covering(plan, coverage)));
    }

    private static Checked<String> covering(String text, Coverage coverage) {
        return coverage.problem(text)
                .map(problem -> Checked.<String>problem(Flaw.OFF_TOPIC, problem))
                .orElseGet(() -> Checked.of(text));
    }

    private Outcome<String> query(Commented commented, String plan, long seed) {
        Coverage coverage = new Coverage(commented.bare(), commented.comments(), catalog);
        Set<String> actions = Skeleton.of(commented.bare()).actions();
        String request = QUERY.fill(Map.of("code", commented.annotatedCode(catalog), "plan", plan));
        return teacher.ask(
                "query",
                request,
                seed,
                reply -> query(ReplyText.of(reply), actions, catalog).then(query -> covering(query, coverage)));
    }

    /** A request in plain words. */
    static Checked<String> query(String reply, Set<String> actions, Catalog catalog) {
        String text = Commented.oneLine(reply);
        if (text.length() < SHORTEST_QUERY) {
            return Checked.problem(Flaw.TOO_SHORT, "It is too short to be a request.");
        }
        if (text.length() > LONGEST_QUERY) {
            return Checked.problem(Flaw.TOO_LONG, "It has more than " + LONGEST_QUERY + " characters.");
        }
        if (text.contains("```") || text.startsWith("{") || text.startsWith("[")) {
            return Checked.problem(Flaw.HAS_CODE, "It has code in it.");
        }
        return QueryRules.namedFunction(text, actions, catalog)
                .map(name -> Checked.<String>problem(
                        Flaw.NAMES_AN_ACTION, "It names " + name + ", which users do not know."))
                .orElseGet(() -> Checked.of(text));
    }
}
