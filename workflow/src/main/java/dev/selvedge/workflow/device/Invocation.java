package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A call of an interpreted action: its arguments by the file's keys, and the machine it acts on. */
final class Invocation {
    private final Machine machine;
    private final String action;
    private final Map<String, Value> parameters;
    private final Map<String, Item> evaluated = new LinkedHashMap<>();
    private boolean interpreted = true;

    Invocation(Machine machine, String action, Map<String, Value> parameters) {
        this.machine = machine;
        this.action = action;
        this.parameters = parameters;
    }

    String action() {
        return action;
    }

    /** False once the call was treated as one that the device does not interpret. */
    boolean interpreted() {
        return interpreted;
    }

    Machine machine() {
        return machine;
    }

    Coercion as() {
        return machine.as();
    }

    Meter meter() {
        return machine.meter();
    }

    State state() {
        return machine.state();
    }

    Map<String, Value> parameters() {
        return parameters;
    }

    boolean has(String key) {
        return parameters.containsKey(key);
    }

    /** The argument, nothing where there is none. Evaluated once: to ask the user is part of it. */
    Item item(String key) {
        Value value = parameters.get(key);
        if (value == null) {
            return Item.nothing();
        }
        Item known = evaluated.get(key);
        if (known == null) {
            known = machine.evaluation().of(value);
            evaluated.put(key, known);
            machine.input(key, known);
        }
        return known;
    }

    /** The argument; a text field that holds one reference and nothing else passes on what that refers to. */
    Item whole(String key) {
        if (parameters.get(key) instanceof Value.Template(List<Value> parts)
                && parts.size() == 1
                && parts.getFirst() instanceof Value.Reference only
                && !evaluated.containsKey(key)) {
            Item item = machine.evaluation().of(only);
            evaluated.put(key, item);
            machine.input(key, item);
        }
        return item(key);
    }

    /** Notes the plain arguments that were not looked at. */
    void noteRest() {
        parameters.forEach((key, value) -> {
            boolean plain = value instanceof Value.Text
                    || value instanceof Value.Num
                    || value instanceof Value.Bool
                    || (value instanceof Value.Reference reference
                            && reference.source() instanceof Value.Source.Variable
                            && reference.accesses().isEmpty());
            if (plain && !evaluated.containsKey(key)) {
                machine.input(key, machine.evaluation().of(value));
            }
        });
    }

    /** The first of these arguments that is there. */
    Item item(String key, String otherKey) {
        return item(has(key) ? key : otherKey);
    }

    /** The argument's items without inner lists. */
    List<Item> items(String key) {
        return as().flat(item(key));
    }

    /** The argument as text, empty where there is none. */
    String text(String key) {
        return as().text(item(key));
    }

    /** The argument as text, the fallback where there is none or it is empty. */
    String text(String key, String fallback) {
        String text = has(key) ? text(key) : "";
        return text.isEmpty() ? fallback : text;
    }

    /** The argument as a number, null where it is none. */
    @Nullable
    BigDecimal number(String key) {
        return as().number(item(key));
    }

    BigDecimal number(String key, long fallback) {
        BigDecimal number = number(key);
        return number == null ? BigDecimal.valueOf(fallback) : number;
    }

    int count(String key, int fallback) {
        return Decimal.toInt(number(key, fallback));
    }

    boolean flag(String key, boolean fallback) {
        Boolean truth = as().truth(item(key));
        return truth == null ? fallback : truth;
    }

    /** The argument's items one by one through a function. */
    Item each(String key, UnaryOperator<Item> function) {
        return as().each(item(key), function);
    }

    /** Something that a person sees, hears, or is sent to. */
    void shows(String... namesAndValues) {
        machine.journal().effect(action, Machine.SCREEN, namesAndValues);
    }

    /** A change of something in the world that is not shown; changes of different things have no order. */
    void changes(String stream, String... namesAndValues) {
        machine.journal().effect(action, stream, namesAndValues);
    }

    /** Asks the user; the suggestion is empty for none. */
    Item ask(String type, String prompt, String suggestion) {
        return machine.ask(action, type, prompt, suggestion);
    }

    /** Treats this call as one that the device does not interpret. */
    Item uninterpreted() {
        interpreted = false;
        return machine.notInterpreted(action, arguments());
    }

    /** Records this call like one that the device does not interpret, where it is known that others do the work. */
    Item elsewhere() {
        return machine.journal().unknown(action, arguments());
    }

    /** Does what the device was told that the action does. */
    Item done(Behaviour behaviour) {
        SortedMap<String, String> arguments = machine.journal().given(action, arguments());
        String result;
        try {
            result = behaviour.of(arguments);
        } catch (Behaviour.Refusal e) {
            throw Halt.fault(e.sentence());
        }
        meter().produce(result.length());
        return new Item.Text(result);
    }

    private Map<String, Item> arguments() {
        Map<String, Item> items = new LinkedHashMap<>();
        for (String key : parameters.keySet()) {
            items.put(key, item(key));
        }
        return items;
    }

    /** A value that only its action and these texts are known of. */
    Item unknown(ContentType type, String label, String... origin) {
        return Givens.unknown(type, label, Seeds.digest(action + "\n" + String.join("\n", origin)), as());
    }

    String seen(String key) {
        return as().seen(item(key));
    }
}
