package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Float;
import dev.selvedge.core.python.PythonValue.Int;
import dev.selvedge.core.python.PythonValue.Sequence;
import dev.selvedge.core.python.PythonValue.Singleton;
import dev.selvedge.core.python.PythonValue.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Questioner was to do, found in the record that a trainer hands on: verl wraps the reward's ground truth in more
 * of the same, as objects, JSON or Python in text.
 *
 * @param level the wanted level
 * @param answerType the wanted type of answer by its published name, in lower case
 * @param document the text that the question is to be about
 * @param documentId what tells documents apart
 */
public record Assignment(
        OptionalInt level, Optional<String> answerType, Optional<String> document, Optional<String> documentId) {
    private static final List<String> LEVEL = List.of("ground_truth", "difficulty_id", "difficulty", "level");
    private static final List<String> TYPE = List.of("answer_type", "answer_format", "expected_answer_type");
    private static final List<String> DOCUMENT = List.of("text", "context", "passage", "source_text", "content");
    private static final List<String> ID = List.of("doc_id", "index", "id");
    private static final int DEEPEST = 20;

    /** Finds everything in a record. */
    public static Assignment of(PythonValue record) {
        return new Assignment(level(record, 0), type(record, 0), document(record, 0), id(record, 0));
    }

    private static OptionalInt level(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return OptionalInt.empty();
        }
        return switch (value) {
            case Int(var number) ->
                number.bitLength() < 31 ? OptionalInt.of(number.intValueExact()) : OptionalInt.empty();
            case Float(double number) ->
                Double.isFinite(number) && Math.abs(number) < Integer.MAX_VALUE
                        ? OptionalInt.of((int) number)
                        : OptionalInt.empty();
            case PythonValue.Bool(boolean truth) -> OptionalInt.of(truth ? 1 : 0);
            case Text(String text) -> {
                Optional<PythonValue> inner = parsed(text);
                yield inner.isPresent() ? level(inner.get(), depth + 1) : OptionalInt.empty();
            }
            case Sequence(var brackets, List<PythonValue> items) -> {
                OptionalInt found = OptionalInt.empty();
                for (int i = 0; i < items.size() && found.isEmpty(); i++) {
                    found = level(items.get(i), depth + 1);
                }
                yield found;
            }
            case Dict dict -> {
                OptionalInt found = OptionalInt.empty();
                for (String key : LEVEL) {
                    if (found.isEmpty() && dict.has(key)) {
                        found = level(dict.get(key), depth + 1);
                    }
                }
                yield found.isEmpty() && dict.has("extra_info") ? level(dict.get("extra_info"), depth + 1) : found;
            }
            case Singleton none -> OptionalInt.empty();
            case PythonValue.Bytes bytes -> OptionalInt.empty();
        };
    }

    private static Optional<String> type(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        return switch (value) {
            case Text(String text) -> parsed(text).flatMap(inner -> type(inner, depth + 1));
            case Dict dict -> {
                for (String key : TYPE) {
                    if (dict.has(key) && dict.get(key) instanceof Text(String name) && !name.isBlank()) {
                        yield Optional.of(name.strip().toLowerCase(Locale.ROOT));
                    }
                }
                yield dict.has("extra_info") ? type(dict.get("extra_info"), depth + 1) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> document(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        return switch (value) {
            case Text(String text) ->
                parsed(text)
                        .filter(inner -> inner instanceof Dict || inner instanceof Sequence)
                        .flatMap(inner -> document(inner, depth + 1));
            case Sequence(var brackets, List<PythonValue> items) ->
                items.stream()
                        .flatMap(item -> document(item, depth + 1).stream())
                        .findFirst();
            case Dict dict -> {
                for (String key : DOCUMENT) {
                    if (dict.has(key) && dict.get(key) instanceof Text(String text) && !text.isBlank()) {
                        yield Optional.of(text);
                    }
                }
                yield List.of("extra_info", "ground_truth", "meta").stream()
                        .filter(dict::has)
                        .flatMap(key -> document(dict.get(key), depth + 1).stream())
                        .findFirst();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> id(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (value instanceof Text(String text)) {
            return parsed(text).filter(Dict.class::isInstance).flatMap(inner -> id(inner, depth + 1));
        }
        if (!(value instanceof Dict dict)) {
            return Optional.empty();
        }
        for (String key : ID) {
            if (dict.has(key) && !(dict.get(key) instanceof Singleton)) {
                return Optional.of(dict.get(key).text());
            }
        }
        return List.of("extra_info", "meta", "ground_truth").stream()
                .filter(dict::has)
                .flatMap(key -> id(dict.get(key), depth + 1).stream())
                .findFirst();
    }

    /** A text as JSON, or as a Python literal. */
    private static Optional<PythonValue> parsed(String text) {
        return PythonValue.readJson(text).or(() -> PythonLiteral.read(text));
    }
}
