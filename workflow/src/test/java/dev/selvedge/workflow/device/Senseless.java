package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Source;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws trees that are legal and mean nothing, with awkward values. */
final class Senseless {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "12",
            "-3.5",
            "{\"a\": [1, {\"b\": null}]}",
            "[1,2,",
            "https://example.com/a?b=c#d",
            "2024-02-30",
            "tomorrow at 25:00",
            "next month",
            "(a|b)*c",
            "((a+)+)+$",
            "$1\\",
            "1e300",
            "9999999999999999999999999999",
            "😀é\u0000",
            "a,b\nc",
            "2+(3*",
            "%zz%41",
            "Zm9v",
            "/..//x/",
            "Yes",
            "yyyy'",
            "x{1000000000}",
            "<p>a<b",
            "[x](y) **z");
    private static final List<String> NAMES = List.of("a", "b", "c", "item", "index");
    private static final List<String> UNITS = List.of("days", "min", "km", "°C", "nonsense", "");

    private final SplittableRandom random;
    private final List<Catalog.Action> actions = List.copyOf(Catalog.bundled().actions());

    Senseless(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    List<Statement> body(int depth) {
        List<Statement> body = new ArrayList<>();
        for (int i = random.nextInt(depth == 0 ? 20 : 5); i >= 0; i--) {
            body.add(statement(depth));
        }
        return body;
    }

    private Statement statement(int depth) {
        return switch (random.nextInt(depth > 4 ? 12 : 18)) {
            case 0, 1 -> new Statement.Assign(any(NAMES), value(0));
            case 2 -> new Statement.Append(any(NAMES), value(0));
            case 12, 13 -> new Statement.If(condition(), body(depth + 1), body(depth + 1));
            case 14 ->
                new Statement.Menu(
                        value(0),
                        List.of(
                                new Statement.Case(value(1), body(depth + 1)),
                                new Statement.Case(value(1), body(depth + 1))));
            case 15 -> new Statement.Repeat(any(NAMES), value(0), body(depth + 1));
            case 16, 17 -> new Statement.ForEach("item", "index", value(0), body(depth + 1));
            default -> call();
        };
    }

    private Statement call() {
        Catalog.Action action = any(actions);
        while (!Device.interprets(action.id()) && random.nextInt(10) > 0) {
            action = any(actions);
        }
        Map<String, Value> arguments = new LinkedHashMap<>();
        for (Catalog.Parameter parameter : action.parameters()) {
            if (random.nextInt(3) > 0) {
                boolean listed = !parameter.values().isEmpty() && random.nextInt(4) > 0;
                arguments.put(parameter.key(), listed ? new Value.Text(any(parameter.values())) : value(0));
            }
        }
        return new Statement.Call(action.id(), arguments, any(NAMES));
    }

    private Condition condition() {
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            comparisons.add(new Comparison(value(0), any(List.of(Operator.values())), value(0), value(0)));
        }
        return new Condition(random.nextBoolean(), comparisons);
    }

    private Value value(int depth) {
        return switch (random.nextInt(depth > 3 ? 8 : 16)) {
            case 0, 1 -> new Value.Text(any(TEXTS));
            case 2 -> new Value.Num(number());
            case 3 -> new Value.Bool(random.nextBoolean());
            case 4 -> random.nextInt(20) == 0 ? new Value.Moment(Instant.MAX) : new Value.Moment(Instant.EPOCH);
            case 5 -> random.nextInt(4) > 0 ? new Value.Nothing() : new Value.Blob("blob", new byte[] {(byte) 200});
            case 6, 7, 8, 9, 10 -> reference();
            case 11 -> new Value.ListOf(List.of(value(depth + 1), value(depth + 1)));
            case 12 -> new Value.Dictionary(List.of(new Value.Entry(value(depth + 1), value(depth + 1))));
            case 13 -> new Value.Quantity(value(depth + 1), any(UNITS));
            case 14 -> new Value.Struct("dict", Map.of(any(TEXTS), value(depth + 1)));
            default -> new Value.Template(List.of(new Value.Text("x"), reference(), reference()));
        };
    }

    private BigDecimal number() {
        return switch (random.nextInt(8)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> new BigDecimal("1E+290");
            case 2 -> new BigDecimal("1E-290");
            case 3 -> BigDecimal.valueOf(random.nextLong());
            case 4 -> BigDecimal.valueOf(random.nextInt(1_000), 2);
            default -> BigDecimal.valueOf(random.nextInt(-3, 12));
        };
    }

    private Value reference() {
        List<Access> accesses = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            accesses.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Access.Key(any(List.of("a", "a.b", "a.1", "b.")));
                        case 1 ->
                            new Access.Property(any(List.of("Name", "File Size", "Year", "Keys", "Host")), Map.of());
                        case 2 -> new Access.Coerce(any(List.of(ContentType.values())), "X");
                        default ->
                            new Access.Format(
                                    "date",
                                    Map.of("WFDateFormatStyle", value(3), "WFDateFormat", new Value.Text(any(TEXTS))));
                    });
        }
        Source source = switch (random.nextInt(12)) {
            case 0 -> new Source.WorkflowInput();
            case 1 -> new Source.Clipboard();
            case 2 -> new Source.CurrentDate();
            case 3 -> new Source.DeviceDetails();
            case 4 -> new Source.Other("HomeAccessory", Map.of());
            case 5 -> new Source.Ask("?");
            default -> new Source.Variable(any(NAMES));
        };
        return new Value.Reference(source, accesses);
    }
}
