package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.AnswerComparison.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as typography aside: what the strict verdict compares. It reads nothing out of prose and computes nothing but
 * decimals; that is about what the string graders of published systems accept.
 */
final class PlainForm {
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(?:[, ]\\d{3})+(?:\\.\\d+)?");
    private static final Pattern WITH_UNIT =
            Pattern.compile("([-+]?[\\d.,]+)\\s*(?:\\\\(?:text|mbox|textbf|mathrm)\\{([^{}]*)\\}|([A-Za-z]+))");
    private static final Pattern WHOLE_TEXT = Pattern.compile("\\\\(?:text|mbox|textbf|textit|mathrm)\\{([^{}]*)\\}");
    private static final Pattern OPTION = Pattern.compile("\\(?([A-Za-z])[).:]?");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)");
    private static final Pattern FRACTION =
            Pattern.compile("(-?)(?:\\\\frac\\{(-?)(\\d{1,40})\\}\\{(\\d{1,40})\\}|(-?)(\\d{1,40})/(\\d{1,40}))");

    private PlainForm() {}

    /** The form of a text. */
    static String of(String text) {
        String plain = unwrapped(text.strip())
                .replace("\\!", "")
                .replace("\\left", "")
                .replace("\\right", "")
                .replace("\\dfrac", "\\frac")
                .replace("\\tfrac", "\\frac")
                .replace("\\$", "")
                .replace("$", "")
                .replace("\\%", "")
                .replace("%", "")
                .replace("^{\\circ}", "")
                .replace("^\\circ", "")
                .replace("{,}", ",")
                .strip();
        Matcher unit = WITH_UNIT.matcher(plain);
        if (unit.matches()
                && (unit.group(2) != null || Units.isUnit(unit.group(3)) && !Units.isPercent(unit.group(3)))) {
            plain = unit.group(1);
        }
        if (THOUSANDS.matcher(plain).matches()) {
            plain = plain.replaceAll("[, ]", "");
        }
        plain = plain.substring(shortLeftSide(plain));
        plain = WHOLE_TEXT.matcher(plain).matches() ? WHOLE_TEXT.matcher(plain).replaceAll("$1") : plain;
        return plain.replaceAll("\\\\frac(\\d)(\\d)", "\\\\frac{$1}{$2}")
                .replaceAll("\\\\frac(\\d)\\{", "\\\\frac{$1}{")
                .replaceAll("\\\\sqrt\\s*(\\w)", "\\\\sqrt{$1}")
                .replaceAll("\\s+", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Where the value begins in {@code x = 5}, 0 where there is no left side of one or two characters. */
    private static int shortLeftSide(String plain) {
        int equals = plain.indexOf('=');
        boolean assigns = equals > 0
                && plain.substring(0, equals).strip().length() <= 2
                && plain.indexOf('=', equals + 1) < 0
                && !plain.substring(equals + 1).isBlank();
        return assigns ? equals + 1 : 0;
    }

    /** Without the box or the dollar signs around the whole of it. */
    private static String unwrapped(String text) {
        for (String plain = text; ; ) {
            String inner = plain;
            if (plain.startsWith("\\boxed{") && MathToken.closing(plain, 6) == plain.length() - 1) {
                inner = plain.substring(7, plain.length() - 1);
            } else if (plain.length() > 2 && plain.startsWith("$") && plain.indexOf('$', 1) == plain.length() - 1) {
                inner = plain.substring(1, plain.length() - 1);
            }
            if (inner.equals(plain)) {
                return plain;
            }
            plain = inner.strip();
        }
    }

    /** What makes two texts the same answer written the same way, numbers aside; nothing where they are not. */
    static Optional<Rule> same(String gold, String prediction) {
        String one = of(gold);
        String two = of(prediction);
        if (one.isEmpty() || two.isEmpty() || assignOthers(gold.strip(), prediction.strip())) {
            return one.equals(two) && !gold.isBlank() && gold.strip().equals(prediction.strip())
                    ? Optional.of(Rule.TEXT)
                    : Optional.empty();
        }
        return one.equals(two)
                ? Optional.of(Rule.TEXT)
                : sameNumber(one, two)
                        ? Optional.of(Rule.NUMBER)
                        : sameOption(one, two)
                                ? Optional.of(Rule.OPTION)
                                : sameParts(one, two) ? Optional.of(Rule.PARTS) : Optional.empty();
    }

    /** {@code x = 1} and {@code y = 1}. */
    private static boolean assignOthers(String gold, String prediction) {
        int one = shortLeftSide(gold);
        int two = shortLeftSide(prediction);
        return one > 0
                && two > 0
                && !gold.substring(0, one)
                        .replaceAll("\\s", "")
                        .equals(prediction.substring(0, two).replaceAll("\\s", ""));
    }

    private static boolean sameOption(String one, String two) {
        Matcher first = OPTION.matcher(one);
        Matcher second = OPTION.matcher(two);
        return first.matches() && second.matches() && first.group(1).equals(second.group(1));
    }

    /** Decimals by value; a fraction equals a decimal of the same value, but only the same fraction. */
    private static boolean sameNumber(String one, String two) {
        Optional<Rational> first = number(one);
        Optional<Rational> second = number(two);
        if (first.isEmpty() || second.isEmpty() || !first.equals(second)) {
            return false;
        }
        boolean fraction = FRACTION.matcher(one).matches();
        boolean otherFraction = FRACTION.matcher(two).matches();
        if (fraction && otherFraction) {
            return terms(one).equals(terms(two));
        }
        return fraction == otherFraction || !first.get().isInteger();
    }

    private static Optional<Rational> number(String text) {
        if (text.length() > 200) {
            return Optional.empty();
        }
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(Rational.of(text));
        }
        Matcher fraction = FRACTION.matcher(text);
        if (!fraction.matches()) {
            return Optional.empty();
        }
        List<String> terms = terms(text);
        Rational below = Rational.of(terms.getLast());
        return below.signum() == 0
                ? Optional.empty()
                : Optional.of(Rational.of(terms.getFirst()).times(below.inverse()));
    }

    /** Numerator with its sign, and denominator. */
    private static List<String> terms(String text) {
        Matcher fraction = FRACTION.matcher(text);
        if (!fraction.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no fraction");
        }
        boolean latex = fraction.group(3) != null;
        String above = latex ? fraction.group(3) : fraction.group(6);
        String below = latex ? fraction.group(4) : fraction.group(7);
        String inner = latex ? fraction.group(2) : fraction.group(5);
        boolean minus = fraction.group(1).equals("-") != inner.equals("-");
        return List.of(minus ? "-" + above : above, below);
    }

    private static boolean sameParts(String one, String two) {
        boolean bracket = one.length() > 2
                && two.length() > 2
                && "([".indexOf(one.charAt(0)) >= 0
                && one.charAt(0) == two.charAt(0)
                && ")]".indexOf(one.charAt(one.length() - 1)) >= 0
                && one.charAt(one.length() - 1) == two.charAt(two.length() - 1);
        if (!bracket) {
            return false;
        }
        List<String> ours = parts(one);
        List<String> theirs = parts(two);
        if (ours.size() < 2 || ours.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i)) && !sameNumber(ours.get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> parts(String bracket) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 1;
        for (int i = 1; i < bracket.length() - 1; i++) {
            char c = bracket.charAt(i);
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(bracket.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(bracket.substring(start, bracket.length() - 1));
        return parts;
    }
}
