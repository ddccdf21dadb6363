package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A call of an interpreted action: its arguments by the file's keys, and the machine it acts on. */
final class Invocation {
    private final Machine machine;
    private final String action;
    private final Map<String, Value> parameters;

    Invocation(Machine machine, String action, Map<String, Value> parameters) {
        this.machine = machine;
        this.action = action;
        this.parameters = parameters;
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

    /** The argument, nothing where there is none. */
    Item item(String key) {
        Value value = parameters.get(key);
        return value == null ? Item.nothing() : machine.evaluation().of(value);
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
        return machine.notInterpreted(action, parameters);
    }

    /** A value that only its action and these texts are known of. */
    Item unknown(ContentType type, String label, String... origin) {
        return Givens.unknown(type, label, Seeds.digest(action + "\n" + String.join("\n", origin)), as());
    }

    String seen(String key) {
        return as().seen(item(key));
    }
}
