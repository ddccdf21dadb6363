package dev.selvedge.eval.teval;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Dict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * T-Eval's score of following a format: whether thought, action and arguments stand where they should, and how much of
 * action and arguments is right.
 *
 * <p><b>Published</b>: arguments in text are a Python literal, so {@code true}, {@code false} and {@code null} make them
 * no arguments; arguments that are not asked for cost nothing, and one that lacks counts where the right one is empty;
 * arguments that are no object are an error. <b>Corrected</b>: JSON is read too, arguments that are not asked for count as
 * wrong, what lacks is wrong, and arguments that are no object are none.
 */
final class InstructScoring {
    private InstructScoring() {}

    /** What a model wrote, taken apart. */
    private record Written(PythonValue action, @Nullable PythonValue args) {}

    /** Scores by name; both are null where there is no telling. */
    record Result(@Nullable Map<String, Double> published, String error, Map<String, Double> corrected) {}

    /**
     * Scores a case of T-Eval's form.
     *
     * @throws IllegalArgumentException with a sentence if it is none
     */
    static Result of(JsonNode line) {
        String form = line.path("format").asString("");
        JsonNode truth = line.path("ground_truth");
        if (!truth.path("args").isObject() || truth.path("action").isMissingNode()) {
            throw new IllegalArgumentException("A case of instructions has 'ground_truth' with 'action' and 'args'.");
        }
        PythonValue action = PythonValue.of(truth.get("action"));
        Dict args = (Dict) PythonValue.of(truth.get("args"));
        Optional<Written> strict = written(form, line, false);
        Optional<Written> tolerant = written(form, line, true);
        Map<String, Double> corrected = scores(
                form,
                tolerant.isPresent(),
                tolerant.map(w -> corrected(w, action, args)).orElse(0.0));
        if (strict.isPresent()
                && !(strict.get().args instanceof Dict)
                && !args.entries().isEmpty()) {
            return new Result(null, "AttributeError: the arguments are no object", corrected);
        }
        return new Result(
                scores(
                        form,
                        strict.isPresent(),
                        strict.map(w -> published(w, action, args)).orElse(0.0)),
                "",
                corrected);
    }

    private static Map<String, Double> scores(String form, boolean format, double args) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put(form + "_format_metric", format ? 1.0 : 0.0);
        scores.put(form + "_args_em_metric", args);
        return scores;
    }

    private static double published(Written written, PythonValue action, Dict gold) {
        int right = written.action.identity().equals(action.identity()) ? 1 : 0;
        for (PythonValue.Entry entry : gold.entries().values()) {
            String key = entry.key().text();
            boolean has = written.args instanceof Dict args && args.has(key);
            PythonValue value = has && written.args instanceof Dict args ? args.get(key) : new PythonValue.Text("");
            right += value.identity().equals(entry.value().identity()) ? 1 : 0;
        }
        return right / (gold.entries().size() + 1.0);
    }

    private static double corrected(Written written, PythonValue action, Dict gold) {
        Map<String, PythonValue.Entry> mine = written.args instanceof Dict args ? args.entries() : Map.of();
        int right = written.action.identity().equals(action.identity()) ? 1 : 0;
        TreeSet<String> keys = new TreeSet<>(gold.entries().keySet());
        keys.addAll(mine.keySet());
        for (String key : keys) {
            PythonValue.Entry one = mine.get(key);
            PythonValue.Entry other = gold.entries().get(key);
            if (one != null && other != null) {
                right += one.value().identity().equals(other.value().identity()) ? 1 : 0;
            }
        }
        return right / (keys.size() + 1.0);
    }

    private static Optional<Written> written(String form, JsonNode line, boolean tolerant) {
        JsonNode template = line.path("template");
        JsonNode prediction = line.path("prediction");
        return switch (form) {
            case "json" -> fields(prediction, template);
            case "string" -> marked(prediction.asString(""), template, tolerant);
            default -> throw new IllegalArgumentException("The format is 'json' or 'string', not '" + form + "'.");
        };
    }

    private static Optional<Written> fields(JsonNode prediction, JsonNode template) {
        Optional<PythonValue> read = prediction.isString()
                ? LooseJson.read(prediction.stringValue())
                : Optional.of(PythonValue.of(prediction));
        String action = template.path("action").asString("");
        String args = template.path("args").asString("");
        return read.filter(Dict.class::isInstance)
                .map(Dict.class::cast)
                .filter(fields ->
                        fields.has(template.path("thought").asString("")) && fields.has(action) && fields.has(args))
                .map(fields -> new Written(fields.get(action), fields.get(args)));
    }

    /** Each part between its marks, one part right after the other; the first such place counts. */
    private static Optional<Written> marked(String text, JsonNode template, boolean tolerant) {
        List<String> marks = List.of(
                mark(template, "thought_start"),
                mark(template, "thought_end") + mark(template, "action_start"),
                mark(template, "action_end") + mark(template, "args_start"),
                mark(template, "args_end"));
        int[] starts = new int[marks.size()];
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = text.indexOf(marks.get(i), at);
            if (starts[i] < 0) {
                return Optional.empty();
            }
            at = starts[i] + marks.get(i).length();
        }
        String action =
                text.substring(starts[1] + marks.get(1).length(), starts[2]).strip();
        String args =
                text.substring(starts[2] + marks.get(2).length(), starts[3]).strip();
        PythonValue read = PythonLiteral.read(args)
                .or(() -> tolerant ? PythonValue.readJson(args) : Optional.empty())
                .orElse(Dict.of(List.of()));
        return Optional.of(new Written(new PythonValue.Text(action), read));
    }

    private static String mark(JsonNode template, String name) {
        JsonNode mark = template.path(name);
        if (!mark.isString()) {
            throw new IllegalArgumentException("The template of format 'string' needs '" + name + "'.");
        }
        return mark.stringValue();
    }
}
