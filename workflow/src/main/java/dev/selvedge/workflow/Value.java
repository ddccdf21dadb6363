package dev.selvedge.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a workflow: a literal, a composite, or a reference. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "node")
public sealed interface Value {
    /** Nothing: Python's {@code None}. */
    record Nothing() implements Value {}

    record Text(String text) implements Value {}

    /** Text with references in it: a Python f-string. Parts are {@link Text} or {@link Reference}. */
    record Template(List<Value> parts) implements Value {
        public Template {
            parts = List.copyOf(parts);
        }
    }

    record Num(BigDecimal number) implements Value {
        public static Num of(long number) {
            return new Num(BigDecimal.valueOf(number));
        }
    }

    record Bool(boolean value) implements Value {}

    /** A point in time. */
    record Moment(Instant instant) implements Value {}

    /**
     * Bytes, printed as a named resource.
     *
     * @param name of the resource, derived from a digest of the bytes
     */
    record Blob(String name, byte[] bytes) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Blob that && name.equals(that.name) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }
    }

    record ListOf(List<Value> items) implements Value {
        public ListOf {
            items = List.copyOf(items);
        }
    }

    /** A dictionary; keys are text or templates, in order, duplicates kept. */
    record Dictionary(List<Entry> entries) implements Value {
        public Dictionary {
            entries = List.copyOf(entries);
        }
    }

    record Entry(Value key, Value value) {}

    /**
     * A number with a unit.
     *
     * @param magnitude number, text or reference
     * @param unit as named in the file, for example {@code min}
     */
    record Quantity(Value magnitude, String unit) implements Value {}

    /**
     * A structure of the file that has no form of its own here: filters, time offsets, contacts, ...
     *
     * @param kind as named in the file
     */
    record Struct(String kind, Map<String, Value> fields) implements Value {
        public Struct {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * A value that is known when the workflow runs.
     *
     * @param accesses applied left to right
     */
    record Reference(Source source, List<Access> accesses) implements Value {
        public Reference {
            accesses = List.copyOf(accesses);
        }

        public static Reference to(String variable) {
            return new Reference(new Source.Variable(variable), List.of());
        }
    }

    /** Where a reference begins. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "node")
    sealed interface Source {
        /** A variable: an action's result, a named variable, a loop's item or index. */
        record Variable(String name) implements Source {}

        /** What the workflow was given. */
        record WorkflowInput() implements Source {}

        record CurrentDate() implements Source {}

        /**
         * Asks the user each time.
         *
         * @param prompt empty without one
         */
        record Ask(String prompt) implements Source {}

        record Clipboard() implements Source {}

        /** Facts of the device; the fact is a {@link Access.Property}. */
        record DeviceDetails() implements Source {}

        /** Any other source of the file, by its name there. */
        record Other(String type, Map<String, Value> fields) implements Source {
            public Other {
                fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            }
        }
    }

    /** A step from a value to a part or form of it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "node")
    sealed interface Access {
        /** A value of a dictionary; the key may be a dotted path. */
        record Key(String key) implements Access {}

        /** A property by its name in the file, for example {@code File Size}. */
        record Property(String name, Map<String, Value> details) implements Access {
            public Property {
                details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
            }
        }

        /** A change of content type. */
        record Coerce(ContentType type, String contentClass) implements Access {}

        /** A date or unit format, by the names and settings of the file. */
        record Format(String kind, Map<String, Value> settings) implements Access {
            public Format {
                settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            }
        }
    }
}
