package dev.selvedge.judge.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a text that is its answer. The surest sign decides: a text that is nothing but an answer, a final answer in
 * so many words, boxes, "the answer is", the last formula, the last number. At most the last {@value #MOST} characters are
 * looked at.
 *
 * @param rule what it was found by
 * @param span the answer as it stands in the text; of several boxes their contents with commas
 */
public record Extraction(Rule rule, String span) {
    static final int MOST = 20_000;

    private static final int WIDEST_GAP = 40;
    private static final Pattern FINAL =
            Pattern.compile("(?i)final answer is:?\\s{0,5}([^\\n]{1,500}?)\\.?\\s{0,5}I hope");
    private static final Pattern BOX = Pattern.compile("\\\\{1,2}(?:boxed|fbox)\\s{0,5}\\{");
    private static final Pattern SAID =
            Pattern.compile("(?i)\\banswer(?:\\s{1,5}is|\\s{1,5}should be|\\s{0,5}[:=])[:*\\s]{0,5}([^\\n]{1,500})");
    private static final Pattern FORMULA = Pattern.compile(
            "\\$\\$((?:\\\\.|[^$\\\\]){1,2000})\\$\\$|\\$((?:\\\\.|[^$\\\\]){1,2000})\\$"
                    + "|\\\\\\(((?:(?!\\\\\\)).){1,2000})\\\\\\)|\\\\\\[((?:(?!\\\\\\]).){1,2000})\\\\\\]",
            Pattern.DOTALL);
    private static final Pattern LAST_NUMBER = Pattern.compile(
            "(?<![\\p{L}\\d_.,])[-+]?(?:\\d{1,3}(?:,\\d{3}){1,10}|\\d{1,60})(?:[.,]\\d{1,60})?(?:/\\d{1,60})?(?![\\d])\\s?(?:%|\\\\%)?");
    private static final Pattern WORD = Pattern.compile("\\s?([\\p{L}°]{1,15})\\b");
    private static final Pattern OPTION = Pattern.compile("\\(([A-J])\\)");
    private static final Pattern SENTENCE_END = Pattern.compile("\\.(?:\\s|$)");

    /** How an answer was found. */
    public enum Rule {
        /** The text is an answer and nothing else. */
        WHOLE,
        /** "The final answer is … I hope". */
        FINAL_ANSWER,
        BOXED,
        /** "The answer is …". */
        SAID,
        /** The last formula between dollar signs or their like. */
        LAST_FORMULA,
        LAST_NUMBER,
        /** The last letter in brackets. */
        OPTION,
        /** None of these: the whole text, as words. */
        WORDS
    }

    /** Finds the answer in a text. */
    public static Extraction of(String text) {
        String end = text.length() > MOST ? text.substring(text.length() - MOST) : text;
        String stripped = end.strip();
        if (isAnswer(stripped) && !BOX.matcher(stripped).find()) {
            return new Extraction(Rule.WHOLE, stripped);
        }
        return last(FINAL, end)
                .map(match -> inside(Rule.FINAL_ANSWER, match.group(1)))
                .or(() -> boxed(end).map(span -> new Extraction(Rule.BOXED, span)))
                .or(() -> last(SAID, end).map(match -> inside(Rule.SAID, sentence(match.group(1)))))
                .or(() -> formulas(end).map(span -> new Extraction(Rule.LAST_FORMULA, span)))
                .or(() -> lastNumber(end).map(span -> new Extraction(Rule.LAST_NUMBER, span)))
                .or(() -> last(OPTION, end).map(match -> new Extraction(Rule.OPTION, match.group(1))))
                .orElseGet(() -> new Extraction(Rule.WORDS, stripped));
    }

    /** What stands in the last box of a text, by counting brackets; empty where there is none that closes. */
    public static Optional<String> lastBox(String text) {
        List<int[]> boxes = boxes(text);
        return boxes.isEmpty() ? Optional.empty() : Optional.of(text.substring(boxes.getLast()[1], boxes.getLast()[2]));
    }

    /** Whether a text is mathematics and no prose. */
    private static boolean isAnswer(String text) {
        return !(MathReader.read(text) instanceof Maths.Words) && !MathReader.isProse(text);
    }

    /** The answer in the rest of a sentence: a box, all of it, what follows its last "is", its formulas, its number. */
    private static Extraction inside(Rule rule, String rest) {
        String span = rest.strip().replaceAll("^[*\\s\"]{1,10}|[*\\s\".]{1,10}$", "");
        int is = span.lastIndexOf(" is ");
        String tail = is < 0 ? span : span.substring(is + 4).strip();
        return new Extraction(
                rule,
                boxed(span)
                        .or(() -> isAnswer(span) ? Optional.of(span) : Optional.empty())
                        .or(() -> isAnswer(tail) ? Optional.of(tail) : Optional.empty())
                        .or(() -> formulas(span))
                        .or(() -> lastNumber(span))
                        .orElse(tail));
    }

    private static String sentence(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        return end.find() ? text.substring(0, end.start()) : text;
    }

    /** Where each box begins, where its content begins and ends, and where the box ends. */
    private static List<int[]> boxes(String text) {
        List<int[]> boxes = new ArrayList<>();
        Matcher box = BOX.matcher(text);
        int from = 0;
        while (box.find(from)) {
            int close = MathToken.closing(text, box.end() - 1);
            if (close < 0) {
                from = box.end();
                continue;
            }
            boxes.add(new int[] {box.start(), box.end(), close, close + 1});
            from = close + 1;
        }
        return boxes;
    }

    private static Optional<String> boxed(String text) {
        List<int[]> boxes = boxes(text);
        return boxes.isEmpty() ? unclosed(text) : Optional.of(lastRun(text, boxes));
    }

    private static Optional<String> formulas(String text) {
        List<int[]> formulas = new ArrayList<>();
        Matcher formula = FORMULA.matcher(text);
        while (formula.find()) {
            for (int i = 1; i <= formula.groupCount(); i++) {
                if (formula.group(i) != null) {
                    formulas.add(new int[] {formula.start(), formula.start(i), formula.end(i), formula.end()});
                }
            }
        }
        return formulas.isEmpty() ? Optional.empty() : Optional.of(lastRun(text, formulas));
    }

    /** The last of some places, and those before it that belong to it: with little between them but commas and "and". */
    private static String lastRun(String text, List<int[]> places) {
        int first = places.size() - 1;
        while (first > 0 && belong(text.substring(places.get(first - 1)[3], places.get(first)[0]))) {
            first--;
        }
        List<String> contents = new ArrayList<>();
        for (int[] place : places.subList(first, places.size())) {
            contents.add(text.substring(place[1], place[2]).strip());
        }
        return String.join(", ", contents);
    }

    /** A box that the text ends in, as when a reply was cut off by its last bracket. */
    private static Optional<String> unclosed(String text) {
        return last(BOX, text)
                .map(match -> text.substring(match.end()).strip())
                .filter(rest -> !rest.isEmpty() && rest.length() < WIDEST_GAP);
    }

    private static boolean belong(String gap) {
        return gap.length() <= WIDEST_GAP
                && (gap.matches("(?s).*(?:,|;|\\band\\b|\\bor\\b).*")
                        || gap.codePoints().noneMatch(Character::isLetter));
    }

    /** The last number, with its unit if a unit follows. */
    private static Optional<String> lastNumber(String text) {
        return last(LAST_NUMBER, text).map(number -> {
            Matcher word = WORD.matcher(text).region(number.end(), text.length());
            boolean unit = word.lookingAt() && Units.find(word.group(1)).isPresent();
            return number.group().strip() + (unit ? " " + word.group(1) : "");
        });
    }

    private static Optional<MatchResult> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        MatchResult last = null;
        while (matcher.find()) {
            last = matcher.toMatchResult();
        }
        return Optional.ofNullable(last);
    }
}
