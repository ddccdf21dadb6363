package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Questioner wrote: one JSON object of exactly seven keys, perhaps in a code fence (DARC, step 1 of the reward).
 *
 * @param question trimmed, never blank
 * @param answer the Questioner's own, as it is written; nothing where it is neither number nor text
 */
public record QuestionReply(String question, Optional<String> answer) {
    static final Set<String> KEYS = Set.of(
            "analysis",
            "question",
            "intermediate_results",
            "answer",
            "solving_time_estimate",
            "required_concepts",
            "potential_errors");

    private static final Pattern ROLE =
            Pattern.compile("(?i)^assistant\\s*+[:：]\\s*+(?=```|\\{)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FENCED =
            Pattern.compile("(?is)^```(?:json)?\\s*+(\\{.*\\})\\s*+```$", Pattern.UNICODE_CHARACTER_CLASS);

    /** Reads a reply; nothing where it breaks the form. */
    public static Optional<QuestionReply> read(String reply) {
        String text = ROLE.matcher(PythonSpace.strip(reply)).replaceFirst("");
        Matcher fenced = FENCED.matcher(text);
        String object = fenced.matches() ? fenced.group(1) : text;
        if (!object.startsWith("{") || !object.endsWith("}")) {
            return Optional.empty();
        }
        return PythonValue.readJson(object).flatMap(QuestionReply::of);
    }

    private static Optional<QuestionReply> of(PythonValue value) {
        if (!(value instanceof PythonValue.Dict dict)
                || dict.entries().size() != KEYS.size()
                || !KEYS.stream().allMatch(dict::has)
                || !(dict.get("question") instanceof PythonValue.Text(String question))
                || PythonSpace.blank(question)) {
            return Optional.empty();
        }
        return Optional.of(new QuestionReply(PythonSpace.strip(question), answer(dict.get("answer"))));
    }

    private static Optional<String> answer(PythonValue value) {
        return switch (value) {
            case PythonValue.Int number -> Optional.of(number.text());
            case PythonValue.Float number -> Optional.of(number.text());
            case PythonValue.Bool truth -> Optional.of(truth.text());
            case PythonValue.Text(String text) -> Optional.of(text);
            case PythonValue.Singleton none -> Optional.empty();
            case PythonValue.Bytes bytes -> Optional.empty();
            case PythonValue.Sequence sequence -> Optional.empty();
            case PythonValue.Dict dict -> Optional.empty();
        };
    }
}
