package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.AnswerComparison.Rule;
import dev.selvedge.judge.answer.AnswerComparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether two answers are the same: integers, decimals, fractions, percentages, units, sets, intervals, LaTeX,
 * option letters and words. A parser of our own reads them; nothing of a model's text is ever run, and length, depth and
 * the size of numbers are bounded, so a comparison takes milliseconds whatever it is given. It is symmetric.
 *
 * <p>Two verdicts. The strict one is about what the string graders of published systems accept (Hendrycks' MATH, prm800k,
 * verl): the answer alone, written the same way. The lenient one finds the answer in prose and compares what it means, as
 * Math-Verify does; where it differs from that: decimals agree to six places as there, but {@code 1000 = 1,000} never
 * becomes a decimal comma, both directions of a relation and an interval agree, and a function of another variable is
 * another function.
 */
public final class AnswerEquivalence {
    private static final Pattern OPTION =
            Pattern.compile("\\(?([A-Ja-j])(?:[).:]|$)(?:\\s+\\S.*|\\.)?", Pattern.DOTALL);
    /** Whole numbers that can be written in one way only. */
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("(-?(?:0|\\d{1,20})),(\\d{1,20})");

    private AnswerEquivalence() {}

    /** Compares a prediction with the reference. */
    public static AnswerComparison compare(String gold, String prediction) {
        Optional<Rule> strict = PlainForm.same(gold, prediction);
        Extraction ours = Extraction.of(gold);
        Extraction theirs = Extraction.of(prediction);
        List<Maths> readings = readings(ours.span());
        List<Maths> others = readings(theirs.span());
        Rule rule = strict.orElseGet(() -> rule(ours.span(), theirs.span(), readings, others));
        return new AnswerComparison(
                strict.isPresent(),
                rule != Rule.DIFFERENT,
                rule,
                new Side(ours, NormalForm.of(readings.getFirst())),
                new Side(theirs, NormalForm.of(others.getFirst())));
    }

    /** Whether two answers mean the same: the lenient verdict alone. Plain whole numbers, the most of a vote, are not parsed. */
    public static boolean same(String gold, String prediction) {
        return WHOLE.matcher(gold).matches() && WHOLE.matcher(prediction).matches()
                ? gold.equals(prediction)
                : compare(gold, prediction).lenient();
    }

    private static Rule rule(String gold, String prediction, List<Maths> readings, List<Maths> others) {
        if (gold.isBlank() || prediction.isBlank()) {
            return Rule.DIFFERENT;
        }
        Optional<Rule> plain = PlainForm.same(gold, prediction);
        if (plain.isPresent()) {
            return plain.get();
        }
        if (option(gold).isPresent() && option(gold).equals(option(prediction))) {
            return Rule.OPTION;
        }
        Meaning meaning = new Meaning();
        for (Maths reading : readings) {
            for (Maths other : others) {
                Rule rule = meaning.compare(reading, other);
                if (rule != Rule.DIFFERENT) {
                    return rule;
                }
            }
        }
        return Rule.DIFFERENT;
    }

    /** What a text may say: a comma may be the decimal point of another language, except between thousands. */
    private static List<Maths> readings(String text) {
        List<Maths> readings = new ArrayList<>(List.of(MathReader.read(text)));
        Matcher comma = DECIMAL_COMMA.matcher(text.strip());
        if (comma.matches() && (comma.group(2).length() != 3 || comma.group(1).matches("-?0"))) {
            readings.add(MathReader.read(comma.group(1) + "." + comma.group(2)));
        }
        return readings;
    }

    /** The letter of {@code B}, {@code (B)}, {@code B.} or {@code B) because}. */
    private static Optional<String> option(String text) {
        Matcher option = OPTION.matcher(text.strip()
                .replaceAll("\\\\(?:text|mathrm|textbf|mathbf)\\{([^{}]*)\\}", "$1")
                .strip());
        return option.matches() ? Optional.of(option.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }
}
