package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending;
import dev.selvedge.workflow.device.Execution.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution: walks the tree once, keeps variables and state. Used once, by one thread. */
final class Machine {
    static final String SCREEN = "screen";
    private static final int MOST_DECISIONS = 300;

    private final Device device;
    private final Workflow workflow;
    private final Scenario scenario;
    private final Meter meter;
    private final Coercion as;
    private final State state;
    private final Answers answers;
    private final Branches branches;
    private final Evaluation evaluation;
    private final Conditions conditions;
    private final Journal journal;
    private final List<MenuTurn> turns = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final @Nullable Trace trace;
    private final Frame root;
    private Frame frame;
    private @Nullable String output;
    private int calls;
    private int interpreted;
    private int draws;

    /** What belongs to one running workflow. */
    static final class Frame {
        final Workflow workflow;
        final Map<String, Item> variables = new HashMap<>();
        Item input;

        @Nullable
        Item output;

        Item last = Item.nothing();

        Frame(Workflow workflow, Item input) {
            this.workflow = workflow;
            this.input = input;
        }
    }

    /**
     * A menu that was shown.
     *
     * @param turn how many choices came before
     * @param firstBranch number of its first item's branch
     */
    record MenuTurn(int turn, int firstBranch, List<String> titles) {}

    /**
     * A comparison that decided an If.
     *
     * @param otherBranch number of the branch that was not taken
     * @param held what it gave
     * @param left what was compared, as text
     */
    record Decision(int otherBranch, boolean held, String left, Condition.Operator operator, String right) {}

    Machine(Device device, Workflow workflow, Scenario scenario, boolean traced) {
        this.device = device;
        this.workflow = workflow;
        this.scenario = scenario;
        this.meter = new Meter(device.limits());
        this.as = new Coercion(scenario, meter);
        this.trace = traced ? new Trace(scenario, device.limits()) : null;
        this.journal = new Journal(device.catalog(), as, trace);
        this.state = new State(scenario);
        this.answers = new Answers(scenario, meter);
        this.branches = new Branches(workflow);
        this.evaluation = new Evaluation(this);
        this.conditions = new Conditions(this);
        this.root = new Frame(workflow, Givens.input(scenario, as));
        this.frame = root;
    }

    Scenario scenario() {
        return scenario;
    }

    Meter meter() {
        return meter;
    }

    Coercion as() {
        return as;
    }

    State state() {
        return state;
    }

    Answers answers() {
        return answers;
    }

    Frame frame() {
        return frame;
    }

    Journal journal() {
        return journal;
    }

    /** The workflow's own menus that were shown, in order. */
    List<MenuTurn> turns() {
        return turns;
    }

    Conditions conditions() {
        return conditions;
    }

    /** Names of the other workflows on the device. */
    Set<String> library() {
        return device.library().keySet();
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /** The next random number of the scenario, from 0 below the bound. */
    long random(long bound) {
        return Math.floorMod(Seeds.mix(scenario.seed(), "random " + draws++), bound);
    }

    /**
     * Asks the user, and gives the answer as the type asked for.
     *
     * @param suggestion the answer that is there already, empty for none
     */
    Item ask(String action, String type, String prompt, String suggestion) {
        String[] shown = {"question", prompt, "type", type, "suggestion", suggestion};
        journal.effect(action, SCREEN, Arrays.copyOf(shown, suggestion.isEmpty() ? 4 : 6));
        Item.Text answer = new Item.Text(answers.answer(type, suggestion));
        return switch (type) {
            case "Number" -> as.to(ContentType.NUMBER, answer);
            case "URL" -> new Item.Link(answer.text());
            case "Date", "Time", "Date and Time" -> as.to(ContentType.DATE, answer);
            default -> answer;
        };
    }

    Execution execute() {
        Ending ending = guarded(this::start);
        SortedMap<String, String> changes = new TreeMap<>();
        Ending reading = guarded(() -> {
            changes.putAll(state.changes(as));
            output = root.output == null ? null : as.seen(root.output);
        });
        return new Execution(
                reading.kind() == Ending.Kind.FINISHED ? ending : reading,
                journal.effects(),
                output,
                changes,
                journal.unknown(),
                meter.work(),
                calls,
                interpreted,
                branches.occurrences(),
                branches.coverage(),
                trace == null ? List.of() : trace.lines());
    }

    private void start() {
        if (root.input.isNothing()) {
            root.input = Givens.whenAbsent(this, workflow.header());
        }
        body(workflow.body());
    }

    private static Ending guarded(Runnable work) {
        try {
            work.run();
            return Ending.FINISHED;
        } catch (Halt halt) {
            return halt.ending();
        } catch (DateTimeException | ArithmeticException e) {
            return new Ending(Ending.Kind.FAULT, "A date or number is out of range: " + e.getMessage() + ".");
        } catch (StackOverflowError _) {
            return new Ending(Ending.Kind.DEADLINE, "the depth that this machine can hold");
        }
    }

    private void body(List<Statement> body) {
        meter.enter();
        for (Statement statement : body) {
            statement(statement);
        }
        meter.leave();
    }

    private void statement(Statement statement) {
        meter.step();
        switch (statement) {
            case Statement.Call call -> call(call);
            case Statement.Assign assign -> {
                branches.ran(assign, true);
                open(Line.Kind.SET, assign.variable());
                set(assign.variable(), evaluation.of(assign.value()));
            }
            case Statement.Append append -> append(append);
            case Statement.If choice -> {
                branches.ran(choice, true);
                open(Line.Kind.IF, null);
                boolean holds = conditions.hold(choice.condition());
                close(new Item.Text(holds ? "true" : "false"));
                branches.reach(choice, holds ? 0 : 1);
                decided(choice, holds);
                body(holds ? choice.then() : choice.otherwise());
            }
            case Statement.Menu menu -> menu(menu);
            case Statement.Repeat loop -> repeat(loop);
            case Statement.ForEach loop -> forEach(loop);
            case Statement.Comment _ -> {}
        }
    }

    /** Notes the last comparison of a workflow's own If, while few were noted. */
    private void decided(Statement.If choice, boolean held) {
        int first = branches.first(choice);
        Conditions.Compared last = conditions.last();
        if (first >= 0 && last != null && decisions.size() < MOST_DECISIONS) {
            int other = first + (held ? 1 : 0);
            boolean plain = plain(last.left()) && plain(last.right());
            if (plain && !branches.reached(other)) {
                decisions.add(new Decision(other, held, as.text(last.left()), last.operator(), as.text(last.right())));
            }
        }
    }

    /** Whether its text is short and costs next to nothing. */
    private static boolean plain(Item item) {
        return item instanceof Item.Num
                || item instanceof Item.Bool
                || item.isNothing()
                || (item instanceof Item.Text text && text.text().length() <= 200)
                || (item instanceof Item.Link link && link.url().length() <= 200)
                || (item instanceof Item.Many many
                        && many.list().size() == 1
                        && plain(many.list().getFirst()));
    }

    /** Whether the statement of any workflow that ran here ran. */
    boolean ran(Statement statement) {
        return branches.hasRun(statement);
    }

    /** The comparisons that sent the workflow's own Ifs one way. */
    List<Decision> decisions() {
        return decisions;
    }

    private void set(String variable, Item value) {
        frame.variables.put(variable, value);
        frame.last = value;
        close(value);
    }

    private void append(Statement.Append append) {
        branches.ran(append, true);
        open(Line.Kind.APPEND, append.variable());
        Item before = frame.variables.getOrDefault(append.variable(), Item.nothing());
        Item added = evaluation.of(append.value());
        input("added", added);
        set(append.variable(), Item.Many.appended(before, added.items(), meter));
    }

    private void menu(Statement.Menu menu) {
        branches.ran(menu, true);
        open(Line.Kind.MENU, null);
        List<String> titles = new ArrayList<>(menu.cases().size());
        for (Statement.Case each : menu.cases()) {
            titles.add(as.text(evaluation.of(each.title())));
        }
        String prompt = as.text(evaluation.of(menu.prompt()));
        journal.effect(
                "is.workflow.actions.choosefrommenu", SCREEN, "prompt", prompt, "items", meter.join(titles, "\n"));
        if (titles.isEmpty()) {
            close(Item.nothing());
            return;
        }
        int first = branches.first(menu);
        if (first >= 0) {
            turns.add(new MenuTurn(answers.chosen().size(), first, titles));
        }
        int chosen = answers.choose(titles);
        close(new Item.Text(titles.get(chosen)));
        branches.reach(menu, chosen);
        frame.last = new Item.Text(titles.get(chosen));
        body(menu.cases().get(chosen).body());
    }

    private void repeat(Statement.Repeat loop) {
        branches.ran(loop, true);
        open(Line.Kind.REPEAT, loop.index());
        BigDecimal count = as.number(evaluation.of(loop.count()));
        int turns = count == null ? 0 : Decimal.toInt(count);
        close(Item.Num.of(turns));
        for (int i = 1; i <= turns; i++) {
            meter.step();
            branches.reach(loop, 0);
            if (loop.index() != null) {
                frame.variables.put(loop.index(), Item.Num.of(i));
            }
            body(loop.body());
        }
    }

    private void forEach(Statement.ForEach loop) {
        branches.ran(loop, true);
        open(Line.Kind.FOR_EACH, loop.item());
        Item all = evaluation.of(loop.items());
        close(all);
        List<Item> items = all.items();
        for (int i = 0; i < items.size(); i++) {
            meter.step();
            branches.reach(loop, 0);
            frame.variables.put(loop.item(), items.get(i));
            if (loop.index() != null) {
                frame.variables.put(loop.index(), Item.Num.of(i + 1L));
            }
            body(loop.body());
        }
    }

    private void call(Statement.Call call) {
        branches.ran(call, true);
        Invocation invocation = new Invocation(this, call.action(), call.parameters());
        Item result = invoke(invocation, call.result());
        if (!invocation.interpreted()) {
            branches.ran(call, false);
        }
        frame.last = result;
        if (call.result() != null) {
            frame.variables.put(call.result(), result);
        }
    }

    /** What the action does and gives, known or not. */
    Item invoke(Invocation call, @Nullable String variable) {
        calls++;
        if (trace != null) {
            trace.open(meter.depth(), Line.Kind.CALL, call.action(), variable);
        }
        Meaning meaning = device.meaning(call.action());
        interpreted++;
        Item result = meaning == null ? call.uninterpreted() : meaning.of(call);
        if (trace != null) {
            call.noteRest();
            trace.close(result);
        }
        return result;
    }

    /** Records a call that the device does not interpret, and gives the value that it names. */
    Item notInterpreted(String action, Map<String, Item> arguments) {
        interpreted--;
        return journal.unknown(action, arguments);
    }

    /** Runs another workflow of the device; null if it has none of this name. */
    @Nullable
    Item run(String name, Item input) {
        Workflow other = !name.isEmpty() && name.equals(workflow.name())
                ? workflow
                : device.library().get(name);
        if (other == null) {
            return null;
        }
        Frame caller = frame;
        int depth = meter.depth();
        int lines = trace == null ? 0 : trace.openLines();
        frame = new Frame(other, input);
        try {
            body(other.body());
        } catch (Halt halt) {
            if (halt.ending().kind() != Ending.Kind.EXITED) {
                throw halt;
            }
            if (trace != null) {
                trace.leave(lines);
            }
        }
        Item result = frame.output == null ? frame.last : frame.output;
        frame = caller;
        meter.depth(depth);
        return result;
    }

    private void open(Line.Kind kind, @Nullable String variable) {
        if (trace != null) {
            trace.open(meter.depth(), kind, null, variable);
        }
    }

    /** Something that the statement looks at. */
    void input(String name, Item value) {
        if (trace != null) {
            trace.input(name, value);
        }
    }

    private void close(Item value) {
        if (trace != null) {
            trace.close(value);
        }
    }
}
