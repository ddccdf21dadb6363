package dev.selvedge.judge.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers in one way of writing each, for people to see what was compared. */
final class NormalForm {
    private NormalForm() {}

    static String of(Maths maths) {
        return switch (maths) {
            case Maths.Words(String text) -> words(text);
            case Maths.Listing(List<Maths> parts) -> joined(parts);
            case Maths.Group(List<Maths> parts) ->
                "{" + parts.stream().map(NormalForm::of).sorted().collect(Collectors.joining(", ")) + "}";
            case Maths.Bracket(char open, char close, List<Maths> parts) -> open + joined(parts) + close;
            case Maths.Union(List<Maths> parts) ->
                parts.stream().map(NormalForm::of).collect(Collectors.joining(" or "));
            case Maths.Matrix(List<List<Maths>> rows) ->
                rows.stream().map(NormalForm::joined).collect(Collectors.joining("; ", "matrix[", "]"));
            case Maths.PlusMinus(Maths inner) -> "±" + of(inner);
            case Maths.Percent(Maths inner) -> of(inner) + " %";
            case Maths.Quantity(Maths value, String unit) -> of(value) + " " + unit;
            case Maths.Relation(List<Maths> sides, List<String> signs) -> {
                List<String> chain = new ArrayList<>(List.of(of(sides.getFirst())));
                for (int i = 0; i < signs.size(); i++) {
                    chain.add(signs.get(i));
                    chain.add(of(sides.get(i + 1)));
                }
                yield String.join(" ", chain);
            }
            case Maths.Number n -> expression(n);
            case Maths.Symbol s -> expression(s);
            case Maths.Sum s -> expression(s);
            case Maths.Product p -> expression(p);
            case Maths.Power p -> expression(p);
            case Maths.Call c -> expression(c);
        };
    }

    /** Words in lower case without punctuation and outer articles. */
    static String words(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\\\(?:text|mbox|textbf|mathrm)|[{}$]", "")
                .replaceAll("[^\\p{L}\\p{N}<>=+*/^_.:|\\\\-]+", " ")
                .replaceAll("\\.(?=\\s|$)", "")
                .strip()
                .replaceAll("^(?:the|a|an) ", "");
    }

    private static String joined(List<Maths> parts) {
        return parts.stream().map(NormalForm::of).collect(Collectors.joining(", "));
    }

    private static String expression(Maths maths) {
        try {
            return Terms.of(maths).toString();
        } catch (ArithmeticException e) {
            return maths.toString();
        }
    }
}
