package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonNumber;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Sequence;
import dev.selvedge.core.python.PythonValue.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A question that a Questioner wrote, with what it was to be.
 *
 * @param document never empty
 * @param question as it was written
 * @param answer the Questioner's own, a number as Python writes it
 * @param answerType the wanted type by its published name, never blank
 * @param level the wanted level
 */
public record GeneratedQuestion(String document, String question, String answer, String answerType, int level) {
    private static final Set<String> WANTED = Set.of("answer_type", "difficulty_id", "text");

    public GeneratedQuestion {
        if (document.isEmpty()) {
            throw new IllegalArgumentException("the document is empty");
        }
        if (answerType.isEmpty()) {
            throw new IllegalArgumentException("the question has no type of answer");
        }
    }

    /**
     * What a Questioner's reply gives for its assignment, by the published rules of the generator: the reply is one JSON
     * object of the seven keys without a fence, with a number as the time estimate. Blank and missing values of others
     * pass, as there.
     *
     * @return nothing where the reply breaks the form
     */
    public static Optional<GeneratedQuestion> read(String reply, String document, String answerType, int level) {
        Optional<PythonValue> parsed = PythonValue.readJson(reply);
        if (parsed.isEmpty() || !(parsed.get() instanceof Dict dict) || !hasForm(dict)) {
            return Optional.empty();
        }
        return question(dict.get("question"))
                .map(question -> new GeneratedQuestion(
                        document, question, dict.get("answer").text(), normalized(answerType), level));
    }

    /**
     * A sample of the published generator.
     *
     * @throws IllegalArgumentException if it lacks something, naming it
     */
    public static GeneratedQuestion of(Dict sample) {
        String document = text(sample, "text");
        String question = question(value(sample, "question"))
                .orElseThrow(() -> new IllegalArgumentException("'question' is neither a text nor a list of one"));
        int level = PythonNumber.integer(value(sample, "difficulty_id"))
                .filter(number -> number.bitLength() < Integer.SIZE)
                .orElseThrow(() -> new IllegalArgumentException("'difficulty_id' is no level"))
                .intValueExact();
        return new GeneratedQuestion(
                document, question, value(sample, "answer").text(), normalized(text(sample, "answer_type")), level);
    }

    private static boolean hasForm(Dict dict) {
        Set<String> keys = new HashSet<>();
        dict.entries().values().forEach(entry -> keys.add(entry.key().text()));
        keys.removeAll(WANTED);
        return keys.equals(QuestionReply.KEYS) && isNumber(dict.get("solving_time_estimate"));
    }

    private static boolean isNumber(PythonValue value) {
        return value instanceof Text(String text)
                ? PythonNumber.real(text).isPresent()
                : value instanceof PythonValue.Int
                        || value instanceof PythonValue.Float
                        || value instanceof PythonValue.Bool;
    }

    private static Optional<String> question(PythonValue value) {
        if (value instanceof Sequence(var brackets, List<PythonValue> items) && items.size() == 1) {
            return items.getFirst() instanceof Text(String text) ? Optional.of(text) : Optional.empty();
        }
        return value instanceof Text(String text) ? Optional.of(text) : Optional.empty();
    }

    private static String normalized(String answerType) {
        return PythonSpace.strip(answerType).toLowerCase(Locale.ROOT);
    }

    private static PythonValue value(Dict sample, String key) {
        if (!sample.has(key)) {
            throw new IllegalArgumentException("there is no '" + key + "'");
        }
        return sample.get(key);
    }

    private static String text(Dict sample, String key) {
        if (value(sample, key) instanceof Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' is no text");
    }
}
