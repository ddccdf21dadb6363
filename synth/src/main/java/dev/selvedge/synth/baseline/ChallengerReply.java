package dev.selvedge.synth.baseline;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Brackets;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Sequence;
import dev.selvedge.core.python.PythonValue.Text;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SPICE's Challenger wrote, by the strict rules of DARC's copy of it: one JSON object of seven keys and nothing else,
 * each value of its form.
 *
 * @param question trimmed, cut after 2,000 characters as there; empty where the reply fell before it was read
 * @param answer as Python writes it; empty where the reply is refused
 * @param refused why it is refused, by the published name of the reason
 */
public record ChallengerReply(String question, String answer, Optional<String> refused) {
    private static final Set<String> KEYS = new TreeSet<>(List.of(
            "analysis",
            "question",
            "intermediate_results",
            "answer",
            "solving_time_estimate",
            "required_concepts",
            "potential_errors"));
    private static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_ITEMS = 10;
    private static final Pattern WRITTEN_FLOAT = Pattern.compile(
            "\"answer\"\\s*+:\\s*+[-+]?(?:\\d++\\.\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern OPTION =
            Pattern.compile("(?md)^\\s*+\\(?([A-D])\\)?[).:]\\s++", Pattern.UNICODE_CHARACTER_CLASS);

    /** A refusal on the way, without a trace, since it is one of the results. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String reason;

        Refusal(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /** Whether the reply keeps all rules. */
    public boolean isValid() {
        return refused.isEmpty();
    }

    /**
     * Reads a reply.
     *
     * @param answerType integer, float or categorical; anything else is taken for integer
     */
    public static ChallengerReply read(String reply, String answerType) {
        String text = PythonSpace.strip(reply);
        String question = "";
        try {
            Dict object = object(text);
            require(object.get("analysis") instanceof Text, "analysis_not_string");
            question = question(object.get("question"));
            checkResults(object.get("intermediate_results"));
            require(isFinite(object.get("solving_time_estimate")), "solving_time_estimate_not_number");
            checkTexts(object.get("required_concepts"), "required_concepts");
            checkTexts(object.get("potential_errors"), "potential_errors");
            String answer = answer(
                    object.get("answer"), PythonSpace.strip(answerType).toLowerCase(Locale.ROOT), text, question);
            return new ChallengerReply(question, answer, Optional.empty());
        } catch (Refusal e) {
            return new ChallengerReply(question, "", Optional.of(e.reason));
        }
    }

    private static void require(boolean holds, String reason) throws Refusal {
        if (!holds) {
            throw new Refusal(reason);
        }
    }

    private static Dict object(String text) throws Refusal {
        require(!text.isEmpty(), "empty");
        require(text.startsWith("{") && text.endsWith("}"), "not_json_object");
        PythonValue value = PythonValue.readJson(text).orElseThrow(() -> new Refusal("invalid_json"));
        if (!(value instanceof Dict dict)) {
            throw new Refusal("json_not_object");
        }
        Set<String> keys = new TreeSet<>();
        dict.entries().values().forEach(entry -> keys.add(entry.key().text()));
        Set<String> missing = new TreeSet<>(KEYS);
        missing.removeAll(keys);
        keys.removeAll(KEYS);
        require(
                missing.isEmpty() || keys.isEmpty(),
                "keys_mismatch(missing=" + list(missing) + ",extra=" + list(keys) + ")");
        require(missing.isEmpty(), "missing_keys(" + list(missing) + ")");
        require(keys.isEmpty(), "extra_keys(" + list(keys) + ")");
        return dict;
    }

    private static String list(Collection<String> names) {
        return new Sequence(
                        Brackets.LIST,
                        names.stream().map(name -> (PythonValue) new Text(name)).toList())
                .repr();
    }

    private static String question(PythonValue value) throws Refusal {
        if (!(value instanceof Text(String text)) || PythonSpace.blank(text)) {
            throw new Refusal("question_not_string");
        }
        String question = PythonSpace.strip(text);
        return question.codePointCount(0, question.length()) <= MOST_CHARACTERS
                ? question
                : PythonSpace.strip(question.substring(0, question.offsetByCodePoints(0, MOST_CHARACTERS)));
    }

    private static void checkResults(PythonValue value) throws Refusal {
        if (!(value instanceof Dict dict) || dict.entries().isEmpty()) {
            throw new Refusal("intermediate_results_not_object");
        }
        for (PythonValue.Entry entry : dict.entries().values()) {
            require(isText(entry.key()), "intermediate_results_bad_key");
            require(isText(entry.value()), "intermediate_results_bad_value");
        }
    }

    private static void checkTexts(PythonValue value, String name) throws Refusal {
        if (!(value instanceof Sequence(var brackets, List<PythonValue> items))
                || items.isEmpty()
                || items.size() > MOST_ITEMS) {
            throw new Refusal(name + "_not_array");
        }
        require(items.stream().allMatch(ChallengerReply::isText), name + "_bad_item");
    }

    private static boolean isText(PythonValue value) {
        return value instanceof Text(String text) && !PythonSpace.blank(text);
    }

    private static boolean isFinite(PythonValue value) {
        return value instanceof PythonValue.Float(double real)
                ? Double.isFinite(real)
                : value instanceof PythonValue.Int(var whole) && Double.isFinite(whole.doubleValue());
    }

    private static String answer(PythonValue value, String type, String reply, String question) throws Refusal {
        switch (type) {
            case "float" -> {
                require(value instanceof PythonValue.Float, "answer_not_float");
                require(WRITTEN_FLOAT.matcher(reply).find(), "answer_float_missing_decimal_point");
                require(isFinite(value), "answer_not_number");
                return value.text();
            }
            case "categorical" -> {
                return letter(value, question);
            }
            default -> {
                require(value instanceof PythonValue.Int, "answer_not_integer");
                require(isFinite(value), "answer_not_number");
                return value.text();
            }
        }
    }

    private static String letter(PythonValue value, String question) throws Refusal {
        if (!(value instanceof Text(String text)) || PythonSpace.blank(text)) {
            throw new Refusal("answer_not_categorical");
        }
        String letter = PythonSpace.strip(text).toUpperCase(Locale.ROOT);
        require(letter.matches("[A-D]"), "answer_categorical_not_a_d");
        Set<String> options = new HashSet<>();
        for (Matcher option = OPTION.matcher(question); option.find(); ) {
            options.add(option.group(1));
        }
        require(options.equals(Set.of("A", "B", "C", "D")), "categorical_missing_options");
        return letter;
    }
}
