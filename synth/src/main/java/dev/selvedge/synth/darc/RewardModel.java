package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Entry;
import dev.selvedge.core.python.PythonValue.Sequence;
import dev.selvedge.core.python.PythonValue.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The {@code reward_model} column of verl's records as a reward receives it: how a row is labelled, and its label, out of
 * the objects, JSON and Python that trainers wrap around them.
 *
 * @param fields at least {@code style} and {@code ground_truth} where they are given, and what else came with them
 */
public record RewardModel(Dict fields) {
    private static final int DEEPEST = 100;

    /** A label that follows a rule, as all are that say nothing else. */
    public static RewardModel rule(String groundTruth) {
        return new RewardModel(
                Dict.of(List.of(entry("style", new Text("rule")), entry("ground_truth", new Text(groundTruth)))));
    }

    /** Unwraps what a trainer handed on. */
    public static RewardModel of(PythonValue item) {
        return of(item, 0);
    }

    private static RewardModel of(PythonValue item, int depth) {
        if (item instanceof Text(String text)) {
            return text(PythonSpace.strip(text));
        }
        if (!(item instanceof Dict dict) || depth > DEEPEST) {
            return rule(item.text());
        }
        if (!dict.has("style") && dict.has("ground_truth")) {
            return of(dict.get("ground_truth"), depth + 1).with(dict);
        }
        boolean complete = dict.has("style") && dict.has("ground_truth");
        return dict.has("reward_model") && !complete
                ? of(dict.get("reward_model"), depth + 1).with(dict)
                : new RewardModel(dict);
    }

    private static RewardModel text(String text) {
        Optional<PythonValue> object = text.startsWith("{") && text.endsWith("}")
                ? PythonValue.readJson(text).or(() -> PythonLiteral.read(text))
                : Optional.empty();
        return object.isPresent() && object.get() instanceof Dict dict ? new RewardModel(dict) : rule(text);
    }

    /** With the {@code extra_info} of what was around it, unless it has its own. */
    private RewardModel with(Dict around) {
        if (!around.has("extra_info")
                || around.get("extra_info") == PythonValue.Singleton.NONE
                || fields.has("extra_info")) {
            return this;
        }
        Collection<Entry> entries = new ArrayList<>(fields.entries().values());
        entries.add(entry("extra_info", around.get("extra_info")));
        return new RewardModel(Dict.of(entries));
    }

    /** The label as text, empty where there is none. */
    public String groundTruth() {
        return fields.has("ground_truth") ? fields.get("ground_truth").text() : "";
    }

    /**
     * Rows beside each other that are the same: what is left of the groups of rollouts where a trainer hands on rows
     * without the names of their prompts.
     *
     * @param from the first row
     * @param to after the last row
     */
    public record Run(int from, int to) {}

    /** The runs of some rows, in their order. */
    public static List<Run> runs(List<? extends PythonValue> rows) {
        List<String> texts = rows.stream().map(RewardModel::sorted).toList();
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= texts.size(); i++) {
            if (i == texts.size() || !texts.get(i).equals(texts.get(start))) {
                runs.add(new Run(start, i));
                start = i;
            }
        }
        return runs;
    }

    /** As it is written, with the keys of objects in order. */
    private static String sorted(PythonValue value) {
        return switch (value) {
            case Dict dict ->
                dict.entries().values().stream()
                        .map(entry -> entry.key().repr() + ": " + sorted(entry.value()))
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
            case Sequence(var brackets, List<PythonValue> items) ->
                items.stream().map(RewardModel::sorted).collect(Collectors.joining(", ", "[", "]"));
            default -> value.repr();
        };
    }

    private static Entry entry(String key, PythonValue value) {
        return new Entry(new Text(key), value);
    }
}
