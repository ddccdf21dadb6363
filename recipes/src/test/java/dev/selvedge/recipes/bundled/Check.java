package dev.selvedge.recipes.bundled;

import dev.selvedge.recipes.bundled.Plist.Dict;
import java.util.Arrays;

/**
 * What an If asks, as the parameters of its action.
 *
 * @param parameters without identifiers and mode
 */
record Check(Dict parameters) {
    private static Check of(Token left, int code) {
        return new Check(Plist.dict("WFInput", Plist.dict("Type", "Variable", "Variable", left), "WFCondition", code));
    }

    private static Check number(Token left, int code, Object number) {
        return of(left, code).and("WFNumberValue", number instanceof Number n ? n.toString() : number);
    }

    private static Check text(Token left, int code, Object text) {
        return of(left, code).and("WFConditionalActionString", text);
    }

    /** A comparison of old files: what comes in is compared, the operator is a word. */
    static Check old(String operator, String key, Object operand) {
        return new Check(Plist.dict("WFCondition", operator, key, operand));
    }

    static Check less(Token left, Object number) {
        return number(left, 0, number);
    }

    static Check atMost(Token left, Object number) {
        return number(left, 1, number);
    }

    static Check greater(Token left, Object number) {
        return number(left, 2, number);
    }

    static Check atLeast(Token left, Object number) {
        return number(left, 3, number);
    }

    static Check is(Token left, Object text) {
        return text(left, 4, text);
    }

    static Check isNot(Token left, Object text) {
        return text(left, 5, text);
    }

    static Check equalTo(Token left, Object number) {
        return number(left, 4, number);
    }

    static Check begins(Token left, Object text) {
        return text(left, 8, text);
    }

    static Check ends(Token left, Object text) {
        return text(left, 9, text);
    }

    static Check contains(Token left, Object text) {
        return text(left, 99, text);
    }

    static Check lacks(Token left, Object text) {
        return text(left, 999, text);
    }

    static Check some(Token left) {
        return of(left, 100);
    }

    static Check none(Token left) {
        return of(left, 101);
    }

    static Check between(Token left, Number low, Number high) {
        return number(left, 1003, low).and("WFAnotherNumber", high.toString());
    }

    static Check before(Token left, Token date) {
        return of(left, 0).and("WFDate", date);
    }

    static Check today(Token left) {
        return of(left, 1002);
    }

    static Check inNext(Token left, Number amount, String unit) {
        return of(left, 1000).and("WFDuration", Plist.quantity(amount.toString(), unit));
    }

    static Check inLast(Token left, Number amount, String unit) {
        return of(left, 1001).and("WFDuration", Plist.quantity(amount.toString(), unit));
    }

    static Check oneOf(Token left, String enumeration) {
        return of(left, 4).and("WFEnumeration", enumeration);
    }

    static Check all(Check... checks) {
        return several(1, checks);
    }

    static Check any(Check... checks) {
        return several(0, checks);
    }

    private static Check several(int prefix, Check... checks) {
        Dict table = Plist.dict(
                "WFActionParameterFilterPrefix",
                prefix,
                "WFActionParameterFilterTemplates",
                Arrays.stream(checks).map(Check::parameters).toList());
        return new Check(Plist.dict("WFConditions", Plist.wrapped("WFContentPredicateTableTemplate", table)));
    }

    private Check and(String key, Object value) {
        parameters.with(key, value);
        return this;
    }
}
