package dev.selvedge.recipes.bundled;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A variable as files hold it: where it begins, and what is taken from it, step by step. */
final class Token {
    private final Supplier<NSDictionary> source;
    private final List<NSDictionary> steps;

    private Token(Supplier<NSDictionary> source, List<NSDictionary> steps) {
        this.source = source;
        this.steps = List.copyOf(steps);
    }

    static Token of(Supplier<NSDictionary> source) {
        return new Token(source, List.of());
    }

    private static Token typed(String type, Object... keysAndValues) {
        return of(() -> Plist.dict(keysAndValues).with("Type", type));
    }

    static Token variable(String name) {
        return typed("Variable", "VariableName", name);
    }

    static Token repeatItem() {
        return variable("Repeat Item");
    }

    static Token repeatIndex() {
        return variable("Repeat Index");
    }

    /** What the workflow was given. */
    static Token shortcutInput() {
        return typed("ExtensionInput");
    }

    /** What the workflow was given, as old files say it. */
    static Token oldInput() {
        return typed("Input");
    }

    static Token now() {
        return typed("CurrentDate");
    }

    static Token clipboard() {
        return typed("Clipboard");
    }

    static Token askEachTime(String prompt) {
        return typed("Ask", "Prompt", prompt);
    }

    static Token device(String detail) {
        return typed("DeviceDetails").property(detail);
    }

    /** The output of an action that is not there, as files hold it that were edited carelessly. */
    static Token dangling(String name, String uuid) {
        return typed("ActionOutput", "OutputName", name, "OutputUUID", uuid);
    }

    private Token step(String type, Object... keysAndValues) {
        List<NSDictionary> more = new ArrayList<>(steps);
        more.add(Plist.dict(keysAndValues).with("Type", type));
        return new Token(source, more);
    }

    Token property(String name) {
        return step("WFPropertyVariableAggrandizement", "PropertyName", name);
    }

    /** The name of an item, which is a property with a key of its own. */
    Token name() {
        return step("WFPropertyVariableAggrandizement", "PropertyName", "Name", "PropertyUserInfo", "WFItemName");
    }

    Token key(String path) {
        return step("WFDictionaryValueVariableAggrandizement", "DictionaryKey", path);
    }

    /** Another kind of content, for example {@code Number}. */
    Token as(String content) {
        return step("WFCoercionVariableAggrandizement", "CoercionItemClass", "WF" + content + "ContentItem");
    }

    /** A date in a pattern such as {@code yyyy-MM-dd}. */
    Token dated(String pattern) {
        return step("WFDateFormatVariableAggrandizement", "WFDateFormatStyle", "Custom", "WFDateFormat", pattern);
    }

    Token dated(String day, String time) {
        return step("WFDateFormatVariableAggrandizement", "WFDateFormatStyle", day, "WFTimeFormatStyle", time);
    }

    Token isoDate(boolean withTime) {
        return step(
                "WFDateFormatVariableAggrandizement",
                "WFDateFormatStyle",
                "ISO 8601",
                "WFISO8601IncludeTime",
                withTime);
    }

    Token relativeDate() {
        return step(
                "WFDateFormatVariableAggrandizement",
                "WFDateFormatStyle",
                "Relative",
                "WFRelativeDateFormatStyle",
                "Short");
    }

    Token unit(String type, String symbol) {
        return step("WFUnitVariableAggrandizement", "WFMeasurementUnitType", type, "WFUnitSymbol", symbol);
    }

    /** The bare token, as it stands in texts. */
    NSDictionary plist() {
        NSDictionary token = source.get();
        if (!steps.isEmpty()) {
            token.put("Aggrandizements", new NSArray(steps.toArray(NSObject[]::new)));
        }
        return token;
    }

    /** The token as the value of a parameter. */
    NSDictionary attachment() {
        return Plist.wrapped("WFTextTokenAttachment", plist());
    }
}
