package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonNumber;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.core.python.PythonValue.Brackets;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Sequence;
import dev.selvedge.core.python.PythonValue.Text;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Questioner was to do, found in the record that a trainer hands on: verl wraps the reward's ground truth in more
 * of the same, as objects, JSON or Python in text.
 *
 * @param level the wanted level; nothing where none is found that an {@code int} holds
 * @param answerType the wanted type of answer by its published name, in lower case
 * @param document the text that the question is to be about, never blank
 * @param documentId what tells documents apart; in published records a whole number
 */
public record Assignment(
        OptionalInt level, Optional<String> answerType, Optional<String> document, Optional<String> documentId) {
    private static final List<String> LEVEL = List.of("difficulty_id", "difficulty", "level");
    private static final List<String> TYPE = List.of("answer_type", "answer_format", "expected_answer_type");
    private static final List<String> DOCUMENT = List.of("text", "context", "passage", "source_text", "content");
    private static final List<String> AROUND_DOCUMENT = List.of("extra_info", "ground_truth", "meta");
    private static final List<String> ID = List.of("doc_id", "index", "id");
    private static final List<String> AROUND_ID = List.of("extra_info", "meta", "ground_truth");
    private static final int DEEPEST = 100;

    /** Finds everything in a record; of several places the first counts, as in the published code. */
    public static Assignment of(PythonValue record) {
        Walk walk = new Walk();
        walk.into(record, 0);
        PythonValue outer =
                record instanceof Text(String text) ? PythonValue.readJson(text).orElse(record) : record;
        return new Assignment(walk.level, walk.type, document(outer, 0), id(outer, 0));
    }

    /** Looks for level and type at once, since both may stand in texts within texts. */
    private static final class Walk {
        private OptionalInt level = OptionalInt.empty();
        private Optional<String> type = Optional.empty();

        void into(PythonValue value, int depth) {
            if (depth > DEEPEST) {
                return;
            }
            switch (value) {
                case Text(String text) -> text(PythonSpace.strip(text), depth);
                case PythonValue.Int number -> level(number);
                case PythonValue.Float number -> level(number);
                case PythonValue.Bool truth -> level(truth);
                case Dict dict -> dict(dict, depth);
                case Sequence(Brackets brackets, List<PythonValue> items) -> {
                    if (brackets == Brackets.LIST) {
                        items.forEach(item -> into(item, depth + 1));
                    }
                }
                case PythonValue.Singleton none -> {}
                case PythonValue.Bytes bytes -> {}
            }
        }

        private void text(String text, int depth) {
            if (!text.isEmpty()) {
                Optional<PythonValue> inner = PythonValue.readJson(text).or(() -> PythonLiteral.read(text));
                inner.ifPresentOrElse(found -> into(found, depth + 1), () -> level(new Text(text)));
            }
        }

        private void dict(Dict dict, int depth) {
            if (dict.has("ground_truth")) {
                into(dict.get("ground_truth"), depth + 1);
            }
            LEVEL.stream().filter(dict::has).forEach(key -> level(dict.get(key)));
            TYPE.stream().filter(dict::has).forEach(key -> type(dict.get(key)));
            if (dict.has("extra_info")) {
                into(dict.get("extra_info"), depth + 1);
            }
        }

        private void level(PythonValue value) {
            if (level.isEmpty()) {
                level = PythonNumber.integer(value)
                        .filter(number -> number.bitLength() < Integer.SIZE)
                        .map(number -> OptionalInt.of(number.intValueExact()))
                        .orElse(OptionalInt.empty());
            }
        }

        private void type(PythonValue value) {
            if (type.isEmpty() && value instanceof Text(String name) && !PythonSpace.blank(name)) {
                type = Optional.of(PythonSpace.strip(name).toLowerCase(Locale.ROOT));
            }
        }
    }

    private static Optional<String> document(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (value instanceof Dict dict) {
            for (String key : DOCUMENT) {
                if (dict.has(key) && dict.get(key) instanceof Text(String text) && !PythonSpace.blank(text)) {
                    return Optional.of(text);
                }
            }
            return AROUND_DOCUMENT.stream()
                    .filter(dict::has)
                    .flatMap(key -> document(dict.get(key), depth + 1).stream())
                    .findFirst();
        }
        return items(value).stream()
                .flatMap(item -> document(item, depth + 1).stream())
                .findFirst();
    }

    private static Optional<String> id(PythonValue value, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (value instanceof Dict dict) {
            for (String key : ID) {
                Optional<BigInteger> number = dict.has(key) ? PythonNumber.integer(dict.get(key)) : Optional.empty();
                if (number.isPresent()) {
                    return number.map(BigInteger::toString);
                }
            }
            return AROUND_ID.stream()
                    .filter(dict::has)
                    .flatMap(key -> id(dict.get(key), depth + 1).stream())
                    .findFirst();
        }
        return items(value).stream()
                .flatMap(item -> id(item, depth + 1).stream())
                .findFirst();
    }

    private static List<PythonValue> items(PythonValue value) {
        return value instanceof Sequence(Brackets brackets, List<PythonValue> items) && brackets == Brackets.LIST
                ? items
                : List.of();
    }
}
