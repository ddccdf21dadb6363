package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.MathReader.NotMaths;
import dev.selvedge.judge.answer.MathToken.Kind;
import dev.selvedge.judge.answer.Maths.Bracket;
import dev.selvedge.judge.answer.Maths.Call;
import dev.selvedge.judge.answer.Maths.Group;
import dev.selvedge.judge.answer.Maths.Listing;
import dev.selvedge.judge.answer.Maths.Matrix;
import dev.selvedge.judge.answer.Maths.Power;
import dev.selvedge.judge.answer.Maths.Product;
import dev.selvedge.judge.answer.Maths.Symbol;
import dev.selvedge.judge.answer.Maths.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What stands between the operators of {@link MathReader}: numbers, letters, brackets, functions and LaTeX commands. */
final class MathAtoms {
    static final Set<String> FUNCTIONS = Set.of(
            "sin",
            "cos",
            "tan",
            "cot",
            "sec",
            "csc",
            "arcsin",
            "arccos",
            "arctan",
            "sinh",
            "cosh",
            "tanh",
            "ln",
            "log",
            "lg",
            "exp",
            "abs",
            "min",
            "max",
            "gcd",
            "lcm",
            "det",
            "deg",
            "sqrt",
            "operatorname");
    static final Map<String, String> CONSTANTS =
            Map.of("pi", "pi", "inf", "infinity", "infty", "infinity", "infinity", "infinity");
    private static final Set<String> CALLABLE = Set.of("f", "g", "h", "F", "G", "H", "P", "Q", "W");

    private final MathCursor at;
    private final MathReader reader;

    MathAtoms(MathCursor at, MathReader reader) {
        this.at = at;
        this.reader = reader;
    }

    /** What follows a command or a sign without brackets: a group, a digit, a letter or a command. */
    Maths argument() throws NotMaths {
        MathToken token = at.peek();
        if (token.kind() == Kind.NUMBER
                && token.text().length() > 1
                && !token.text().contains(".")) {
            // \frac12, \sqrt 12: the first digit is meant, and the others follow
            at.replace(new MathToken(Kind.NUMBER, token.text().substring(1)));
            return new Maths.Number(Rational.of(token.text().substring(0, 1)), false);
        }
        if (token.kind() == Kind.WORD && token.text().length() > 1) {
            at.replace(new MathToken(Kind.WORD, token.text().substring(1)));
            return new Symbol(token.text().substring(0, 1));
        }
        if (token.kind() == Kind.TEXT) {
            at.skip(1);
            return new Symbol(token.text());
        }
        return primary();
    }

    Maths primary() throws NotMaths {
        MathToken token = at.peek();
        at.skip(1);
        return switch (token.kind()) {
            case NUMBER -> number(token.text());
            case WORD -> word(token.text());
            case TEXT -> new Words(token.text());
            case COMMAND -> commanded(token.text());
            case SIGN -> bracketed(token.text());
            case END -> throw new NotMaths("something is missing at the end");
        };
    }

    private Maths number(String text) throws NotMaths {
        if (at.peek().is("_")) {
            return new Symbol(text + subscript());
        }
        return new Maths.Number(Rational.of(text), text.contains("."));
    }

    /** A subscript as it is written, after its low line. */
    private String subscript() throws NotMaths {
        StringBuilder name = new StringBuilder();
        while (at.take("_")) {
            name.append('_');
            if (at.take("{")) {
                for (int open = 1; open > 0; ) {
                    MathToken token = at.peek();
                    at.skip(1);
                    open += token.is("{") ? 1 : token.is("}") ? -1 : 0;
                    if (token.kind() == Kind.END) {
                        throw new NotMaths("a subscript does not end");
                    }
                    name.append(open > 0 ? token.text() : "");
                }
            } else {
                name.append(at.peek().text());
                at.skip(1);
            }
        }
        return name.toString();
    }

    private Maths word(String word) throws NotMaths {
        String lower = word.toLowerCase(Locale.ROOT);
        if (FUNCTIONS.contains(lower)) {
            return function(lower);
        }
        if (CONSTANTS.containsKey(lower)) {
            return new Symbol(CONSTANTS.getOrDefault(lower, lower));
        }
        if (word.length() == 1) {
            return letter(word);
        }
        List<Maths> letters = new ArrayList<>();
        for (int i = 0; i < word.length() - 1; i++) {
            letters.add(new Symbol(word.substring(i, i + 1)));
        }
        letters.add(letter(word.substring(word.length() - 1)));
        return new Product(letters);
    }

    private Maths letter(String letter) throws NotMaths {
        String name = at.peek().is("_") ? letter + subscript() : letter;
        if (CALLABLE.contains(letter) && at.peek().is("(")) {
            return new Call(name, parts(primary()));
        }
        return new Symbol(name);
    }

    private static List<Maths> parts(Maths maths) {
        return switch (maths) {
            case Bracket bracket -> bracket.parts();
            case Listing listing -> listing.parts();
            default -> List.of(maths);
        };
    }

    private Maths function(String name) throws NotMaths {
        if (name.equals("operatorname")) {
            return argument();
        }
        Maths exponent = null;
        Maths base = null;
        while (at.peek().is("^") || at.peek().is("_")) {
            boolean up = at.take("^");
            if (up) {
                exponent = argument();
            } else {
                at.skip(1);
                base = argument();
            }
        }
        List<Maths> arguments = new ArrayList<>(parts(operand()));
        if (base != null) {
            arguments.add(base);
        }
        Maths call = name.equals("sqrt") ? new Power(arguments.getFirst(), half()) : new Call(name, arguments);
        return exponent == null ? call : new Power(call, exponent);
    }

    private static Maths half() {
        return new Maths.Number(Rational.of(2).inverse(), false);
    }

    /** The argument of a function without brackets: what stands side by side up to the next function. */
    private Maths operand() throws NotMaths {
        if (at.peek().is("(") || at.peek().is("{") || at.peek().is("[")) {
            return at.deeper(this::primary);
        }
        List<Maths> factors = new ArrayList<>(List.of(at.deeper(reader::power)));
        while (reader.beginsFactor()
                && !FUNCTIONS.contains(at.peek().text())
                && (at.peek().kind() == Kind.WORD || at.peek().kind() == Kind.NUMBER)) {
            factors.add(at.deeper(reader::power));
        }
        return factors.size() == 1 ? factors.getFirst() : new Product(factors);
    }

    private Maths bracketed(String sign) throws NotMaths {
        return switch (sign) {
            case "(" -> bracket('(', token -> token.is(")") || token.is("]"));
            case "[" -> bracket('[', token -> token.is(")") || token.is("]"));
            case "{" -> group("}");
            case "\\{" -> asGroup(group("\\}"));
            case "|" -> bars("|");
            case "\\|" -> bars("\\|");
            case "-" -> MathReader.negative(reader.power());
            case "√" -> new Power(argument(), half());
            default -> throw new NotMaths("'" + sign + "' begins nothing");
        };
    }

    private Maths bars(String end) throws NotMaths {
        boolean before = at.insideBars;
        at.insideBars = true;
        Maths inside = at.deeper(reader::listing);
        at.insideBars = before;
        at.need(end);
        return new Call("abs", List.of(inside));
    }

    private Maths bracket(char open, Predicate<MathToken> ends) throws NotMaths {
        boolean before = at.insideBars;
        at.insideBars = false;
        Maths inside = at.deeper(reader::listing);
        at.insideBars = before;
        MathToken end = at.peek();
        if (!ends.test(end)) {
            throw new NotMaths("a bracket does not close");
        }
        at.skip(1);
        if (inside instanceof Listing(List<Maths> parts)) {
            return new Bracket(open, end.text().charAt(0), parts);
        }
        return inside;
    }

    private Maths group(String end) throws NotMaths {
        if (at.take(end)) {
            return new Group(List.of());
        }
        boolean before = at.insideBars;
        at.insideBars = false;
        Maths inside = at.deeper(reader::listing);
        at.insideBars = before;
        at.need(end);
        return inside instanceof Listing(List<Maths> parts) ? new Group(parts) : inside;
    }

    private static Maths asGroup(Maths inside) {
        return inside instanceof Group ? inside : new Group(List.of(inside));
    }

    private Maths commanded(String name) throws NotMaths {
        return switch (name) {
            case "frac", "dfrac", "tfrac", "cfrac" -> {
                Maths above = argument();
                yield new Product(List.of(above, MathReader.inverse(argument())));
            }
            case "sqrt" -> root();
            case "binom", "dbinom", "tbinom" -> {
                Maths above = argument();
                yield new Call("binom", List.of(above, argument()));
            }
            case "boxed", "fbox", "mathbf", "mathit", "bm", "boldsymbol" -> argument();
            case "mathrm", "operatorname", "rm" -> upright();
            case "begin" -> matrix();
            case "lvert", "vert" -> between("abs", "rvert", "vert");
            case "lfloor" -> between("floor", "rfloor");
            case "lceil" -> between("ceil", "rceil");
            case "sum", "prod", "int", "lim" -> big(name);
            case "overline", "bar", "vec", "hat", "overrightarrow", "widehat" -> new Call(name, List.of(argument()));
            case "infty" -> new Symbol("infinity");
            case "emptyset", "varnothing" -> new Group(List.of());
            case "circ" -> new Symbol("°");
            default -> FUNCTIONS.contains(name) ? function(name) : symbol(name);
        };
    }

    private Maths symbol(String name) throws NotMaths {
        if (MathReader.SIGNS.containsKey(name) || name.equals("end")) {
            throw new NotMaths("'" + name + "' begins nothing");
        }
        return new Symbol(at.peek().is("_") ? name + subscript() : name);
    }

    private Maths root() throws NotMaths {
        Maths index = Maths.Number.of(2);
        if (at.take("[")) {
            index = at.deeper(reader::sum);
            at.need("]");
        }
        return new Power(argument(), MathReader.inverse(index));
    }

    private Maths upright() throws NotMaths {
        if (at.peek().is("{") && at.after().kind() == Kind.WORD) {
            String word = at.after().text();
            if (word.length() > 1 && at.ahead(2).is("}")) {
                at.skip(3);
                return FUNCTIONS.contains(word) ? function(word) : new Symbol(word);
            }
        }
        return argument();
    }

    private Maths between(String function, String... ends) throws NotMaths {
        Maths inside = at.deeper(reader::sum);
        for (String end : ends) {
            if (at.command(end)) {
                return new Call(function, List.of(inside));
            }
        }
        throw new NotMaths("expected \\" + ends[0]);
    }

    /** A sum, product, integral or limit: compared piece by piece, not computed. */
    private Maths big(String name) throws NotMaths {
        List<Maths> parts = new ArrayList<>();
        while (at.peek().is("_") || at.peek().is("^")) {
            at.skip(1);
            parts.add(at.take("{") ? closed(at.deeper(reader::listing)) : argument());
        }
        parts.add(at.deeper(reader::product));
        return new Call(name, parts);
    }

    private Maths closed(Maths inside) throws NotMaths {
        at.need("}");
        return inside;
    }

    private Maths matrix() throws NotMaths {
        String kind = environment();
        if (kind.equals("array") && at.peek().is("{")) {
            environment(); // its columns
        } else if (!kind.endsWith("matrix")) {
            throw new NotMaths("environment " + kind);
        }
        List<List<Maths>> rows = new ArrayList<>();
        List<Maths> row = new ArrayList<>();
        while (!at.command("end")) {
            if (at.take("\\\\")) {
                rows.add(row);
                row = new ArrayList<>();
            } else if (!at.take("&")) {
                row.add(at.deeper(reader::sum));
            }
        }
        environment();
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return new Matrix(rows);
    }

    private String environment() throws NotMaths {
        at.need("{");
        StringBuilder name = new StringBuilder();
        while (!at.take("}")) {
            if (at.peek().kind() == Kind.END) {
                throw new NotMaths("an environment without an end");
            }
            name.append(at.peek().text());
            at.skip(1);
        }
        return name.toString();
    }
}
