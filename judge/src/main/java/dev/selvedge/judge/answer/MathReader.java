package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.MathToken.Kind;
import dev.selvedge.judge.answer.Maths.Call;
import dev.selvedge.judge.answer.Maths.Listing;
import dev.selvedge.judge.answer.Maths.Percent;
import dev.selvedge.judge.answer.Maths.PlusMinus;
import dev.selvedge.judge.answer.Maths.Power;
import dev.selvedge.judge.answer.Maths.Product;
import dev.selvedge.judge.answer.Maths.Quantity;
import dev.selvedge.judge.answer.Maths.Relation;
import dev.selvedge.judge.answer.Maths.Sum;
import dev.selvedge.judge.answer.Maths.Union;
import dev.selvedge.judge.answer.Maths.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads answers in mathematics, plain ({@code 3/4, x<=3}) or LaTeX ({@code \frac34}), by recursive descent. Text that is
 * no mathematics is words. Bounded: at most {@value #LONGEST} characters, {@value MathToken#MOST} pieces and
 * {@value MathCursor#DEEPEST} levels; what is beyond that is words too.
 */
final class MathReader {
    static final int LONGEST = 4_000;

    private static final Pattern PLAIN_WORDS = Pattern.compile("\\p{L}[\\p{L}'’ .,!?-]*");
    private static final Pattern PROSE_WORD =
            Pattern.compile("(?<![\\\\\\p{L}{])\\p{L}?\\p{Ll}{2,}|(?<=\\s)(?:is|it|so|we)(?=\\s)");
    private static final Pattern LONG_WORD = Pattern.compile("\\p{L}{3,}");
    static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("=", "="),
            Map.entry("<", "<"),
            Map.entry(">", ">"),
            Map.entry("<=", "<="),
            Map.entry(">=", ">="),
            Map.entry("!=", "!="),
            Map.entry("le", "<="),
            Map.entry("leq", "<="),
            Map.entry("leqslant", "<="),
            Map.entry("ge", ">="),
            Map.entry("geq", ">="),
            Map.entry("geqslant", ">="),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("ne", "!="),
            Map.entry("neq", "!="),
            Map.entry("equiv", "="),
            Map.entry("approx", "~"),
            Map.entry("sim", "~"),
            Map.entry("in", "in"));

    private final MathCursor at;
    private final MathAtoms atoms;

    private MathReader(MathCursor at) {
        this.at = at;
        this.atoms = new MathAtoms(at, this);
    }

    /** The text cannot be read as mathematics. */
    static final class NotMaths extends Exception {
        private static final long serialVersionUID = 1;

        NotMaths(String message) {
            super(message, null, false, false);
        }
    }

    /** What a text says; words where it is no mathematics. */
    static Maths read(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST || isWords(stripped)) {
            return new Words(stripped);
        }
        try {
            MathReader reader = new MathReader(new MathCursor(MathToken.of(stripped)));
            Maths all = reader.listing();
            if (reader.at.peek().kind() != Kind.END) {
                throw new NotMaths("what follows is not understood");
            }
            return all;
        } catch (NotMaths | ArithmeticException e) {
            return new Words(stripped);
        }
    }

    private static boolean isWords(String text) {
        if (!PLAIN_WORDS.matcher(text).matches()) {
            return text.isEmpty();
        }
        return LONG_WORD
                .matcher(text)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .anyMatch(word -> !MathAtoms.FUNCTIONS.contains(word)
                        && !MathAtoms.CONSTANTS.containsKey(word)
                        && !word.equals("and"));
    }

    /** Whether a text has words in it that are no part of mathematics. */
    static boolean isProse(String text) {
        return PROSE_WORD
                .matcher(text)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .anyMatch(word -> !MathAtoms.FUNCTIONS.contains(word)
                        && !MathAtoms.CONSTANTS.containsKey(word)
                        && !word.equals("and")
                        && !word.equals("or")
                        && !Units.isUnit(word));
    }

    /** Values with semicolons between them, within those with commas, "and" or "or". */
    Maths listing() throws NotMaths {
        return at.deeper(() -> {
            List<Maths> parts = new ArrayList<>(List.of(run()));
            while (at.take(";")) {
                parts.add(run());
            }
            return parts.size() == 1 ? parts.getFirst() : new Listing(parts);
        });
    }

    private Maths run() throws NotMaths {
        List<Maths> parts = new ArrayList<>(List.of(relation()));
        while (separator()) {
            while (separator()) {
                continue; // ", and"
            }
            parts.add(relation());
        }
        return parts.size() == 1 ? parts.getFirst() : new Listing(parts);
    }

    private boolean separator() {
        MathToken token = at.peek();
        String word = token.text().toLowerCase(Locale.ROOT).replaceAll("[,\\s]", "");
        boolean separates = token.is(",")
                || (token.kind() == Kind.WORD || token.kind() == Kind.TEXT) && (word.equals("and") || word.equals("or"))
                || token.isCommand("lor")
                || token.isCommand("land");
        at.skip(separates ? 1 : 0);
        return separates;
    }

    private Maths relation() throws NotMaths {
        List<Maths> sides = new ArrayList<>(List.of(ratio()));
        List<String> signs = new ArrayList<>();
        while (SIGNS.containsKey(at.peek().text())
                && at.peek().kind() != Kind.TEXT
                && at.peek().kind() != Kind.WORD) {
            signs.add(SIGNS.getOrDefault(at.peek().text(), ""));
            at.skip(1);
            sides.add(ratio());
        }
        return signs.isEmpty() ? sides.getFirst() : new Relation(sides, signs);
    }

    private Maths ratio() throws NotMaths {
        Maths left = union();
        return at.take(":") ? new Call("ratio", List.of(left, union())) : left;
    }

    private Maths union() throws NotMaths {
        List<Maths> parts = new ArrayList<>(List.of(sum()));
        while (at.peek().isCommand("cup")) {
            at.skip(1);
            parts.add(sum());
        }
        return parts.size() == 1 ? parts.getFirst() : new Union(parts);
    }

    Maths sum() throws NotMaths {
        List<Maths> terms = new ArrayList<>();
        do {
            terms.add(term());
        } while (at.peek().is("+")
                || at.peek().is("-")
                || at.peek().isCommand("pm")
                || at.peek().isCommand("mp"));
        return terms.size() == 1 ? terms.getFirst() : new Sum(terms);
    }

    /** A product with its signs before it. */
    private Maths term() throws NotMaths {
        boolean minus = false;
        boolean both = false;
        while (true) {
            if (at.take("-")) {
                minus = !minus;
            } else if (at.peek().isCommand("pm") || at.peek().isCommand("mp")) {
                both = true;
                at.skip(1);
            } else if (!at.take("+")) {
                break;
            }
        }
        Maths product = product();
        if (both) {
            return new PlusMinus(product);
        }
        return minus ? negative(product) : product;
    }

    static Maths negative(Maths of) {
        return switch (of) {
            case Maths.Number(Rational value, boolean decimal) -> new Maths.Number(value.negate(), decimal);
            case Percent(Maths inner) -> new Percent(negative(inner));
            case Quantity(Maths value, String unit) -> new Quantity(negative(value), unit);
            default -> new Product(List.of(Maths.Number.of(-1), of));
        };
    }

    Maths product() throws NotMaths {
        List<Maths> factors = new ArrayList<>(List.of(power()));
        while (true) {
            if (at.take("*") || at.command("cdot") || at.command("times")) {
                factors.add(signedPower());
            } else if (at.take("/") || at.command("div")) {
                factors.add(inverse(signedPower()));
            } else if (at.peek() == MathToken.SPACE) {
                at.skip(1);
                mixed(factors);
            } else if (beginsFactor()) {
                if (at.peek().isCommand("frac") && isWhole(factors.getLast()) && factors.size() == 1) {
                    mixed(factors);
                } else {
                    factors.add(power());
                }
            } else {
                break;
            }
        }
        return factors.size() == 1 ? factors.getFirst() : new Product(factors);
    }

    private static boolean isWhole(Maths maths) {
        return maths instanceof Maths.Number(Rational value, boolean decimal) && !decimal && value.isInteger();
    }

    /** {@code 7 3/4} and {@code 7\frac34} are sums; other numbers side by side are no mathematics. */
    private void mixed(List<Maths> factors) throws NotMaths {
        Maths whole = factors.getLast();
        Maths fraction = power();
        if (at.take("/")) {
            fraction = new Product(List.of(fraction, inverse(power())));
        }
        boolean proper = isWhole(whole)
                && fraction instanceof Product(List<Maths> parts)
                && parts.size() == 2
                && isWhole(parts.getFirst())
                && parts.getLast() instanceof Power(Maths base, Maths exponent)
                && isWhole(base);
        if (!proper) {
            if (fraction instanceof Product) { // 2\frac{x}{3}
                factors.add(fraction);
                return;
            }
            throw new NotMaths("two numbers side by side");
        }
        factors.set(factors.size() - 1, new Sum(List.of(whole, fraction)));
    }

    static Maths inverse(Maths of) {
        return new Power(of, Maths.Number.of(-1));
    }

    private Maths signedPower() throws NotMaths {
        if (at.take("-")) {
            return negative(signedPower());
        }
        at.take("+");
        return at.deeper(this::power);
    }

    boolean beginsFactor() {
        MathToken token = at.peek();
        return switch (token.kind()) {
            case NUMBER, WORD -> !isSeparatorWord(token);
            case COMMAND ->
                !SIGNS.containsKey(token.text())
                        && !Set.of("cup", "cap", "pm", "mp", "end", "lor", "land", "quad")
                                .contains(token.text());
            case SIGN -> token.is("(") || token.is("{") || token.is("\\{") || token.is("|") && !at.insideBars;
            case TEXT, END -> false;
        };
    }

    private static boolean isSeparatorWord(MathToken token) {
        return token.text().equals("and") || token.text().equals("or");
    }

    Maths power() throws NotMaths {
        Maths base = at.deeper(atoms::primary);
        while (true) {
            MathToken token = at.peek();
            if (token.is("^") || token.is("**")) {
                at.skip(1);
                base = raised(base);
            } else if (token.is("!")) {
                at.skip(1);
                base = new Call("factorial", List.of(base));
            } else if (token.is("%")) {
                at.skip(1);
                base = new Percent(base);
            } else if (token.is("'")) {
                at.skip(1);
                base = new Call("prime", List.of(base));
            } else if (token.kind() == Kind.TEXT && !isSeparator(token)) {
                at.skip(1);
                base = unit(base, token.text());
            } else if (token.kind() == Kind.WORD && isNumber(base) && Units.isUnit(token.text())) {
                at.skip(1);
                base = unit(base, token.text());
            } else {
                return base;
            }
        }
    }

    private static boolean isNumber(Maths maths) {
        return maths instanceof Maths.Number;
    }

    private static boolean isSeparator(MathToken token) {
        String word = token.text().toLowerCase(Locale.ROOT).replaceAll("[,\\s]", "");
        return word.equals("and") || word.equals("or");
    }

    private Maths unit(Maths of, String words) throws NotMaths {
        String name = words.strip();
        if (name.isEmpty()) {
            return of;
        }
        if (Units.isPercent(name)) {
            return new Percent(of);
        }
        if (at.take("^")) { // cm^2
            boolean group = at.take("{");
            name += "^" + at.peek().text();
            at.skip(1);
            if (group) {
                at.need("}");
            }
        }
        return new Quantity(of, name);
    }

    private Maths raised(Maths base) throws NotMaths {
        if (at.command("circ")) {
            return new Quantity(base, "°");
        }
        if (at.peek().is("{") && at.after().isCommand("circ")) {
            at.skip(2);
            at.need("}");
            return new Quantity(base, "°");
        }
        Maths exponent = at.peek().is("-") ? signedPower() : at.deeper(atoms::argument);
        if (at.peek().is("^")) {
            at.skip(1);
            exponent = raised(exponent);
        }
        return new Power(base, exponent);
    }
}
