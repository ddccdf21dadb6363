package dev.selvedge.judge.answer;

import dev.selvedge.core.python.PythonNumber;
import dev.selvedge.core.python.PythonSpace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The string grader of prm800k as MathRuler 0.1.0 has it, which DARC, R-Zero and SPICE train with: equal after the
 * normaliser of Hendrycks' MATH, or after a second normaliser, or part by part. What differs: the last step there hands
 * model-written text to a parser that executes it; here {@link MathReader} reads it, and what that cannot read or
 * {@link Terms} cannot compute is different. Use {@link AnswerEquivalence} unless numbers are to be compared with theirs.
 */
public final class PublishedGrader {
    private static final Pattern WHOLE_TEXT = Pattern.compile("(?d)^\\\\text\\{(.+?)\\}$");
    /** One after the other, in this order. */
    private static final List<Pattern> UNITS = Stream.of(
                    "degree",
                    "cm",
                    "centimeter",
                    "meter",
                    "mile",
                    "second",
                    "minute",
                    "hour",
                    "day",
                    "week",
                    "month",
                    "year",
                    "foot",
                    "feet",
                    "inch",
                    "yard")
            .map(unit -> Pattern.compile(unit + "(?:es)?s? *(?:\\^[0-9]+)?"))
            .toList();

    private static final Pattern THOUSANDS =
            Pattern.compile("(?d)(\\d),(\\d\\d\\d)($|\\D)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+.?/0*[1-9][0-9]*.?");
    private static final Pattern REFUSED = Pattern.compile("\\^\\{|\\^\\(|\\^[0-9]+\\^|\\^[0-9][0-9]+");
    /** What Python reads otherwise than mathematics, or not at all. */
    private static final Pattern UNREAD = Pattern.compile("\\||\\b(?:nan|oo|zoo)\\b");

    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\w.])(?<![a-z)]\\^)(?<![a-z)]\\*\\*)([0-9]++(?:_[0-9]++)*+\\.?[0-9]*+|\\.[0-9]++)(?:e([+-]?[0-9]{1,3}))?(?![\\w.])");
    private static final double WHOLE = 1e-7;
    private static final int MOST_LETTERS = 2;
    private static final String NO_BOX = "None";

    private PublishedGrader() {}

    /** What stands in the last box, trimmed; {@code None} where the last box does not close or there is none. */
    public static String boxed(String text) {
        int start = text.lastIndexOf("\\boxed{");
        if (start < 0) {
            return NO_BOX;
        }
        int open = start + "\\boxed{".length();
        int depth = 1;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return PythonSpace.strip(text.substring(open, i));
            }
        }
        return NO_BOX;
    }

    /** Whether the grader takes an answer for the true one; not symmetric. */
    public static boolean same(String given, String truth) {
        if (normalizedAsMath(truth).equals(normalizedAsMath(given))) {
            return true;
        }
        String gold = normalized(truth);
        String mine = normalized(given);
        if (gold.equals(mine)) {
            return true;
        }
        if (mine.isEmpty() || gold.isEmpty()) {
            return false;
        }
        List<String> golds = parts(gold);
        List<String> mines = parts(mine);
        boolean brackets = golds.size() > 1
                && (gold.charAt(0) != mine.charAt(0)
                        || gold.charAt(gold.length() - 1) != mine.charAt(mine.length() - 1));
        if (brackets || golds.size() != mines.size()) {
            return false;
        }
        for (int i = 0; i < golds.size(); i++) {
            if (!samePart(golds.get(i), mines.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePart(String gold, String mine) {
        if (FRACTION.matcher(gold).matches() && FRACTION.matcher(mine).matches()) {
            return gold.equals(mine);
        }
        if (isWhole(gold) != isWhole(mine)) {
            return false;
        }
        String difference = plainNumbers("(" + gold + ")-(" + mine + ")");
        long letters = difference
                .replace("sqrt", "")
                .replace("frac", "")
                .codePoints()
                .filter(Character::isLetter)
                .distinct()
                .count();
        boolean refused =
                REFUSED.matcher(difference).find() || UNREAD.matcher(difference).find();
        if (letters > MOST_LETTERS || refused) {
            return false;
        }
        try {
            return Terms.of(MathReader.read(difference)).isZero();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * Numbers as Python writes them, as mathematics does: without underscores, exponents, and points at their end. Where a
     * number is the power of a letter, its point makes a difference there.
     */
    private static String plainNumbers(String text) {
        return NUMBER.matcher(text).replaceAll(number -> {
            String digits = number.group(1).replace("_", "");
            int exponent = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
            return new BigDecimal(digits).scaleByPowerOfTen(exponent).toPlainString();
        });
    }

    /** The normaliser of Hendrycks' MATH, with its order of steps; what it cannot handle comes back trimmed. */
    static String normalizedAsMath(String answer) {
        String trimmed = PythonSpace.strip(answer);
        Matcher text = WHOLE_TEXT.matcher(trimmed);
        String plain = text.find() ? PythonSpace.strip(text.group(1)) : trimmed;
        try {
            return stripped(plain);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    private static String stripped(String answer) {
        String plain = answer.replace("\n", "")
                .replace("\\!", "")
                .replace("\\\\", "\\")
                .replace("tfrac", "frac")
                .replace("dfrac", "frac")
                .replace("\\left", "")
                .replace("\\right", "")
                .replace("^{\\circ}", "")
                .replace("^\\circ", "")
                .replace("\\$", "");
        int unit = plain.indexOf("\\text{ ");
        if (unit >= 0) {
            if (plain.indexOf("\\text{ ", unit + 1) >= 0) {
                throw new IllegalArgumentException("two units");
            }
            plain = plain.substring(0, unit);
        }
        plain = plain.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
        if (plain.isEmpty()) {
            return plain;
        }
        plain = plain.startsWith(".") ? "0" + plain : plain;
        String[] sides = plain.split("=", -1);
        if (sides.length == 2 && sides[0].length() <= 2) {
            plain = sides[1];
        }
        plain = fractions(roots(plain).replace(" ", ""));
        return slash(plain.equals("0.5") ? "\\frac{1}{2}" : plain);
    }

    /** Braces around the first character after a root without them. */
    private static String roots(String text) {
        String[] pieces = text.split("\\\\sqrt", -1);
        StringBuilder all = new StringBuilder(pieces[0]);
        for (String piece : Arrays.asList(pieces).subList(1, pieces.length)) {
            if (piece.isEmpty()) {
                throw new IllegalArgumentException("a root of nothing");
            }
            all.append(
                    piece.charAt(0) == '{' ? "\\sqrt" + piece : "\\sqrt{" + piece.charAt(0) + "}" + piece.substring(1));
        }
        return all.toString();
    }

    /** Braces around the two characters after a fraction without them. */
    private static String fractions(String text) {
        String[] pieces = text.split("\\\\frac", -1);
        StringBuilder all = new StringBuilder(pieces[0]);
        for (String piece : Arrays.asList(pieces).subList(1, pieces.length)) {
            all.append("\\frac");
            if (piece.isEmpty()) {
                throw new IllegalArgumentException("a fraction of nothing");
            } else if (piece.startsWith("{")) {
                all.append(piece);
            } else if (piece.length() < 2) {
                return text;
            } else {
                boolean braced = piece.charAt(1) == '{';
                all.append('{').append(piece.charAt(0)).append('}');
                all.append(braced ? piece.substring(1) : "{" + piece.charAt(1) + "}" + piece.substring(2));
            }
        }
        return all.toString();
    }

    private static String slash(String text) {
        return text.matches("(?:0|-?[1-9]\\d{0,30})/(?:0|-?[1-9]\\d{0,30})")
                ? "\\frac{" + text.replace("/", "}{") + "}"
                : text;
    }

    /** The second normaliser, of prm800k. */
    static String normalized(String answer) {
        Matcher text = WHOLE_TEXT.matcher(answer);
        String plain = (text.find() ? text.group(1) : answer)
                .replace("\\%", "%")
                .replace("\\$", "$")
                .replace("$", "")
                .replace("%", "")
                .replace(" or ", " , ")
                .replace(" and ", " , ")
                .replace("million", "*10^6")
                .replace("billion", "*10^9")
                .replace("trillion", "*10^12");
        for (Pattern unit : UNITS) {
            plain = unit.matcher(plain).replaceAll("");
        }
        plain = plain.replaceAll("\\^ *\\\\circ", "");
        if (plain.length() > 1 && plain.startsWith("{") && plain.endsWith("}")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        plain = plain.replaceAll(",\\\\! *", "");
        plain = rounded(plain, Math::rint).orElse(plain);
        if (plain.contains("\\")) {
            plain = LatexText.of(plain);
        }
        plain = plain.replaceAll("- *", "-")
                .replaceAll("([0-9]) +([0-9])", "$1+$2")
                .replace(" ", "")
                .replace("{", "")
                .replace("}", "")
                .toLowerCase(Locale.ROOT);
        return rounded(withoutThousands(plain), PublishedGrader::truncated).orElse(plain);
    }

    private static String withoutThousands(String text) {
        for (String before = text; ; ) {
            String after = THOUSANDS.matcher(before).replaceAll("$1$2$3");
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private static boolean isWhole(String text) {
        return rounded(withoutThousands(text), Math::rint).isPresent();
    }

    /** The whole number that a text is, or nearly is. */
    private static Optional<String> rounded(String text, DoubleUnaryOperator rounding) {
        OptionalDouble value = PythonNumber.real(text);
        return value.isPresent()
                        && Double.isFinite(value.getAsDouble())
                        && Math.abs(value.getAsDouble() - Math.rint(value.getAsDouble())) <= WHOLE
                ? Optional.of(new BigDecimal(rounding.applyAsDouble(value.getAsDouble()))
                        .toBigInteger()
                        .toString())
                : Optional.empty();
    }

    private static double truncated(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    private static List<String> parts(String text) {
        String plain = withoutThousands(text);
        boolean bracket = plain.length() > 2
                && "()[]".indexOf(plain.charAt(0)) >= 0
                && "()[]".indexOf(plain.charAt(plain.length() - 1)) >= 0
                && plain.substring(1, plain.length() - 1).chars().noneMatch(c -> "()[]".indexOf(c) >= 0);
        List<String> parts = new ArrayList<>();
        if (bracket) {
            for (String part : plain.substring(1, plain.length() - 1).split(",", -1)) {
                parts.add(PythonSpace.strip(part));
            }
        } else {
            parts.add(plain);
        }
        return parts;
    }
}
