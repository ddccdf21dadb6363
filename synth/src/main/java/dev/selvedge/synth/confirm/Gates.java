package dev.selvedge.synth.confirm;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.expand.ActionUse;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Diagnostic.Severity;
import dev.selvedge.workflow.Diagnostic.Topic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a draft has to pass, the cheapest first, after WorkflowLLM (section 3.3): it has code, uses the given
 * actions, keeps to their parameters, has no invalid binary content. Different from it, code is parsed, parameters are
 * checked by name, type and choice, no other action may be called, and the workflow must run on the virtual device. Any
 * text gets a verdict; nothing of it is ever evaluated outside the device. Safe for use by several threads.
 */
public final class Gates {
    private static final int LONGEST_CODE = 100_000;
    private static final int MOST_NAMED = 8;

    private final Catalog catalog;
    private final Device device;
    private final Rules rules;

    /**
     * How strict the gates are.
     *
     * @param leastActions share of the given actions that must be called, 0 to 1; at least one must be, whatever the share
     * @param scenarios in how many worlds a draft runs at least, chosen to reach its branches; at least 1
     * @param leastGood share of the worlds in which it must end well, above 0, at most 1
     */
    public record Rules(double leastActions, int scenarios, double leastGood) {
        /** All given actions are called, and all of three or more worlds end well. */
        public static final Rules STANDARD = new Rules(1, 3, 1);

        public Rules {
            if (!(leastActions >= 0 && leastActions <= 1) || scenarios < 1 || !(leastGood > 0 && leastGood <= 1)) {
                throw new IllegalArgumentException("gates cannot ask for a share of " + leastActions
                        + " of the actions and " + leastGood + " of " + scenarios + " worlds");
            }
        }
    }

    public Gates(Catalog catalog, Device device, Rules rules) {
        this.catalog = catalog;
        this.device = device;
        this.rules = rules;
    }

    /** What a draft is found to be. */
    sealed interface Verdict {
        /** It passes all gates. */
        record Passed(Workflow workflow) implements Verdict {}

        /**
         * It fails at a gate.
         *
         * @param detail a sentence
         */
        record Failed(Reason reason, String detail) implements Verdict {}
    }

    /** Keeps a draft that passes all gates; rejects another with its {@link Reason}. */
    public Outcome<Drafted> check(Drafted draft) {
        return switch (verdict(draft)) {
            case Verdict.Passed passed -> Outcome.keep(draft);
            case Verdict.Failed(Reason reason, String detail) ->
                Outcome.reject(reason, "draft " + draft.number(), detail);
        };
    }

    Verdict verdict(Drafted draft) {
        return draft.failure().isEmpty()
                ? verdict(draft.code(), draft.query().actions())
                : new Verdict.Failed(Reason.NO_ANSWER, draft.failure());
    }

    /** The verdict of a code for a query with these actions. */
    Verdict verdict(String code, Collection<String> given) {
        if (code.isBlank()) {
            return new Verdict.Failed(Reason.NO_CODE, "The answer has no code.");
        }
        if (code.length() > LONGEST_CODE) {
            return new Verdict.Failed(
                    Reason.TOO_LONG, "The code has " + code.length() + " characters, more than " + LONGEST_CODE + ".");
        }
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog);
        Workflow workflow = parsed.workflow();
        Verdict.Failed failed = syntax(parsed);
        if (failed == null) {
            failed = actions(parsed, workflow, given);
        }
        if (failed == null) {
            failed = parameters(parsed);
        }
        if (failed != null || workflow == null) {
            return failed == null ? new Verdict.Failed(Reason.DOES_NOT_PARSE, "The code is no workflow.") : failed;
        }
        Optional<String> blob = Blobs.first(workflow.body());
        if (blob.isPresent()) {
            return new Verdict.Failed(Reason.INVALID_BLOB, "The code has " + blob.get() + ".");
        }
        failed = execution(workflow);
        return failed == null ? new Verdict.Passed(workflow) : failed;
    }

    private static Verdict.@Nullable Failed syntax(CodeParser.Parsed parsed) {
        Optional<Diagnostic> error = first(parsed, Severity.ERROR, null);
        if (error.isPresent()) {
            return new Verdict.Failed(Reason.DOES_NOT_PARSE, error.get().toString());
        }
        boolean empty =
                parsed.workflow() != null && Skeleton.of(parsed.workflow()).statements() == 0;
        return empty ? new Verdict.Failed(Reason.NO_STATEMENT, "The code has no statement.") : null;
    }

    /** Where parameters keep the code from becoming a tree, which actions it calls is not known and not asked. */
    private Verdict.@Nullable Failed actions(
            CodeParser.Parsed parsed, @Nullable Workflow workflow, Collection<String> given) {
        Optional<Diagnostic> unknown = first(parsed, Severity.ERROR, Topic.ACTION);
        if (unknown.isPresent()) {
            return new Verdict.Failed(Reason.UNKNOWN_ACTION, unknown.get().toString());
        }
        if (workflow == null) {
            return null;
        }
        Set<String> called = Skeleton.of(workflow).actions();
        Set<String> others = new TreeSet<>(called);
        others.removeAll(given);
        others.removeIf(ActionUse::isPlumbing);
        if (!others.isEmpty()) {
            boolean known = others.stream().anyMatch(id -> catalog.byId(id).isPresent());
            return new Verdict.Failed(
                    known ? Reason.OTHER_ACTION : Reason.UNKNOWN_ACTION,
                    "The code calls what was not given: " + named(others) + ".");
        }
        Set<String> missing = new TreeSet<>(given);
        missing.removeAll(called);
        long used = given.stream().distinct().count() - missing.size();
        boolean enough = used >= Math.max(given.isEmpty() ? 0 : 1, rules.leastActions() * (used + missing.size()));
        return enough
                ? null
                : new Verdict.Failed(Reason.MISSES_ACTIONS, "The code does not call " + named(missing) + ".");
    }

    private static Verdict.@Nullable Failed parameters(CodeParser.Parsed parsed) {
        return parsed.diagnostics().stream()
                .filter(diagnostic -> diagnostic.topic() == Topic.PARAMETER)
                .findFirst()
                .map(diagnostic -> new Verdict.Failed(Reason.PARAMETERS_DO_NOT_FIT, diagnostic.toString()))
                .orElse(null);
    }

    private Verdict.@Nullable Failed execution(Workflow workflow) {
        int good = 0;
        boolean noticed = false;
        String bad = "";
        List<Scenario> worlds = Scenario.reaching(device, List.of(workflow), rules.scenarios());
        for (Scenario world : worlds) {
            Execution execution = device.run(workflow, world);
            String reason = execution.ending().reason();
            switch (execution.ending().kind()) {
                case LIMIT -> {
                    return new Verdict.Failed(Reason.BEYOND_LIMITS, "In a world it reaches " + reason + ".");
                }
                case DEADLINE -> {
                    return new Verdict.Failed(Reason.UNDECIDED, "In a world it goes beyond " + reason + ".");
                }
                case FAULT -> bad = bad.isEmpty() ? reason : bad;
                case FINISHED, EXITED, CANCELLED -> good++;
            }
            noticed |= !execution.effects().isEmpty() || !execution.changes().isEmpty() || execution.output() != null;
        }
        if (good < rules.leastGood() * worlds.size()) {
            int failed = worlds.size() - good;
            return new Verdict.Failed(
                    Reason.ENDS_BADLY, "It fails in " + failed + " of " + worlds.size() + " worlds, the first: " + bad);
        }
        return noticed
                ? null
                : new Verdict.Failed(
                        Reason.NOTHING_TO_NOTICE,
                        "In none of " + worlds.size() + " worlds it does what can be noticed.");
    }

    private static Optional<Diagnostic> first(CodeParser.Parsed parsed, Severity severity, @Nullable Topic topic) {
        return parsed.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == severity && diagnostic.topic() == topic)
                .findFirst();
    }

    private String named(Set<String> actions) {
        List<String> names = new ArrayList<>();
        actions.forEach(
                id -> names.add(catalog.byId(id).map(Catalog.Action::function).orElse(id)));
        int more = names.size() - MOST_NAMED;
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
