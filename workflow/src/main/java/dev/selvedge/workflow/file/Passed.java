package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import java.util.Collection;
import java.util.Map;

/**
 * Counts what old files pass on silently. A value that is passed on stands in the tree again, and one that is made of what
 * was passed on can double with every action, so a small file could describe a tree without end.
 */
final class Passed {
    /** What a value weighs beside its characters. */
    private static final int VALUE = 32;

    private long left = Bounds.CONTENT;

    /** @throws WorkflowFormatException if all that was passed on is too much */
    Value on(Value value) {
        count(value);
        return value;
    }

    private void take(long weight) {
        left -= weight;
        if (left < 0) {
            throw new WorkflowFormatException("What the actions pass on silently adds up to more than "
                    + (Bounds.CONTENT >> 20) + " MiB, which is not read.");
        }
    }

    private void count(Value value) {
        take(VALUE);
        switch (value) {
            case Value.Text(String text) -> take(text.length());
            case Value.Template(var parts) -> all(parts);
            case Value.ListOf(var items) -> all(items);
            case Value.Dictionary(var entries) ->
                entries.forEach(entry -> {
                    count(entry.key());
                    count(entry.value());
                });
            case Value.Quantity(Value magnitude, String unit) -> count(magnitude);
            case Value.Struct(String kind, Map<String, Value> fields) -> all(fields.values());
            case Value.Blob blob -> take(blob.bytes().length);
            case Value.Reference(var source, var accesses) -> {
                take((long) VALUE * accesses.size());
                if (source instanceof Value.Source.Other(String type, var fields)) {
                    all(fields.values());
                }
                for (Access access : accesses) {
                    switch (access) {
                        case Access.Property(String name, var details) -> all(details.values());
                        case Access.Format(String kind, var settings) -> all(settings.values());
                        case Access.Key(String key) -> take(key.length());
                        case Access.Coerce coercion -> {}
                    }
                }
            }
            case Value.Nothing nothing -> {}
            case Value.Num number -> {}
            case Value.Bool bool -> {}
            case Value.Moment moment -> {}
        }
    }

    private void all(Collection<Value> values) {
        values.forEach(this::count);
    }
}
