package dev.selvedge.judge;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three labels that a step or an outcome can have. */
public enum Label {
    WRONG(-1),
    NEUTRAL(0),
    RIGHT(1);

    private static final int LONGEST_SHOWN = 40;
    private static final int MOST_DIGITS = 9;

    private final int value;

    @SuppressWarnings("ImmutableEnumChecker") // a score is a value
    private final Score score;

    Label(int value) {
        this.value = value;
        score = Score.of(value);
    }

    private static Label of(int value) {
        return value > 0 ? RIGHT : value < 0 ? WRONG : NEUTRAL;
    }

    public int value() {
        return value;
    }

    public Score score() {
        return score;
    }

    /** The label that a score is, null where it is unscored or no label. */
    public static @Nullable Label of(Score score) {
        return switch (score) {
            case Score.Value(double value) -> value == 1 ? RIGHT : value == 0 ? NEUTRAL : value == -1 ? WRONG : null;
            case Score.Unscored unscored -> null;
        };
    }

    /**
     * The label that a JSON value is: a whole number or its text, {@code +1} included. Everything else is unscored, with
     * what was found.
     *
     * @param fault whose fault an unreadable label is
     */
    public static Score read(JsonNode value, Fault fault) {
        if (value.isInt() && Math.abs(value.intValue()) <= 1) {
            return of(value.intValue()).score;
        }
        String text = value.isString() ? value.stringValue().strip() : value.isNumber() ? value.toString() : "";
        return switch (text) {
            case "1", "+1", "1.0" -> RIGHT.score();
            case "0", "0.0" -> NEUTRAL.score();
            case "-1", "-1.0" -> WRONG.score();
            default -> Score.unscored(fault, "no label" + (value.isNull() ? "" : ": " + excerpt(value)));
        };
    }

    /** The labels of an object that has message indices as fields; fields that are no index are left out. */
    static SortedMap<Integer, Score> readSteps(JsonNode steps, Fault fault) {
        SortedMap<Integer, Score> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> step : steps.properties()) {
            int index = index(step.getKey());
            if (index >= 0) {
                labels.putIfAbsent(index, read(step.getValue(), fault));
            }
        }
        return labels;
    }

    /** The message index that a field's name is: at most nine digits; -1 for all others. */
    static int index(String field) {
        boolean digits = !field.isEmpty()
                && field.length() <= MOST_DIGITS
                && field.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(field) : -1;
    }

    /** Writes {@code step_labels} and {@code final_label}; what is unscored is null. */
    static void write(Verdict verdict, ObjectNode record) {
        ObjectNode steps = record.putObject("step_labels");
        verdict.steps().forEach((step, score) -> put(steps, step.toString(), of(score)));
        put(record, "final_label", of(verdict.outcome()));
    }

    private static void put(ObjectNode object, String field, @Nullable Label label) {
        if (label == null) {
            object.putNull(field);
        } else {
            object.put(field, label.value);
        }
    }

    private static String excerpt(JsonNode value) {
        String text = Json.write(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
