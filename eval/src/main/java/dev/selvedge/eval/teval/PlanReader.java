package dev.selvedge.eval.teval;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads plans in the forms that T-Eval knows. A plan that cannot be read has no steps. */
final class PlanReader {
    private static final Pattern REWOO = Pattern.compile("^(Plan|Dependency|Action) \\d+:(.*)$", Pattern.MULTILINE);
    private static final Pattern REWOO_CALL = Pattern.compile("(?:#E\\d+ *= *)?([^\\[({]*)(.*)");
    private static final Pattern PIECES = Pattern.compile("\\. |\n");

    private PlanReader() {}

    static List<PlanStep> prediction(PlanCase plan) {
        return switch (plan.form()) {
            case JSON -> steps(plan.prediction());
            case STR -> prose(plan.prediction().asString(""), plan.tools());
            case REWOO -> rewoo(plan.prediction().asString(""));
        };
    }

    static List<PlanStep> truth(PlanCase plan) {
        List<PlanStep> steps = steps(plan.truth());
        return plan.form() == PlanCase.Form.REWOO
                ? steps.stream()
                        .map(step -> new PlanStep(step.id(), step.name(), keywords(step.args())))
                        .toList()
                : steps;
    }

    /** A list of objects with name, id and args; one that lacks a part, or whose id is no integer, spoils all. */
    private static List<PlanStep> steps(JsonNode plan) {
        Optional<PythonValue> read =
                plan.isString() ? LooseJson.read(plan.stringValue(), '[', ']') : Optional.of(PythonValue.of(plan));
        if (!(read.orElse(PythonValue.Singleton.NONE)
                        instanceof Sequence(PythonValue.Brackets brackets, List<PythonValue> items)
                && brackets == PythonValue.Brackets.LIST)) {
            return List.of();
        }
        try {
            return items.stream().map(PlanReader::step).toList();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return List.of();
        }
    }

    private static PlanStep step(PythonValue item) {
        if (!(item instanceof Dict fields)) {
            throw new IllegalArgumentException("a step is an object");
        }
        return new PlanStep(
                integer(fields.get("id")),
                fields.get("name").text(),
                fields.get("args").text());
    }

    /** As Python's {@code int}, of 64 bits. */
    private static long integer(PythonValue value) {
        return switch (value) {
            case PythonValue.Bool(boolean set) -> set ? 1 : 0;
            case PythonValue.Int(BigInteger number) -> number.longValueExact();
            case PythonValue.Float(double number) ->
                new BigDecimal(number).toBigInteger().longValueExact();
            case PythonValue.Text(String text) -> integer(text.strip());
            case PythonValue.Singleton s -> throw new IllegalArgumentException("no number");
            case PythonValue.Bytes b -> throw new IllegalArgumentException("no number");
            case Sequence s -> throw new IllegalArgumentException("no number");
            case Dict d -> throw new IllegalArgumentException("no number");
        };
    }

    private static long integer(String text) {
        if (!text.matches("[+-]?\\d+(_\\d+)*")) {
            throw new IllegalArgumentException("no number");
        }
        return Long.parseLong(text.replace("_", ""));
    }

    /** The piece between full stops and line ends names a step by the tool that it mentions first. */
    private static List<PlanStep> prose(String text, List<String> tools) {
        List<PlanStep> steps = new ArrayList<>();
        for (String piece : PIECES.split(text)) {
            String name = "";
            int first = Integer.MAX_VALUE;
            for (String tool : tools) {
                int place = piece.indexOf(tool);
                if (place >= 0 && place < first) {
                    first = place;
                    name = tool;
                }
            }
            if (!name.isEmpty()) {
                steps.add(new PlanStep(steps.size(), name, piece));
            }
        }
        return steps;
    }

    /** As many plans as dependencies and actions; an action is {@code #E1 = name{k="v"}}, with brackets of any kind. */
    private static List<PlanStep> rewoo(String text) {
        List<PlanStep> steps = new ArrayList<>();
        int plans = 0;
        int dependencies = 0;
        Matcher lines = REWOO.matcher(text);
        while (lines.find()) {
            switch (lines.group(1)) {
                case "Plan" -> plans++;
                case "Dependency" -> dependencies++;
                default -> {
                    Matcher call = REWOO_CALL.matcher(lines.group(2).strip());
                    if (call.matches()) {
                        String args = call.group(2).strip();
                        String inside = args.length() < 2 ? "" : args.substring(1, args.length() - 1);
                        steps.add(new PlanStep(steps.size(), call.group(1).strip(), "{" + inside + "}"));
                    }
                }
            }
        }
        return plans == steps.size() && dependencies == steps.size() ? steps : List.of();
    }

    /** Arguments as ReWOO writes them. */
    private static String keywords(String args) {
        return object(args)
                .map(fields -> fields.entries().values().stream()
                        .map(entry -> entry.key().text() + "=\"" + entry.value().text() + '"')
                        .collect(Collectors.joining(", ", "{", "}")))
                .orElse(args);
    }

    /** The object that arguments are, in JSON or as Python writes it. */
    static Optional<Dict> object(String args) {
        return PythonLiteral.read(args)
                .or(() -> PythonValue.readJson(args))
                .filter(Dict.class::isInstance)
                .map(Dict.class::cast);
    }
}
