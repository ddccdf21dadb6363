package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.ContentClasses;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random workflows of every construct, with names and texts that are hard to write. */
final class Trees {
    private static final List<String> NAMES =
            List.of("x", "level", "text_1", "class_1", "größe", "match", "print_1", "item_2", "items", "i");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "Hello",
            "it's",
            "say \"hi\"",
            "both ' and \"",
            "\"\"\"",
            "'''",
            "back\\slash",
            "\\",
            "line\nbreak",
            "\n",
            "tab\t",
            "{brace}",
            "}}{{",
            "{x}",
            "# no comment",
            "\r\n",
            "\u0000",
            "\u001b[0m",
            "é😀\u200d",
            "\ud83d",
            "\u2028",
            "\u202e",
            "\ufeff",
            "%s %",
            "\\N{BULLET}",
            "\\x41",
            "  indented",
            "trailing ",
            "case \"x\":",
            "long ".repeat(30) + "\n" + "line ".repeat(20),
            "one\n\n\ntwo\n".repeat(12) + "'\"");

    private final Random random;
    private final List<Catalog.Action> actions = List.copyOf(Catalog.bundled().actions());
    private final List<String> assigned = new ArrayList<>();

    Trees(long seed) {
        random = new Random(seed);
    }

    Workflow workflow() {
        boolean plain = random.nextInt(4) > 0;
        assigned.add("x");
        List<Statement> body = new ArrayList<>(List.of(new Statement.Assign("x", new Value.Text("start"))));
        body.addAll(body(4));
        return new Workflow(
                plain ? "" : text(),
                body,
                plain
                        ? Workflow.Header.DEFAULT
                        : new Workflow.Header(
                                random.nextBoolean()
                                        ? HeaderCode.anything()
                                        : many(() -> pick("WFURLContentItem", "Other")),
                                many(this::text),
                                fields(2)));
    }

    private List<Statement> body(int depth) {
        return many(() -> statement(depth));
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            all.add(one.get());
        }
        return all;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String text() {
        return random.nextInt(3) > 0 ? pick(TEXTS) : pick(TEXTS) + pick(TEXTS);
    }

    private String assign() {
        String name = pick(NAMES);
        assigned.add(name);
        return name;
    }

    private Statement statement(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 6)) {
            case 0, 1 -> call();
            case 2, 3 -> new Statement.Assign(assign(), value(3));
            case 4 -> new Statement.Append(assign(), value(2));
            case 5 -> new Statement.Comment(text());
            case 6, 7, 8 -> new Statement.If(condition(), body(depth - 1), body(depth - 1));
            case 9 ->
                new Statement.Menu(
                        pick(new Value.Text(text()), template(), value(1)),
                        many(() -> new Statement.Case(
                                pick(new Value.Text(text()), template(), reference(1)), body(depth - 1))));
            case 10 -> new Statement.Repeat(random.nextBoolean() ? null : assign(), value(1), body(depth - 1));
            default ->
                new Statement.ForEach(
                        assign(), random.nextBoolean() ? null : assign() + "_n", value(2), body(depth - 1));
        };
    }

    private Statement call() {
        String result = random.nextBoolean() ? null : assign();
        if (random.nextInt(5) == 0) {
            return new Statement.Call(pick("com.example.Do", "a", "it's \"x\""), fields(2), result);
        }
        Catalog.Action action = pick(actions);
        Map<String, Value> parameters = new LinkedHashMap<>();
        for (Catalog.Parameter parameter : action.parameters()) {
            if (random.nextInt(3) == 0) {
                boolean listed = !parameter.values().isEmpty() && random.nextBoolean();
                parameters.put(parameter.key(), listed ? new Value.Text(pick(parameter.values())) : value(2));
            }
        }
        if (random.nextInt(3) == 0) {
            parameters.put(pick("Show-x", "text", "WFUnknown", "class", "größe"), value(1));
        }
        return new Statement.Call(action.id(), parameters, result);
    }

    private Condition condition() {
        List<Comparison> comparisons = new ArrayList<>(List.of(comparison()));
        comparisons.addAll(random.nextInt(3) == 0 ? many(this::comparison) : List.of());
        return new Condition(random.nextBoolean(), comparisons);
    }

    private Comparison comparison() {
        Operator operator = pick(Operator.values());
        Value left = value(1);
        return switch (operator) {
            case HAS_VALUE, HAS_NO_VALUE, IS_TODAY -> new Comparison(left, operator, null, null);
            case BETWEEN -> new Comparison(left, operator, value(1), value(1));
            default -> new Comparison(left, operator, value(1), null);
        };
    }

    private Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 15 : 9)) {
            case 0 -> new Value.Nothing();
            case 1, 2 -> new Value.Text(text());
            case 3 ->
                new Value.Num(pick(
                        BigDecimal.ZERO,
                        BigDecimal.ONE,
                        new BigDecimal("-5"),
                        new BigDecimal("1.50"),
                        new BigDecimal("1E+30"),
                        new BigDecimal("-2.5E-9"),
                        new BigDecimal("123456789012345678901234567890")));
            case 4 -> new Value.Bool(random.nextBoolean());
            case 5 -> new Value.Moment(Instant.ofEpochMilli(random.nextLong(-1L << 48, 1L << 48)));
            case 6 -> new Value.Blob("blob_" + random.nextInt(5), new byte[0]);
            case 7, 8 -> reference(depth);
            case 9 -> new Value.ListOf(many(() -> value(depth - 1)));
            case 10 ->
                new Value.Dictionary(
                        many(() -> new Value.Entry(pick(new Value.Text(text()), template()), value(depth - 1))));
            case 11 -> new Value.Quantity(value(depth - 1), text());
            case 12 -> new Value.Struct(pick("dict", "WFTimeOffsetValue", text()), fields(depth - 1));
            default -> template();
        };
    }

    private Map<String, Value> fields(int depth) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            fields.put(pick("Key", "Show-x", "class", "WFInput", text()), value(Math.max(0, depth - 1)));
        }
        return fields;
    }

    /** A template as the tree has it: references, with texts that are neither empty nor neighbours between. */
    private Value template() {
        List<Value> parts = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            String text = text();
            if (!text.isEmpty() && random.nextInt(3) > 0) {
                parts.add(new Value.Text(text));
            }
            parts.add(reference(1));
        }
        String text = text();
        if (!text.isEmpty()) {
            parts.add(new Value.Text(text));
        }
        return new Value.Template(parts);
    }

    private Value.Reference reference(int depth) {
        Source source = switch (random.nextInt(10)) {
            case 0 -> new Source.WorkflowInput();
            case 1 -> new Source.CurrentDate();
            case 2 -> new Source.Ask(text());
            case 3 -> new Source.Clipboard();
            case 4 -> new Source.DeviceDetails();
            case 5 -> new Source.Other(text(), fields(depth));
            case 6 -> new Source.Variable(pick("lost", "never_set"));
            default -> new Source.Variable(pick(assigned));
        };
        return new Value.Reference(source, many(() -> access(depth)));
    }

    private Access access(int depth) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Access.Key(text());
            case 2 ->
                new Access.Property(
                        pick("Name", "File Size", "URL", "id", "Is a Screenshot", "Class", text()),
                        random.nextInt(3) == 0 ? fields(depth) : Map.of());
            case 3, 4 -> {
                String contentClass = pick(
                        "WFStringContentItem",
                        "WFNumberContentItem",
                        "WFDecimalNumberContentItem",
                        "WFDictionaryContentItem",
                        "WFDateContentItem",
                        "WFBooleanContentItem",
                        "WFImageContentItem",
                        text());
                yield new Access.Coerce(ContentClasses.type(contentClass), contentClass);
            }
            default -> format(depth);
        };
    }

    private Access format(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> DateFormat.ofPattern(text());
            case 1 ->
                new Access.Format(
                        "WFDateFormatVariableAggrandizement",
                        Map.of(
                                "WFDateFormatStyle",
                                new Value.Text("ISO 8601"),
                                "WFISO8601IncludeTime",
                                new Value.Bool(true)));
            default -> new Access.Format(pick("WFUnitVariableAggrandizement", text()), fields(depth));
        };
    }
}
