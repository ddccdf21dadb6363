package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an If decides. Equality is by number where both sides are numbers, by time where one is a date, by truth value
 * where one is one, else by text with case; contains, begins with and ends with disregard case. An ordering between
 * things that have none does not hold. Empty text has no value.
 */
final class Conditions {
    private final Machine machine;
    private final Coercion as;
    private @Nullable Compared last;

    /** What was compared. */
    record Compared(Item left, Operator operator, Item right) {}

    Conditions(Machine machine) {
        this.machine = machine;
        this.as = machine.as();
    }

    boolean hold(Condition condition) {
        for (Condition.Comparison comparison : condition.comparisons()) {
            Item left = of(comparison.left());
            Item right = of(comparison.right());
            Item upper = of(comparison.upper());
            last = new Compared(left, comparison.operator(), right);
            note(comparison.operator(), left, right, upper);
            boolean holds = holds(left, comparison.operator(), right, upper);
            if (holds != condition.all()) {
                return holds;
            }
        }
        return condition.all();
    }

    /** The last comparison of an If, null before the first one. */
    @Nullable
    Compared last() {
        return last;
    }

    private void note(Operator operator, Item left, Item right, Item upper) {
        machine.input("left", left);
        machine.input(operator.name().toLowerCase(Locale.ROOT).replace('_', ' '), right);
        if (operator == Operator.BETWEEN) {
            machine.input("and", upper);
        }
    }

    private Item of(@Nullable Value value) {
        return value == null ? Item.nothing() : machine.evaluation().of(value);
    }

    boolean holds(Item left, Operator operator, Item right, Item upper) {
        return switch (operator) {
            case HAS_VALUE -> hasValue(left);
            case HAS_NO_VALUE -> !hasValue(left);
            case EQUALS -> same(left, right);
            case NOT_EQUALS -> !same(left, right);
            case CONTAINS -> contains(left, right);
            case NOT_CONTAINS -> !contains(left, right);
            case BEGINS_WITH -> folded(left).startsWith(folded(right));
            case ENDS_WITH -> folded(left).endsWith(folded(right));
            case LESS -> ordered(left, right) && order(left, right) < 0;
            case AT_MOST -> ordered(left, right) && order(left, right) <= 0;
            case GREATER -> ordered(left, right) && order(left, right) > 0;
            case AT_LEAST -> ordered(left, right) && order(left, right) >= 0;
            case BETWEEN ->
                ordered(left, right) && ordered(left, upper) && order(left, right) >= 0 && order(left, upper) <= 0;
            case IN_NEXT -> within(left, right, 1);
            case IN_LAST -> within(left, right, -1);
            case IS_TODAY -> today(left);
        };
    }

    static boolean hasValue(Item item) {
        return switch (item) {
            case Item.Many many ->
                many.list().size() > 1
                        || (many.list().size() == 1 && hasValue(many.list().getFirst()));
            case Item.Text text -> !text.text().isEmpty();
            case Item.Dict _, Item.Num _, Bool _, Moment _, Measure _, Item.Link _, Item.Rich _ -> true;
            case Item.Document _, Item.Entity _, Item.Opaque _ -> true;
        };
    }

    private boolean same(Item left, Item right) {
        BigDecimal a = as.exactNumber(left);
        BigDecimal b = as.exactNumber(right);
        if (a != null && b != null) {
            return Decimal.same(a, b);
        }
        if (left instanceof Bool || right instanceof Bool) {
            Boolean truth = as.truth(left);
            return truth != null && truth.equals(as.truth(right));
        }
        if (left instanceof Measure || right instanceof Measure || left instanceof Moment || right instanceof Moment) {
            return ordered(left, right) && order(left, right) == 0;
        }
        return as.seen(left).equals(as.seen(right));
    }

    private boolean contains(Item left, Item right) {
        return folded(left).contains(folded(right));
    }

    private String folded(Item item) {
        return as.text(item).toLowerCase(Locale.ROOT);
    }

    private boolean ordered(Item left, Item right) {
        return (dated(left, right) && as.moment(left) != null && as.moment(right) != null)
                || (as.number(comparable(left, right)) != null && as.number(right) != null);
    }

    private int order(Item left, Item right) {
        Instant a = dated(left, right) ? as.moment(left) : null;
        Instant b = a == null ? null : as.moment(right);
        if (a != null && b != null) {
            return a.compareTo(b);
        }
        BigDecimal x = as.number(comparable(left, right));
        BigDecimal y = as.number(right);
        return x == null || y == null || Decimal.same(x, y) ? 0 : x.compareTo(y);
    }

    private static boolean dated(Item left, Item right) {
        return left instanceof Moment || right instanceof Moment;
    }

    /** A quantity in the unit of the other one. */
    private static Item comparable(Item left, Item right) {
        if (left instanceof Measure a && right instanceof Measure b) {
            Measure same = Units.convert(a, b.unit());
            return same == null ? left : same;
        }
        return left;
    }

    private boolean within(Item left, Item span, int direction) {
        Instant at = as.moment(left);
        if (at == null || !(span instanceof Measure measure) || Calendars.unit(measure.unit()) == null) {
            return false;
        }
        BigDecimal amount = direction < 0 ? measure.magnitude().negate() : measure.magnitude();
        Instant end = Calendars.shift(as.now(), as.zone(), measure.unit(), amount);
        Instant from = direction < 0 ? end : as.now();
        Instant to = direction < 0 ? as.now() : end;
        return !at.isBefore(from) && !at.isAfter(to);
    }

    private boolean today(Item left) {
        Instant at = as.moment(left);
        return at != null
                && Calendars.start(at, as.zone(), ChronoUnit.DAYS)
                        .equals(Calendars.start(as.now(), as.zone(), ChronoUnit.DAYS));
    }
}
