package dev.selvedge.eval.teval;

import dev.selvedge.core.python.PythonLiteral;
import dev.selvedge.core.python.PythonValue;
import java.util.Optional;

/**
 * How T-Eval reads what a model wrote (its {@code format_load}): without a code fence, from the first start character to
 * the last end character, as a Python literal, else as JSON, else as JSON with its single quotes made double.
 */
final class LooseJson {
    private static final String FENCE = "```json";

    private LooseJson() {}

    /**
     * Reads a text whole, but for a fence.
     *
     * @return nothing where it cannot be read
     */
    static Optional<PythonValue> read(String text) {
        return parse(unfenced(text));
    }

    /** Reads the part of a text from the first start character to the last end character. */
    static Optional<PythonValue> read(String text, char start, char end) {
        String body = unfenced(text);
        int from = body.indexOf(start);
        int to = body.lastIndexOf(end);
        return from < 0 || to < from ? Optional.empty() : parse(body.substring(from, to + 1));
    }

    private static String unfenced(String text) {
        int fence = text.indexOf(FENCE);
        if (fence < 0) {
            return text;
        }
        String body = text.substring(fence + FENCE.length());
        int start = 0;
        int end = body.length();
        while (start < end && body.charAt(start) == '`') {
            start++;
        }
        while (end > start && body.charAt(end - 1) == '`') {
            end--;
        }
        return body.substring(start, end);
    }

    private static Optional<PythonValue> parse(String body) {
        return PythonLiteral.read(body)
                .or(() -> PythonValue.readJson(body))
                .or(() -> PythonValue.readJson(body.replace('\'', '"')));
    }
}
