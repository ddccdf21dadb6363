package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes statements as actions. A name that one action gives is that action's output; one that a block gives, the
 * output of the block's end; any other a variable that is set.
 */
final class BodyWriter {
    private final Catalog catalog;
    private final NameUse uses;
    private final BlockResults blocks;
    private final Uuids uuids;
    private final ValueWriter values = new ValueWriter(this::variable);
    private final ConditionWriter conditions = new ConditionWriter(values);

    private final List<PlistValue> actions = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final Map<String, String> outputs = new HashMap<>();
    /** The names of the loops around, by the names that files have for them. */
    private final Map<String, String> loopNames = new HashMap<>();

    private int depth;
    private int loops;
    private int statements;

    BodyWriter(Catalog catalog, NameUse uses, List<Statement> body) {
        this.catalog = catalog;
        this.uses = uses;
        blocks = new BlockResults(catalog, uses, body);
        uuids = new Uuids(uses.digest());
    }

    ValueWriter values() {
        return values;
    }

    List<PlistValue> actions() {
        return actions;
    }

    /** The action of each statement, by the statement's number in the order of the code. */
    Map<Integer, Integer> places() {
        return places;
    }

    void write(List<Statement> body) {
        for (int i = 0; i < body.size(); i++) {
            int number = statements++;
            List<Statement> before = body.subList(0, i);
            switch (body.get(i)) {
                case Statement.Comment(String text) ->
                    main(number, Literals.COMMENT, entries("WFCommentActionText", new Str(text)));
                case Statement.Call call -> call(number, call);
                case Statement.Assign assign -> assign(number, assign, before);
                case Statement.Append append -> append(number, append, before);
                case Statement.If choice -> choice(number, choice);
                case Statement.Menu menu -> menu(number, menu);
                case Statement.Repeat repeat -> repeat(number, repeat);
                case Statement.ForEach each -> forEach(number, each);
            }
        }
    }

    // ---- names

    /** Whether a name is the output of the one statement that gives it. */
    private boolean output(String name) {
        List<Statement> definitions = uses.definitions(name);
        if (definitions.size() != 1 || uses.copied(name)) {
            return false;
        }
        return switch (definitions.getFirst()) {
            case Statement.Call call -> true;
            case Statement.Assign(String variable, Value value) -> literal(value);
            default -> false;
        };
    }

    /** Whether there is an action that gives this value. */
    private static boolean literal(Value value) {
        return switch (value) {
            case Text text -> true;
            case Template template -> true;
            case Value.Num number -> true;
            case Value.Bool bool -> true;
            case Value.Dictionary dictionary -> true;
            case Value.ListOf list -> true;
            case Reference reference -> keyed(reference);
            case Value.Nothing nothing -> false;
            case Value.Moment moment -> false;
            case Value.Blob blob -> false;
            case Value.Quantity quantity -> false;
            case Value.Struct struct -> false;
        };
    }

    private static boolean keyed(Reference reference) {
        return !reference.accesses().isEmpty() && reference.accesses().getLast() instanceof Access.Key;
    }

    /** The token of a variable. */
    private Dict variable(String name) {
        String loopName = loopNames.get(name);
        String uuid = loopName == null ? outputs.get(name) : null;
        if (uuid == null && loopName == null && output(name)) {
            uuid = uuid(name);
        }
        return uuid != null ? token(uuid, shown(name)) : named(loopName == null ? name : loopName);
    }

    private static Dict named(String variable) {
        return Dict.of("Type", new Str("Variable"), "VariableName", new Str(variable));
    }

    private static Dict token(String uuid, String shown) {
        Map<String, PlistValue> entries = entries("Type", new Str("ActionOutput"));
        entries.put("OutputUUID", new Str(uuid));
        entries.put("OutputName", new Str(shown));
        return new Dict(entries);
    }

    private String uuid(String name) {
        return outputs.computeIfAbsent(name, any -> uuids.next());
    }

    /** What the app shows for a name. */
    private String shown(String name) {
        List<Statement> definitions = uses.definitions(name);
        String action = switch (definitions.size() == 1 ? definitions.getFirst() : null) {
            case Statement.Call call -> call.action();
            case Statement.Assign assign -> literalAction(assign.value());
            case null, default -> "";
        };
        String key = definitions.getFirst() instanceof Statement.Assign assign ? key(assign.value()) : null;
        return implied(action, key, name) ? Literals.outputName(catalog, action) : name;
    }

    private boolean implied(String action, @Nullable String key, String name) {
        return Names.implied(catalog, Literals.hint(catalog, action, key), name);
    }

    /** Names an output, unless it is so named anyway. */
    private void name(Map<String, PlistValue> parameters, String action, @Nullable String key, String name) {
        parameters.put("UUID", new Str(uuid(name)));
        if (!implied(action, key, name)) {
            parameters.put("CustomOutputName", new Str(name));
        }
    }

    // ---- actions

    private static Map<String, PlistValue> entries(String key, PlistValue value) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        entries.put(key, value);
        return entries;
    }

    private void add(String id, Map<String, PlistValue> parameters) {
        actions.add(
                Dict.of("WFWorkflowActionIdentifier", new Str(id), "WFWorkflowActionParameters", new Dict(parameters)));
    }

    /** Adds the action that stands for a statement. */
    private void main(int number, String id, Map<String, PlistValue> parameters) {
        places.putIfAbsent(number, actions.size());
        add(id, parameters);
    }

    private void call(int number, Statement.Call call) {
        Map<String, PlistValue> parameters = new LinkedHashMap<>();
        call.parameters().forEach((key, value) -> values.put(parameters, key, value));
        String result = call.result();
        if (result == null || blocks.tail(call)) {
            main(number, call.action(), parameters);
        } else if (output(result)) {
            name(parameters, call.action(), null, result);
            main(number, call.action(), parameters);
        } else {
            String uuid = uuids.next();
            parameters.put("UUID", new Str(uuid));
            main(number, call.action(), parameters);
            set(result, ValueWriter.wrapper("WFTextTokenAttachment", token(uuid, shownOutput(call.action()))));
        }
    }

    private String shownOutput(String action) {
        String name = Literals.outputName(catalog, action);
        return name.isEmpty() ? Literals.tail(action) : name;
    }

    private void set(String variable, PlistValue input) {
        Map<String, PlistValue> parameters = entries("WFVariableName", new Str(variable));
        if (!(input instanceof PlistValue.Null)) {
            parameters.put("WFInput", input);
        }
        add(Literals.SET_VARIABLE, parameters);
    }

    private void assign(int number, Statement.Assign assign, List<Statement> before) {
        String name = assign.variable();
        Value value = assign.value();
        if (blocks.list(assign) || startsList(assign)) {
            return;
        }
        if (blocks.tail(assign)) {
            flow(number, value, before);
        } else if (output(name)) {
            Map<String, PlistValue> parameters = literalParameters(value);
            name(parameters, literalAction(value), key(value), name);
            main(number, literalAction(value), parameters);
        } else {
            places.putIfAbsent(number, actions.size());
            set(name, attachment(value));
        }
    }

    /** An empty list at the top of the code that is appended to before anything else needs no action. */
    @SuppressWarnings("ReferenceEquality") // this very statement, not one like it
    private boolean startsList(Statement.Assign assign) {
        List<Statement> definitions = uses.definitions(assign.variable());
        return depth == 0
                && assign.value().equals(new Value.ListOf(List.of()))
                && definitions.size() > 1
                && definitions.getFirst() == assign
                && definitions.get(1) instanceof Statement.Append;
    }

    private void append(int number, Statement.Append append, List<Statement> before) {
        if (blocks.tail(append)) {
            if (!blocks.flows(append.value(), before)) {
                flow(number, append.value(), before);
            }
            return;
        }
        PlistValue input = attachment(append.value());
        if (!(input instanceof PlistValue.Null)) {
            Map<String, PlistValue> parameters = entries("WFVariableName", new Str(append.variable()));
            parameters.put("WFInput", input);
            main(number, Literals.APPEND_VARIABLE, parameters);
        }
    }

    /** An action whose nameless output is the value, to flow out of a branch. */
    private void flow(int number, Value value, List<Statement> before) {
        if (value instanceof Value.Nothing) {
            if (!blocks.nothingFlows(before)) {
                main(number, Literals.NOTHING, new LinkedHashMap<>());
            }
        } else if (literal(value)) {
            main(number, literalAction(value), literalParameters(value));
        } else {
            main(number, Literals.GET_VARIABLE, entries("WFVariable", values.parameter(value)));
        }
    }

    private static String literalAction(Value value) {
        return switch (value) {
            case Value.Num number -> Literals.NUMBER;
            case Value.Bool bool -> Literals.NUMBER;
            case Value.Dictionary dictionary -> Literals.DICTIONARY;
            case Value.ListOf list -> Literals.LIST;
            case Reference reference -> Literals.VALUE_FOR_KEY;
            default -> Literals.TEXT;
        };
    }

    private static @Nullable String key(Value value) {
        return value instanceof Reference reference
                        && keyed(reference)
                        && reference.accesses().getLast() instanceof Access.Key(String key)
                ? key
                : null;
    }

    private Map<String, PlistValue> literalParameters(Value value) {
        return switch (value) {
            case Value.Num(var number) -> entries("WFNumberActionNumber", new Str(number.toPlainString()));
            case Value.Bool(boolean bool) -> entries("WFNumberActionNumber", new PlistValue.Bool(bool));
            case Value.Dictionary dictionary -> entries("WFItems", values.parameter(dictionary));
            case Value.ListOf list -> entries("WFItems", values.items(list));
            case Reference(Source source, var accesses) -> {
                String key = key(value);
                Map<String, PlistValue> parameters = entries(
                        "WFInput", values.attachment(new Reference(source, accesses.subList(0, accesses.size() - 1))));
                parameters.put("WFDictionaryKey", new Str(key == null ? "" : key));
                yield parameters;
            }
            default -> entries("WFTextActionText", values.parameter(value));
        };
    }

    /** A value where only variables can be: a literal gets an action of its own first. */
    private PlistValue attachment(Value value) {
        if (value instanceof Reference || !literal(value)) {
            return values.parameter(value);
        }
        String action = literalAction(value);
        Map<String, PlistValue> parameters = literalParameters(value);
        String uuid = uuids.next();
        parameters.put("UUID", new Str(uuid));
        add(action, parameters);
        return ValueWriter.wrapper("WFTextTokenAttachment", token(uuid, Literals.outputName(catalog, action)));
    }

    // ---- blocks

    private final class Group {
        final String id;
        final Str group = new Str(uuids.next());

        Group(String id) {
            this.id = id;
        }

        Map<String, PlistValue> parameters(int mode) {
            Map<String, PlistValue> parameters = entries("GroupingIdentifier", group);
            parameters.put("WFControlFlowMode", Int.of(mode));
            return parameters;
        }

        void end(Statement block) {
            Map<String, PlistValue> parameters = parameters(2);
            String result = blocks.of(block);
            if (result != null) {
                name(parameters, id, null, result);
            }
            add(id, parameters);
        }
    }

    private void inner(List<Statement> body) {
        depth++;
        write(body);
        depth--;
    }

    private void choice(int number, Statement.If choice) {
        List<PlistValue> inputs = new ArrayList<>();
        for (Comparison comparison : choice.condition().comparisons()) {
            inputs.add(attachment(comparison.left()));
        }
        Group group = new Group(Literals.IF);
        Map<String, PlistValue> parameters = group.parameters(0);
        parameters.putAll(conditions.write(choice.condition(), inputs));
        reserve(choice);
        main(number, Literals.IF, parameters);
        inner(choice.then());
        if (!choice.otherwise().isEmpty()) {
            add(Literals.IF, group.parameters(1));
            inner(choice.otherwise());
        }
        group.end(choice);
    }

    /** Draws the identifier of a block's result before those of its body. */
    private void reserve(Statement block) {
        String result = blocks.of(block);
        if (result != null) {
            uuid(result);
        }
    }

    private void menu(int number, Statement.Menu menu) {
        Group group = new Group(Literals.MENU);
        Map<String, PlistValue> parameters = group.parameters(0);
        if (!menu.prompt().equals(new Text(""))) {
            values.put(parameters, "WFMenuPrompt", menu.prompt());
        }
        parameters.put(
                "WFMenuItems",
                new PlistValue.Array(menu.cases().stream()
                        .map(item -> values.item(item.title()))
                        .toList()));
        reserve(menu);
        main(number, Literals.MENU, parameters);
        for (Statement.Case item : menu.cases()) {
            Map<String, PlistValue> head = group.parameters(1);
            switch (item.title()) {
                case Text(String title) -> head.put("WFMenuItemTitle", new Str(title));
                case Template template -> {
                    Dict attributed = values.attributed(template);
                    head.put("WFMenuItemTitle", new Str(String.valueOf(attributed.text("string"))));
                    head.put("WFMenuItemAttributedTitle", attributed);
                }
                default -> values.put(head, "WFMenuItemTitle", item.title());
            }
            add(Literals.MENU, head);
            inner(item.body());
        }
        group.end(menu);
    }

    private void repeat(int number, Statement.Repeat repeat) {
        Group group = new Group(Literals.REPEAT);
        Map<String, PlistValue> parameters = group.parameters(0);
        values.put(parameters, "WFRepeatCount", repeat.count());
        reserve(repeat);
        main(number, Literals.REPEAT, parameters);
        loop(null, repeat.index(), repeat.body());
        group.end(repeat);
    }

    private void forEach(int number, Statement.ForEach each) {
        PlistValue items = attachment(each.items());
        Group group = new Group(Literals.REPEAT_EACH);
        Map<String, PlistValue> parameters = group.parameters(0);
        if (!(items instanceof PlistValue.Null)) {
            parameters.put("WFInput", items);
        }
        reserve(each);
        main(number, Literals.REPEAT_EACH, parameters);
        loop(each.item(), each.index(), each.body());
        group.end(each);
    }

    private void loop(@Nullable String item, @Nullable String index, List<Statement> body) {
        Map<String, String> outer = new HashMap<>(loopNames);
        loops++;
        String suffix = loops == 1 ? "" : " " + loops;
        bind(item, "Repeat Item" + suffix);
        bind(index, "Repeat Index" + suffix);
        inner(body);
        loops--;
        loopNames.clear();
        loopNames.putAll(outer);
    }

    private void bind(@Nullable String name, String loopName) {
        if (name != null) {
            if (uses.copied(name)) {
                set(name, ValueWriter.wrapper("WFTextTokenAttachment", named(loopName)));
            } else {
                loopNames.put(name, loopName);
            }
        }
    }
}
