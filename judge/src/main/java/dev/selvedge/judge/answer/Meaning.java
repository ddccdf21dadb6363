package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.AnswerComparison.Rule;
import dev.selvedge.judge.answer.Maths.Bracket;
import dev.selvedge.judge.answer.Maths.Call;
import dev.selvedge.judge.answer.Maths.Group;
import dev.selvedge.judge.answer.Maths.Listing;
import dev.selvedge.judge.answer.Maths.Matrix;
import dev.selvedge.judge.answer.Maths.PlusMinus;
import dev.selvedge.judge.answer.Maths.Power;
import dev.selvedge.judge.answer.Maths.Product;
import dev.selvedge.judge.answer.Maths.Relation;
import dev.selvedge.judge.answer.Maths.Sum;
import dev.selvedge.judge.answer.Maths.Symbol;
import dev.selvedge.judge.answer.Maths.Union;
import dev.selvedge.judge.answer.Maths.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what two answers mean. One comparison takes at most {@value #MOST_STEPS} comparisons of parts; beyond that the
 * answers count as different. Used once.
 */
final class Meaning {
    private static final int MOST_STEPS = 20_000;
    private static final int MOST_VALUES = 64;

    private int steps;

    Rule compare(Maths one, Maths other) {
        Maths gold = Matrices.computed(one);
        Maths prediction = Matrices.computed(other);
        if (++steps > MOST_STEPS) {
            return Rule.DIFFERENT;
        }
        if (gold instanceof Words || prediction instanceof Words) {
            String ours = text(gold);
            return !ours.isEmpty() && ours.equals(text(prediction)) ? Rule.WORDS : Rule.DIFFERENT;
        }
        if (gold instanceof Relation || prediction instanceof Relation) {
            return relation(gold, prediction);
        }
        if (hasBothSigns(gold) || hasBothSigns(prediction)) {
            return parts(new Listing(values(gold)), new Listing(values(prediction)));
        }
        if (isCollection(gold) || isCollection(prediction)) {
            return collection(gold, prediction);
        }
        return Values.compare(gold, prediction);
    }

    private boolean same(Maths gold, Maths prediction) {
        return compare(gold, prediction) != Rule.DIFFERENT;
    }

    private static String text(Maths maths) {
        return maths instanceof Words(String words) ? NormalForm.words(words) : NormalForm.words(NormalForm.of(maths));
    }

    // ---- collections

    private static boolean isCollection(Maths maths) {
        return maths instanceof Listing
                || maths instanceof Group
                || maths instanceof Bracket
                || maths instanceof Union
                || maths instanceof Matrix;
    }

    private Rule collection(Maths gold, Maths prediction) {
        boolean same = switch (gold) {
            case Matrix ours -> prediction instanceof Matrix theirs && sameMatrix(ours, theirs);
            case Union ours -> prediction instanceof Union theirs && sameSets(ours.parts(), theirs.parts());
            case Bracket ours -> sameBracket(ours, prediction);
            case Group ours -> sameGroup(ours.parts(), prediction);
            case Listing ours -> sameListing(ours.parts(), prediction);
            default ->
                isCollection(prediction)
                        && only(prediction).map(one -> same(gold, one)).orElse(false);
        };
        return same ? Rule.PARTS : Rule.DIFFERENT;
    }

    /** The one member of a set of one. */
    private static Optional<Maths> only(Maths collection) {
        return collection instanceof Group(List<Maths> parts) && parts.size() == 1
                ? Optional.of(parts.getFirst())
                : Optional.empty();
    }

    private boolean sameMatrix(Matrix ours, Matrix theirs) {
        if (ours.rows().size() != theirs.rows().size()) {
            return false;
        }
        for (int i = 0; i < ours.rows().size(); i++) {
            if (!inOrder(ours.rows().get(i), theirs.rows().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameBracket(Bracket ours, Maths prediction) {
        return switch (prediction) {
            case Bracket theirs ->
                ours.open() == theirs.open() && ours.close() == theirs.close() && inOrder(ours.parts(), theirs.parts());
            case Group(List<Maths> parts) -> inOrder(ours.parts(), parts);
            case Listing(List<Maths> parts) -> inOrder(ours.parts(), parts);
            default -> false;
        };
    }

    private boolean sameGroup(List<Maths> ours, Maths prediction) {
        return switch (prediction) {
            case Bracket theirs -> inOrder(ours, theirs.parts());
            case Group(List<Maths> parts) -> sameSets(ours, parts);
            case Listing(List<Maths> parts) -> sameSets(ours, parts);
            default -> ours.size() == 1 && same(ours.getFirst(), prediction);
        };
    }

    private boolean sameListing(List<Maths> ours, Maths prediction) {
        return switch (prediction) {
            case Bracket theirs -> inOrder(ours, theirs.parts());
            case Group(List<Maths> parts) -> sameSets(ours, parts);
            case Listing(List<Maths> parts) -> sameSets(ours, parts);
            default -> false;
        };
    }

    private boolean inOrder(List<Maths> ours, List<Maths> theirs) {
        if (ours.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!same(ours.get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Each has its like in the other; how often does not matter. */
    private boolean sameSets(List<Maths> ours, List<Maths> theirs) {
        return ours.stream().allMatch(one -> theirs.stream().anyMatch(other -> same(one, other)))
                && theirs.stream().allMatch(other -> ours.stream().anyMatch(one -> same(one, other)));
    }

    private Rule parts(Listing ours, Listing theirs) {
        return sameSets(ours.parts(), theirs.parts()) ? Rule.PARTS : Rule.DIFFERENT;
    }

    // ---- both signs

    private static boolean hasBothSigns(Maths maths) {
        return switch (maths) {
            case PlusMinus signs -> true;
            case Sum(List<Maths> terms) -> terms.stream().anyMatch(Meaning::hasBothSigns);
            case Product(List<Maths> factors) -> factors.stream().anyMatch(Meaning::hasBothSigns);
            case Listing(List<Maths> parts) -> parts.stream().anyMatch(Meaning::hasBothSigns);
            case Group(List<Maths> parts) -> parts.stream().anyMatch(Meaning::hasBothSigns);
            default -> false;
        };
    }

    /** The values that an answer stands for, each sign of ± taken alone; at most {@value #MOST_VALUES}. */
    private static List<Maths> values(Maths maths) {
        return switch (maths) {
            case PlusMinus(Maths of) -> List.of(of, new Product(List.of(Maths.Number.of(-1), of)));
            case Sum(List<Maths> terms) ->
                combined(terms).stream().<Maths>map(Sum::new).toList();
            case Product(List<Maths> factors) ->
                combined(factors).stream().<Maths>map(Product::new).toList();
            case Listing(List<Maths> parts) ->
                parts.stream().flatMap(part -> values(part).stream()).toList();
            case Group(List<Maths> parts) ->
                parts.stream().flatMap(part -> values(part).stream()).toList();
            case Relation relation
            when assigned(relation).isPresent() -> values(assigned(relation).orElseThrow());
            default -> List.of(maths);
        };
    }

    private static List<List<Maths>> combined(List<Maths> parts) {
        List<List<Maths>> all = new ArrayList<>(List.of(List.of()));
        for (Maths part : parts) {
            List<List<Maths>> longer = new ArrayList<>();
            for (List<Maths> head : all) {
                for (Maths value : values(part)) {
                    List<Maths> one = new ArrayList<>(head);
                    one.add(value);
                    longer.add(one);
                }
            }
            all = longer.size() > MOST_VALUES ? longer.subList(0, MOST_VALUES) : longer;
        }
        return all;
    }

    // ---- relations

    private Rule relation(Maths gold, Maths prediction) {
        if (gold instanceof Relation ours && prediction instanceof Relation theirs) {
            return sameRelation(ours, theirs) ? Rule.RELATION : Rule.DIFFERENT;
        }
        Relation relation = gold instanceof Relation ours ? ours : (Relation) prediction;
        Maths other = gold instanceof Relation ? prediction : gold;
        Optional<Maths> set = set(relation);
        if (set.isPresent() && same(set.get(), other)) {
            return Rule.RELATION;
        }
        Optional<Maths> value = assigned(relation);
        return value.isPresent() && same(value.get(), other) ? Rule.ASSIGNMENT : Rule.DIFFERENT;
    }

    private boolean sameRelation(Relation ours, Relation theirs) {
        Optional<Maths> set = set(ours);
        Optional<Maths> otherSet = set(theirs);
        if (set.isPresent() && otherSet.isPresent()) {
            return same(set.get(), otherSet.get());
        }
        Optional<Maths> value = assigned(ours);
        Optional<Maths> otherValue = assigned(theirs);
        if (value.isPresent()
                && otherValue.isPresent()
                && sameName(ours.sides().getFirst(), theirs.sides().getFirst())) {
            return same(value.get(), otherValue.get());
        }
        return sameSteps(steps(ours), steps(theirs));
    }

    private boolean sameName(Maths one, Maths other) {
        if (one instanceof Call(String ours, List<Maths> mine)
                && other instanceof Call(String theirs, List<Maths> yours)
                && ours.equals(theirs)
                && mine.size() == 1
                && yours.size() == 1
                && mine.getFirst() instanceof Symbol
                && yours.getFirst() instanceof Symbol) {
            return true;
        }
        return same(one, other);
    }

    /** One comparison of a chain, as less-than or less-or-equal where it is a greater. */
    private record Comparing(Maths left, String sign, Maths right) {}

    private static List<Comparing> steps(Relation relation) {
        List<Comparing> steps = new ArrayList<>();
        for (int i = 0; i < relation.signs().size(); i++) {
            Maths left = relation.sides().get(i);
            Maths right = relation.sides().get(i + 1);
            String sign = relation.signs().get(i);
            steps.add(
                    switch (sign) {
                        case ">" -> new Comparing(right, "<", left);
                        case ">=" -> new Comparing(right, "<=", left);
                        default -> new Comparing(left, sign, right);
                    });
        }
        return steps;
    }

    private boolean sameSteps(List<Comparing> ours, List<Comparing> theirs) {
        return ours.size() == theirs.size()
                && ours.stream().allMatch(one -> theirs.stream().anyMatch(other -> sameStep(one, other)));
    }

    private boolean sameStep(Comparing one, Comparing other) {
        if (!one.sign.equals(other.sign)) {
            return false;
        }
        if (same(one.left, other.left) && same(one.right, other.right)) {
            return true;
        }
        try {
            Terms ours = difference(one);
            Terms theirs = difference(other);
            Optional<Rational> factor = ours.multipleOf(theirs);
            boolean order = one.sign.startsWith("<");
            return factor.isPresent() && (!order || factor.get().signum() > 0);
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static Terms difference(Comparing step) {
        return Terms.of(step.right).plus(Terms.of(step.left).negate());
    }

    /** The set that a relation says its letter lies in: {@code x in S}, {@code a < x <= b}, {@code x >= 5}. */
    private static Optional<Maths> set(Relation relation) {
        List<String> signs = relation.signs();
        List<Maths> sides = relation.sides();
        if (signs.size() == 1 && signs.getFirst().equals("in")) {
            return Optional.of(sides.getLast());
        }
        List<Comparing> steps = steps(relation);
        if (!steps.stream().allMatch(step -> step.sign.startsWith("<"))) {
            return Optional.empty();
        }
        Comparing first = steps.getFirst();
        if (steps.size() == 1) {
            boolean above = isName(first.right) && isConstant(first.left);
            boolean below = isName(first.left) && isConstant(first.right);
            Maths infinity = new Symbol("infinity");
            return above
                    ? Optional.of(interval(first.left, first.sign, "<", infinity))
                    : below
                            ? Optional.of(interval(negative(infinity), "<", first.sign, first.right))
                            : Optional.empty();
        }
        if (steps.size() == 2 && isName(sides.get(1))) {
            Comparing last = steps.getLast();
            boolean rising = first.right.equals(sides.get(1));
            Comparing low = rising ? first : last;
            Comparing high = rising ? last : first;
            return isConstant(low.left) && isConstant(high.right)
                    ? Optional.of(interval(low.left, low.sign, high.sign, high.right))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Maths negative(Maths of) {
        return new Product(List.of(Maths.Number.of(-1), of));
    }

    private static Maths interval(Maths low, String lowSign, String highSign, Maths high) {
        return new Bracket(lowSign.equals("<=") ? '[' : '(', highSign.equals("<=") ? ']' : ')', List.of(low, high));
    }

    /** What a letter, a function or a name is said to be: the last of a chain of equals. */
    private static Optional<Maths> assigned(Relation relation) {
        List<Maths> sides = relation.sides();
        boolean equals = relation.signs().stream().allMatch(sign -> sign.equals("=") || sign.equals("~"));
        if (!equals) {
            return Optional.empty();
        }
        int last = relation.signs().lastIndexOf("=");
        if (isName(sides.getFirst()) || sides.size() > 2) {
            return Optional.of(sides.get(last < 0 ? 1 : last + 1));
        }
        return isName(sides.getLast()) ? Optional.of(sides.getFirst()) : Optional.empty();
    }

    /** Something with a value: a letter, a length, a ratio of such, a tuple of letters; no sum, no number. */
    private static boolean isName(Maths maths) {
        return switch (maths) {
            case Symbol(String name) -> !name.equals("pi") && !name.equals("infinity");
            case Call(String function, List<Maths> arguments) ->
                function.equals("abs") || function.equals("ratio")
                        ? arguments.stream().allMatch(Meaning::isName)
                        : arguments.stream().allMatch(each -> each instanceof Symbol || each instanceof Maths.Number);
            case Product(List<Maths> factors) -> factors.stream().allMatch(Meaning::isName);
            case Power(Maths base, Maths exponent) -> isName(base) && exponent.equals(Maths.Number.of(-1));
            case Bracket(char open, char close, List<Maths> parts) ->
                parts.stream().allMatch(Meaning::isName);
            default -> false;
        };
    }

    private static boolean isConstant(Maths maths) {
        return switch (maths) {
            case Maths.Number number -> true;
            case Symbol(String name) -> name.equals("pi") || name.equals("infinity") || name.equals("e");
            case Sum(List<Maths> terms) -> terms.stream().allMatch(Meaning::isConstant);
            case Product(List<Maths> factors) -> factors.stream().allMatch(Meaning::isConstant);
            case Power(Maths base, Maths exponent) -> isConstant(base) && isConstant(exponent);
            case Call(String function, List<Maths> arguments) ->
                arguments.stream().allMatch(Meaning::isConstant);
            default -> false;
        };
    }
}
