package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads actions into drafts of statements. In files of clients before 900 an action that names no input takes the
 * output before it; that is made explicit here. In later files such an action has no input. What flows is followed in
 * both, since a block's result is whatever flows out of the branch that ran.
 */
final class BodyReader implements Scope {
    private static final Pattern MAGIC = Pattern.compile("Repeat (Item|Index)(?: ([2-9]|[1-9]\\d))?");
    private static final Set<String> NOISE = Set.of(
            "UUID",
            "CustomOutputName",
            "GroupingIdentifier",
            "WFControlFlowMode",
            "ShowWhenRun",
            "ShowHeaders",
            "WFMenuLegacyCancelBehavior",
            "WFConditionalLegacyComparisonBehavior");

    /** What the editor leaves behind in an action that has no such parameter when a variable was dropped on it. */
    private static final Set<String> LEFT_BEHIND = Set.of("WFVariable", "WFRepeatCount", "WFMathOperand");

    private final Catalog catalog;
    private final Names names;
    private final Outputs outputs;
    private final boolean implicit;
    private final Problems problems;
    private final Passed passed = new Passed();
    private final ValueReader values;
    private final ConditionReader conditions;

    private final Map<String, String> variables = new HashMap<>();
    private final Set<String> set;
    private final Set<String> mentioned = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final Set<String> assigned = new HashSet<>();
    private final Map<String, Draft.Anchor> firstTouch = new HashMap<>();
    private final List<Draft.Block> loops = new ArrayList<>();

    private Draft.Anchor anchor = new Draft.Anchor();
    private Draft.Body body;
    private Action action = new Action(0, "", Dict.EMPTY);

    /**
     * @param implicit whether an action without an input takes the output before it
     * @param set names that the file's actions give values to
     */
    BodyReader(Catalog catalog, Names names, Outputs outputs, boolean implicit, Set<String> set, Problems problems) {
        this.catalog = catalog;
        this.names = names;
        this.outputs = outputs;
        this.implicit = implicit;
        this.set = set;
        this.problems = problems;
        values = new ValueReader(this);
        conditions = new ConditionReader(this, values);
        body = new Draft.Body(
                implicit ? new Slot.Known(new Reference(new Source.WorkflowInput(), List.of())) : new Slot.Empty());
    }

    ValueReader values() {
        return values;
    }

    Set<String> mentioned() {
        return mentioned;
    }

    /**
     * Names what a file itself names, before what only flows gets names: so a file that was written from a tree has the
     * names of that tree.
     */
    void claim(List<Action> actions) {
        for (Action known : actions) {
            outputs.nameOf(known);
            String variable = known.parameters().text("WFVariableName");
            if (variable != null && set.contains(variable)) {
                claim(variable);
            }
        }
        outputs.variableNames().forEach(this::claim);
    }

    private void claim(String variable) {
        if (Names.legal(catalog, variable)) {
            named(variable);
        }
    }

    List<Draft> top(List<Blocks.Node> nodes) {
        for (Blocks.Node node : nodes) {
            anchor = new Draft.Anchor();
            body.drafts.add(anchor);
            node(node);
        }
        return body.drafts;
    }

    private void node(Blocks.Node node) {
        switch (node) {
            case Blocks.Node.Plain(Action plain) -> {
                action = plain;
                plain();
            }
            case Blocks.Node.Block block -> {
                action = block.start();
                block(block);
            }
        }
    }

    // ---- single actions

    private void plain() {
        Dict parameters = action.parameters();
        switch (action.id()) {
            case Literals.COMMENT -> body.drafts.add(new Draft.Comment(action, comment(parameters)));
            case Literals.TEXT -> literal(text(parameters.get("WFTextActionText")));
            case Literals.NUMBER -> number(parameters);
            case Literals.DICTIONARY, Literals.LIST -> items(parameters.get("WFItems"));
            case Literals.VALUE_FOR_KEY -> valueForKey(parameters);
            case Literals.GET_VARIABLE -> getVariable(parameters);
            case Literals.SET_VARIABLE -> setVariable(parameters);
            case Literals.APPEND_VARIABLE -> appendVariable(parameters);
            default -> call();
        }
    }

    private String comment(Dict parameters) {
        return switch (values.read(parameters.get("WFCommentActionText"))) {
            case Text(String text) -> text;
            case Value.Template(var parts) -> {
                StringBuilder text = new StringBuilder();
                for (Value part : parts) {
                    text.append(
                            switch (part) {
                                case Text(String literal) -> literal;
                                case Reference(Source.Variable(String name), var accesses) -> name;
                                default -> "…";
                            });
                }
                yield text.toString();
            }
            default -> "";
        };
    }

    private void literal(Value value) {
        Draft.Assign assign = new Draft.Assign(action, outputs.nameOf(action), value);
        body.drafts.add(assign);
        body.end = new Slot.Output(assign);
    }

    private void number(Dict parameters) {
        switch (ValueReader.item(values.read(parameters.get("WFNumberActionNumber")), ValueReader.NUMBER_ITEM)) {
            case Value.Num number -> literal(number);
            case Value.Bool bool -> literal(bool);
            case Reference reference -> literal(reference);
            case Value.Nothing nothing -> literal(nothing);
            default -> call();
        }
    }

    private void items(@Nullable PlistValue items) {
        boolean list = action.id().equals(Literals.LIST);
        if (items == null) {
            literal(list ? new Value.ListOf(List.of()) : new Value.Dictionary(List.of()));
            return;
        }
        switch (values.read(items)) {
            case Value.ListOf read when list -> literal(read);
            case Value.Dictionary read when !list -> literal(read);
            default -> call();
        }
    }

    private void valueForKey(Dict parameters) {
        String type = parameters.text("WFGetDictionaryValueType");
        Value key = values.read(parameters.get("WFDictionaryKey"));
        Value from = input(parameters, "WFInput");
        if ((type == null || type.equals("Value"))
                && key instanceof Text(String text)
                && from instanceof Reference(Source source, var accesses)) {
            List<Access> path = new ArrayList<>(accesses);
            path.add(new Access.Key(text));
            literal(new Reference(source, path));
            return;
        }
        SequencedMap<String, Value> read = parameters();
        if (!(from instanceof Value.Nothing)) {
            read.putFirst("WFInput", from);
        }
        call(read);
    }

    private void getVariable(Dict parameters) {
        Value value = values.read(parameters.get("WFVariable"));
        Draft.Assign assign = new Draft.Assign(action, outputs.nameOf(action), value);
        body.drafts.add(assign);
        body.end = assign.name == null ? new Slot.Got(assign) : new Slot.Output(assign);
    }

    private void setVariable(Dict parameters) {
        Value value = input(parameters, "WFInput");
        String variable = target(parameters);
        if (variable != null) {
            body.drafts.add(new Draft.Assign(action, variable, value));
            assigned.add(variable);
            given(variable);
        }
    }

    private void appendVariable(Dict parameters) {
        Value value = input(parameters, "WFInput");
        String variable = target(parameters);
        if (variable != null) {
            if (assigned.add(variable)) {
                firstTouch.getOrDefault(variable, anchor).lists.add(variable);
            }
            if (!(value instanceof Value.Nothing)) {
                body.drafts.add(new Draft.Append(action, variable, value));
            }
            body.end = new Slot.Known(value);
            String name = outputs.nameOf(action);
            if (name != null) {
                body.drafts.add(new Draft.Assign(null, name, value));
            }
        }
    }

    /** Setting a variable gives its value on. */
    private void given(String variable) {
        Reference reference = Reference.to(variable);
        body.end = new Slot.Known(reference);
        String name = outputs.nameOf(action);
        if (name != null) {
            mentioned.add(variable);
            body.drafts.add(new Draft.Assign(null, name, reference));
        }
    }

    private @Nullable String target(Dict parameters) {
        String name = parameters.text("WFVariableName");
        if (name == null || name.isEmpty()) {
            warn("names no variable and is left out.");
            return null;
        }
        return named(name);
    }

    private void call() {
        call(parameters());
    }

    private SequencedMap<String, Value> parameters() {
        SequencedMap<String, Value> read = new LinkedHashMap<>();
        Catalog.Action known = catalog.byId(action.id()).orElse(null);
        action.parameters().entries().forEach((key, value) -> {
            if (!noise(known, key)) {
                Value parameter = values.read(value);
                if (!(parameter instanceof Value.Nothing)) {
                    read.put(key, parameter);
                }
            }
        });
        return read;
    }

    /** Whether the key says nothing about what the action does. */
    private static boolean noise(Catalog.@Nullable Action known, String key) {
        if (NOISE.contains(key) || key.startsWith("Show-")) {
            return true;
        }
        return known != null
                && (known.noise().contains(key)
                        || (LEFT_BEHIND.contains(key) && known.byKey(key).isEmpty()));
    }

    private void call(Map<String, Value> parameters) {
        Catalog.Action known = catalog.byId(action.id()).orElse(null);
        String key =
                known == null ? null : known.input().map(Catalog.Parameter::key).orElse(null);
        SequencedMap<String, Value> all = new LinkedHashMap<>(parameters);
        if (implicit && key != null && action.parameters().get(key) == null) {
            Value before = flowing();
            if (!(before instanceof Value.Nothing)) {
                all.putFirst(key, before);
            }
        }
        Draft.Call call = new Draft.Call(action, all, outputs.nameOf(action));
        body.drafts.add(call);
        Value explicit = key == null ? null : all.get(key);
        if (action.id().equals(Literals.EXIT) || action.id().equals(Literals.OUTPUT)) {
            body.end = new Slot.Ended();
        } else if (action.id().equals(Literals.NOTHING)) {
            body.end = new Slot.Empty();
        } else if (known == null || known.output() != null) {
            body.end = new Slot.Output(call);
        } else if (explicit != null) {
            // What gives nothing itself gives on what it was given.
            body.end = new Slot.Known(explicit);
        }
    }

    /** An input that the tree always has: as the file says, else what flows. */
    private Value input(Dict parameters, String key) {
        PlistValue given = parameters.get(key);
        return given != null ? values.read(given) : implicit ? flowing() : new Value.Nothing();
    }

    // ---- what flows

    /** Takes what flows, naming it if need be. */
    private Value flowing() {
        return take(body.end);
    }

    private Value take(Slot slot) {
        return switch (slot) {
            case Slot.Empty() -> new Value.Nothing();
            case Slot.Ended() -> new Value.Nothing();
            case Slot.Known(Value value) -> passed.on(value);
            case Slot.Got(Draft.Assign assign) -> {
                assign.passedOn = true;
                yield assign.name == null ? passed.on(assign.value) : reference(assign.name);
            }
            case Slot.Output(Draft.Giving draft) -> {
                if (draft.name == null && draft.action != null) {
                    draft.name = outputs.fresh(draft.action);
                }
                yield draft.name == null ? new Value.Nothing() : reference(draft.name);
            }
            case Slot.Result(Draft.Block block) -> {
                if (block.result == null) {
                    bind(block, outputs.fresh(block.end));
                }
                yield block.result == null ? new Value.Nothing() : reference(block.result);
            }
        };
    }

    private Reference reference(String name) {
        mentioned.add(name);
        return Reference.to(name);
    }

    /** Gives a block's result a variable, assigned at the end of every branch; a loop's is a list. */
    private void bind(Draft.Block block, String name) {
        block.result = name;
        if (!block.loop()) {
            block.bodies.forEach(branch -> settle(branch, name));
            return;
        }
        Draft.Assign list = new Draft.Assign(null, name, new Value.ListOf(List.of()));
        for (int i = block.home.size() - 1; i >= 0; i--) {
            if (block.home.get(i) == block) {
                block.home.add(i, list);
                break;
            }
        }
        Draft.Body branch = block.bodies.getFirst();
        Value value = take(branch.end);
        if (!(value instanceof Value.Nothing)) {
            branch.drafts.add(new Draft.Append(null, name, value));
        }
    }

    private void settle(Draft.Body branch, String name) {
        switch (branch.end) {
            case Slot.Ended() -> {
                // Nothing comes after it.
            }
            case Slot.Output(Draft.Giving draft) when draft.name == null && branch.endsWith(draft) -> draft.name = name;
            case Slot.Got(Draft.Assign draft) when draft.name == null && branch.endsWith(draft) -> draft.name = name;
            case Slot.Result(Draft.Block inner)
            when inner.result == null && branch.endsWith(inner) -> bind(inner, name);
            case Slot slot -> {
                Value value = take(slot);
                // Actions that share an identifier share the variable, too.
                if (!value.equals(Reference.to(name))) {
                    branch.drafts.add(new Draft.Assign(null, name, value));
                }
            }
        }
    }

    // ---- blocks

    private void block(Blocks.Node.Block node) {
        Draft.Body outer = body;
        Draft.Block block = switch (action.id()) {
            case Literals.IF -> choice(node);
            case Literals.MENU -> menu(node);
            default -> loop(node);
        };
        body = outer;
        action = node.end() == null ? node.start() : node.end();
        block.end = action;
        body.end = new Slot.Result(block);
        for (Action named : node.end() == null ? List.of(node.start()) : List.of(node.end(), node.start())) {
            String name = outputs.nameOf(named);
            if (name == null || name.equals(block.result)) {
                continue;
            }
            if (block.result == null) {
                bind(block, name);
            } else {
                body.drafts.add(new Draft.Assign(null, name, reference(block.result)));
            }
        }
    }

    private Draft.Block choice(Blocks.Node.Block node) {
        var condition = conditions.read(action.parameters(), () -> implicit ? flowing() : new Value.Nothing());
        Draft.If choice = new Draft.If(action, body.drafts, condition);
        body.drafts.add(choice);
        Slot start =
                implicit ? new Slot.Known(condition.comparisons().getFirst().left()) : new Slot.Empty();
        for (Blocks.Branch branch : node.branches()) {
            choice.bodies.add(branch(branch, start));
        }
        if (choice.bodies.size() == 1) {
            choice.bodies.add(new Draft.Body(start));
        }
        return choice;
    }

    private Draft.Body branch(Blocks.Branch branch, Slot start) {
        Draft.Body inner = new Draft.Body(start);
        body = inner;
        branch.nodes().forEach(this::node);
        return inner;
    }

    private Draft.Block menu(Blocks.Node.Block node) {
        Slot start = body.end;
        if (!node.branches().getFirst().nodes().isEmpty()) {
            warn("has actions before its first item, which never run and are left out.");
        }
        Draft.Menu menu =
                new Draft.Menu(action, body.drafts, text(action.parameters().get("WFMenuPrompt")));
        body.drafts.add(menu);
        List<Value> items = action.parameters().array("WFMenuItems").stream()
                .map(this::text)
                .toList();
        for (Blocks.Branch branch : node.branches().subList(1, node.branches().size())) {
            Action head = branch.head();
            if (head != null) {
                action = head;
                menu.titles.add(title(head.parameters()));
                menu.bodies.add(branch(branch, start));
            }
        }
        if (items.size() > menu.titles.size()) {
            Set<Value> known = new HashSet<>(menu.titles);
            for (Value item : items) {
                if (known.add(item)) {
                    menu.titles.add(item);
                    menu.bodies.add(new Draft.Body(start));
                }
            }
        }
        return menu;
    }

    private Value title(Dict parameters) {
        Value attributed = text(parameters.get("WFMenuItemAttributedTitle"));
        return attributed instanceof Value.Template || parameters.text("WFMenuItemTitle") == null
                ? attributed
                : text(parameters.get("WFMenuItemTitle"));
    }

    /** Text or a template, whatever the file has there. */
    private Value text(@Nullable PlistValue value) {
        return switch (values.read(value)) {
            case Text text -> text;
            case Value.Template template -> template;
            case Reference reference -> new Value.Template(List.of(reference));
            case Value.Num(var number) -> new Text(number.toPlainString());
            default -> new Text("");
        };
    }

    private Draft.Block loop(Blocks.Node.Block node) {
        String suffix = loops.isEmpty() ? "" : "_" + (loops.size() + 1);
        Slot start = body.end;
        Draft.Block loop;
        if (action.id().equals(Literals.REPEAT)) {
            Value count = ValueReader.number(values.read(action.parameters().get("WFRepeatCount")));
            loop = new Draft.Repeat(
                    action, body.drafts, "index" + suffix, count instanceof Value.Nothing ? Value.Num.of(1) : count);
        } else {
            String item = "item" + suffix;
            Value items = input(action.parameters(), "WFInput");
            loop = new Draft.ForEach(action, body.drafts, item, "index" + suffix, items);
            start = new Slot.Known(Reference.to(item));
        }
        body.drafts.add(loop);
        loops.add(loop);
        loop.bodies.add(branch(node.branches().getFirst(), implicit ? start : new Slot.Empty()));
        loops.removeLast();
        return loop;
    }

    // ---- what tokens stand for

    @Override
    public Source output(String uuid, String shownName) {
        String name = outputs.variable(uuid, shownName);
        if (!outputs.defined(uuid) && reported.add(uuid)) {
            warn("refers to the output \"" + name + "\" of an action that the file does not have.");
        }
        mentioned.add(name);
        return new Source.Variable(name);
    }

    @Override
    public Source variable(String name) {
        Matcher magic = MAGIC.matcher(name);
        if (magic.matches()) {
            int level = magic.group(2) == null ? 1 : Integer.parseInt(magic.group(2));
            String loopName = level > loops.size() ? null : loopName(loops.get(level - 1), magic.group(1));
            if (loopName != null) {
                return new Source.Variable(loopName);
            }
        }
        String variable = named(name);
        mentioned.add(variable);
        firstTouch.putIfAbsent(variable, anchor);
        if (!set.contains(name) && reported.add(name)) {
            warn("reads the variable \"" + variable + "\", which nothing sets.");
        }
        return new Source.Variable(variable);
    }

    private static @Nullable String loopName(Draft.Block loop, String what) {
        boolean index = what.equals("Index");
        return switch (loop) {
            case Draft.ForEach each -> {
                each.counts |= index;
                yield index ? each.index : each.item;
            }
            case Draft.Repeat repeat -> {
                repeat.counts |= index;
                yield index ? repeat.index : null;
            }
            case Draft.If choice -> null;
            case Draft.Menu menu -> null;
        };
    }

    private String named(String name) {
        return variables.computeIfAbsent(name, fresh -> names.fresh(fresh, "variable"));
    }

    @Override
    public Value actionInput() {
        return implicit ? flowing() : new Reference(new Source.WorkflowInput(), List.of());
    }

    @Override
    public void warn(String what) {
        problems.warn(action, what);
    }
}
