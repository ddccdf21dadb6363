package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a call, in order; neighbours under raw keys share one {@code **{}}. */
final class Arguments {
    private final ValuePrinter values;
    private final List<Layout> layouts = new ArrayList<>();
    private final List<Layout> raw = new ArrayList<>();

    Arguments(ValuePrinter values) {
        this.values = values;
    }

    void named(String name, Value value) {
        closeRaw();
        layouts.add(Layout.row(Layout.of(name + "="), values.value(value)));
    }

    void raw(String key, Value value) {
        raw.add(values.entry(new Value.Entry(new Value.Text(key), value)));
    }

    List<Layout> layouts() {
        closeRaw();
        return layouts;
    }

    private void closeRaw() {
        if (!raw.isEmpty()) {
            layouts.add(Layout.list("**{", List.copyOf(raw), "}"));
            raw.clear();
        }
    }
}
