package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes a workflow at one place in a way that a person can notice, if the place runs. */
final class Mutants {
    private static final String BUILT_IN = "is.workflow.actions.";

    /** What a person reads or hears, by action: the parameters whose texts they are. */
    private static final Map<String, List<String>> SHOWN = Map.ofEntries(
            Map.entry("showresult", List.of("Text")),
            Map.entry("alert", List.of("WFAlertActionMessage", "WFAlertActionTitle")),
            Map.entry("notification", List.of("WFNotificationActionBody", "WFNotificationActionTitle")),
            Map.entry("setclipboard", List.of("WFInput")),
            Map.entry("openurl", List.of("WFInput")),
            Map.entry("speaktext", List.of("WFText")),
            Map.entry("ask", List.of("WFAskActionPrompt")),
            Map.entry("choosefromlist", List.of("WFChooseFromListActionPrompt")),
            Map.entry("output", List.of("WFOutput")),
            Map.entry("openapp", List.of("WFAppIdentifier")),
            Map.entry("runshellscript", List.of("Script")),
            Map.entry("sendmessage", List.of("WFSendMessageContent")));

    /** Ways to change. */
    enum Kind {
        LITERAL,
        SWAP,
        DROP,
        CONDITION,
        ACTION
    }

    private final Kind kind;
    private final int wanted;
    private int seen;
    private final List<Statement> sites = new ArrayList<>();

    private Mutants(Kind kind, int wanted) {
        this.kind = kind;
        this.wanted = wanted;
    }

    /**
     * A changed workflow.
     *
     * @param site the statement that was changed, of the original
     */
    record Mutant(Workflow workflow, Kind kind, Statement site) {}

    /** The first places of a kind, at most so many, among those that are wanted. */
    static List<Mutant> of(Workflow workflow, Kind kind, Predicate<Statement> wanted, int most) {
        Mutants survey = new Mutants(kind, -1);
        survey.body(workflow.body());
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < survey.sites.size() && mutants.size() < most; i++) {
            if (wanted.test(survey.sites.get(i))) {
                List<Statement> body = new Mutants(kind, i).body(workflow.body());
                mutants.add(
                        new Mutant(new Workflow(workflow.name(), body, workflow.header()), kind, survey.sites.get(i)));
            }
        }
        return mutants;
    }

    private List<Statement> body(List<Statement> body) {
        List<Statement> changed = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            Statement statement = body.get(i);
            Statement next = i + 1 < body.size() ? body.get(i + 1) : null;
            List<Statement> other = changed(statement, next);
            if (other != null && hit(statement)) {
                changed.addAll(other);
                i += kind == Kind.SWAP ? 1 : 0;
            } else {
                changed.add(inside(statement));
            }
        }
        return changed;
    }

    private boolean hit(Statement site) {
        sites.add(site);
        return seen++ == wanted;
    }

    private Statement inside(Statement statement) {
        return switch (statement) {
            case Statement.If choice ->
                new Statement.If(choice.condition(), body(choice.then()), body(choice.otherwise()));
            case Statement.Menu menu ->
                new Statement.Menu(
                        menu.prompt(),
                        menu.cases().stream()
                                .map(each -> new Statement.Case(each.title(), body(each.body())))
                                .toList());
            case Statement.Repeat loop -> new Statement.Repeat(loop.index(), loop.count(), body(loop.body()));
            case Statement.ForEach loop ->
                new Statement.ForEach(loop.item(), loop.index(), loop.items(), body(loop.body()));
            case Statement.Call _, Statement.Assign _, Statement.Append _, Statement.Comment _ -> statement;
        };
    }

    /** What stands in place of the statement, null where the kind does not fit it. */
    private @Nullable List<Statement> changed(Statement statement, @Nullable Statement next) {
        return switch (kind) {
            case LITERAL -> literal(statement);
            case SWAP -> screen(statement) && screen(next) && !statement.equals(next) ? List.of(next, statement) : null;
            case DROP -> shows(statement) ? List.of() : null;
            case CONDITION -> condition(statement);
            case ACTION ->
                statement instanceof Statement.Call call && shows(call) && shownKey(call) != null
                        ? List.of(new Statement.Call(other(call.action()), call.parameters(), call.result()))
                        : null;
        };
    }

    private static String other(String action) {
        return action.equals(BUILT_IN + "vibrate") ? BUILT_IN + "lockscreen" : BUILT_IN + "vibrate";
    }

    private static boolean shows(@Nullable Statement statement) {
        return statement instanceof Statement.Call call
                && SHOWN.containsKey(call.action().replace(BUILT_IN, ""))
                && !call.action().endsWith(".output")
                && Catalog.bundled()
                        .byId(call.action())
                        .map(Catalog.Action::effect)
                        .orElse(false);
    }

    /** Shown in an order that a person sees; the clipboard may change before or after. */
    private static boolean screen(@Nullable Statement statement) {
        return statement instanceof Statement.Call call
                && shows(call)
                && !call.action().endsWith(".setclipboard");
    }

    private static @Nullable String shownKey(Statement.Call call) {
        for (String key : SHOWN.getOrDefault(call.action().replace(BUILT_IN, ""), List.of())) {
            if (call.parameters().containsKey(key)) {
                return key;
            }
        }
        return null;
    }

    private static @Nullable List<Statement> literal(Statement statement) {
        if (!(statement instanceof Statement.Call call)) {
            return null;
        }
        String key = shownKey(call);
        Value value = key == null ? null : call.parameters().get(key);
        Value other = value == null ? null : other(value);
        if (key == null || other == null) {
            return null;
        }
        Map<String, Value> parameters = new LinkedHashMap<>(call.parameters());
        parameters.put(key, other);
        return List.of(new Statement.Call(call.action(), parameters, call.result()));
    }

    private static @Nullable Value other(Value value) {
        return switch (value) {
            case Value.Text text -> new Value.Text(text.text() + " changed");
            case Value.Num number -> new Value.Num(number.number().add(BigDecimal.ONE));
            case Value.Template template -> {
                List<Value> parts = new ArrayList<>(template.parts());
                parts.add(new Value.Text(" changed"));
                yield new Value.Template(parts);
            }
            default -> null;
        };
    }

    /** The opposite condition, where the branches differ. */
    private static @Nullable List<Statement> condition(Statement statement) {
        if (!(statement instanceof Statement.If choice)
                || choice.then().equals(choice.otherwise())
                || choice.condition().comparisons().size() != 1) {
            return null;
        }
        Condition.Comparison old = choice.condition().comparisons().getFirst();
        Operator operator = switch (old.operator()) {
            case EQUALS -> Operator.NOT_EQUALS;
            case NOT_EQUALS -> Operator.EQUALS;
            case CONTAINS -> Operator.NOT_CONTAINS;
            case NOT_CONTAINS -> Operator.CONTAINS;
            case HAS_VALUE -> Operator.HAS_NO_VALUE;
            case HAS_NO_VALUE -> Operator.HAS_VALUE;
            case GREATER -> Operator.AT_MOST;
            case AT_MOST -> Operator.GREATER;
            case LESS -> Operator.AT_LEAST;
            case AT_LEAST -> Operator.LESS;
            case BEGINS_WITH, ENDS_WITH, IN_NEXT, IN_LAST, IS_TODAY, BETWEEN -> old.operator();
        };
        if (operator == old.operator()) {
            return null;
        }
        Condition opposite = Condition.of(new Condition.Comparison(old.left(), operator, old.right(), old.upper()));
        return List.of(new Statement.If(opposite, choice.then(), choice.otherwise()));
    }
}
