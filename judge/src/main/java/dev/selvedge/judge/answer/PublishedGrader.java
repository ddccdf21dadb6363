package dev.selvedge.judge.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The string grader of prm800k as MathRuler 0.1.0 has it, which DARC, R-Zero and SPICE train with: equal after the
 * normaliser of Hendrycks' MATH, or after a second normaliser, or part by part. What differs: the last step there hands
 * model-written text to a parser that executes it; here {@link MathReader} reads it, and what that cannot read or
 * {@link Terms} cannot compute is different. Use {@link AnswerEquivalence} unless numbers are to be compared with theirs.
 */
public final class PublishedGrader {
    private static final Pattern WHOLE_TEXT = Pattern.compile("^\\\\text\\{(.+?)\\}$", Pattern.DOTALL);
    private static final Pattern UNITS = Pattern.compile(
            "(?:degree|cm|centimeter|meter|mile|second|minute|hour|day|week|month|year|foot|feet|inch|yard)"
                    + "(?:es)?s? *(?:\\^[0-9]+)?");
    private static final Pattern THOUSANDS = Pattern.compile("(\\d),(\\d\\d\\d)($|\\D)");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+.?/0*[1-9][0-9]*.?");
    private static final Pattern FLOAT =
            Pattern.compile("\\s*[-+]?(?:\\d+(?:_?\\d)*\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,4})?\\s*");
    private static final Pattern REFUSED = Pattern.compile("\\^\\{|\\^\\(|\\^[0-9]+\\^|\\^[0-9][0-9]+");
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
                return text.substring(open, i).strip();
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
        if (whole(gold).isPresent() != whole(mine).isPresent()) {
            return false;
        }
        String difference = "(" + gold + ")-(" + mine + ")";
        long letters = difference
                .replace("sqrt", "")
                .replace("frac", "")
                .codePoints()
                .filter(Character::isLetter)
                .distinct()
                .count();
        if (letters > MOST_LETTERS || REFUSED.matcher(difference).find()) {
            return false;
        }
        try {
            return Terms.of(MathReader.read(difference)).isZero();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** The normaliser of Hendrycks' MATH, with its order of steps; what it cannot handle comes back trimmed. */
    static String normalizedAsMath(String answer) {
        String trimmed = answer.strip();
        Matcher text = WHOLE_TEXT.matcher(trimmed);
        String plain = text.find() ? text.group(1).strip() : trimmed;
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
            if (piece.startsWith("{")) {
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
        plain = UNITS.matcher(plain).replaceAll("").replaceAll("\\^ *\\\\circ", "");
        if (plain.length() > 1 && plain.startsWith("{") && plain.endsWith("}")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        plain = plain.replaceAll(",\\\\! *", "");
        if (FLOAT.matcher(plain).matches()) {
            plain = wholeOf(plain).map(Rational::toString).orElse(plain);
        }
        if (plain.contains("\\")) {
            plain = LatexText.of(plain);
        }
        plain = plain.replaceAll("- *", "-")
                .replaceAll("([0-9]) +([0-9])", "$1+$2")
                .replace(" ", "")
                .replace("{", "")
                .replace("}", "")
                .toLowerCase(Locale.ROOT);
        return whole(plain).map(Rational::toString).orElse(plain);
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

    /** The whole number that a text is, or is nearly, commas between thousands aside. */
    private static Optional<Rational> whole(String text) {
        String plain = withoutThousands(text);
        return FLOAT.matcher(plain).matches() ? wholeOf(plain) : Optional.empty();
    }

    private static Optional<Rational> wholeOf(String text) {
        double value = Double.parseDouble(text.strip().replace("_", ""));
        if (Double.isInfinite(value) || Math.abs(value - Math.rint(value)) > WHOLE) {
            return Optional.empty();
        }
        return Optional.of(Rational.of(new java.math.BigDecimal(Math.rint(value)).toBigInteger()));
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
                parts.add(part.strip());
            }
        } else {
            parts.add(plain);
        }
        return parts;
    }
}
