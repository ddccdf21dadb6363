package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.NEW;
import static dev.selvedge.workflow.file.Plists.act;
import static dev.selvedge.workflow.file.Plists.block;
import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.read;
import static dev.selvedge.workflow.file.Plists.text;
import static dev.selvedge.workflow.file.Plists.token;
import static dev.selvedge.workflow.file.Plists.variable;
import static dev.selvedge.workflow.file.Plists.wrap;
import static dev.selvedge.workflow.file.Readings.SHOW;
import static dev.selvedge.workflow.file.Readings.body;
import static dev.selvedge.workflow.file.Readings.condition;
import static dev.selvedge.workflow.file.Readings.input;
import static dev.selvedge.workflow.file.Readings.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Statement.Call;
import dev.selvedge.workflow.Statement.If;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Dictionary;
import dev.selvedge.workflow.Value.Entry;
import dev.selvedge.workflow.Value.ListOf;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Quantity;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Struct;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Conditions and values of files, in every form. */
class ValueReadingTest {
    // ---- conditions

    private static Comparison compared(Object... parameters) {
        List<Object> all = new ArrayList<>(List.of("WFInput", condition("ExtensionInput")));
        all.addAll(Arrays.asList(parameters));
        List<Statement> body = body(NEW, block("conditional", "G", 0, all.toArray()), block("conditional", "G", 2));
        return ((If) body.getFirst()).condition().comparisons().getFirst();
    }

    @Test
    void readsEveryOperator() {
        for (Operator operator : Operator.values()) {
            assertThat(compared("WFCondition", operator.code(), "WFNumberValue", "1", "WFAnotherNumber", 2)
                            .operator())
                    .isEqualTo(operator);
        }
        assertThat(compared("WFCondition", "Equals").operator()).isEqualTo(Operator.EQUALS);
        assertThat(compared("WFCondition", "Does Not Contain").operator()).isEqualTo(Operator.NOT_CONTAINS);
        assertThat(compared("WFCondition", "Is Greater Than").operator()).isEqualTo(Operator.GREATER);
        assertThat(compared("WFCondition", "").operator()).isEqualTo(Operator.CONTAINS);
        assertThat(compared().operator()).isEqualTo(Operator.CONTAINS);
        assertThat(compared("WFCondition", 12345).operator()).isEqualTo(Operator.CONTAINS);
    }

    @Test
    void readsEveryOperand() {
        Instant instant = Instant.parse("2024-01-02T03:04:05Z");
        assertThat(compared("WFCondition", 4, "WFConditionalActionString", "a").right())
                .isEqualTo(new Text("a"));
        assertThat(compared("WFCondition", 4).right()).isEqualTo(new Text(""));
        assertThat(compared(
                                "WFCondition",
                                5,
                                "WFConditionalActionString",
                                text("\uFFFC", dict("Type", "Ask", "Prompt", "Who?")))
                        .right())
                .isEqualTo(new Template(List.of(new Reference(new Source.Ask("Who?"), List.of()))));
        assertThat(compared("WFCondition", 2, "WFNumberValue", "7", "WFConditionalActionString", "left over")
                        .right())
                .isEqualTo(Num.of(7));
        assertThat(compared("WFCondition", 4, "WFNumberValue", 7.0).right()).isEqualTo(Num.of(7));
        assertThat(compared("WFCondition", 2, "WFDate", instant).right()).isEqualTo(new Value.Moment(instant));
        assertThat(compared("WFCondition", 4, "WFEnumeration", "Mac").right()).isEqualTo(new Text("Mac"));
        assertThat(compared(
                                "WFCondition",
                                1000,
                                "WFDuration",
                                wrap("WFQuantityFieldValue", dict("Magnitude", 3, "Unit", "days")))
                        .right())
                .isEqualTo(new Quantity(Num.of(3), "days"));
        assertThat(compared("WFCondition", 1003, "WFNumberValue", "1", "WFAnotherNumber", token(variable("n"))))
                .isEqualTo(new Comparison(input(), Operator.BETWEEN, Num.of(1), ref("n")));
        Dict low = wrap("WFQuantityFieldValue", dict("Magnitude", "1", "Unit", "MB"));
        Dict high = wrap("WFQuantityFieldValue", dict("Magnitude", variable("n"), "Unit", "MB"));
        assertThat(compared("WFCondition", 1003, "WFMeasurement", low, "WFAnotherMeasurement", high))
                .isEqualTo(new Comparison(
                        input(), Operator.BETWEEN, new Quantity(Num.of(1), "MB"), new Quantity(ref("n"), "MB")));
    }

    @Test
    void readsSeveralConditionsAtOnce() {
        List<Dict> templates = List.of(
                dict("WFInput", condition("Clipboard"), "WFCondition", 100),
                dict("WFInput", condition("ExtensionInput"), "WFCondition", 4, "WFConditionalActionString", "x"));
        for (int prefix : new int[] {1, 0}) {
            If read = (If) body(
                            NEW,
                            block(
                                    "conditional",
                                    "G",
                                    0,
                                    "WFConditions",
                                    wrap(
                                            "WFContentPredicateTableTemplate",
                                            dict(
                                                    "WFActionParameterFilterPrefix",
                                                    prefix,
                                                    "WFActionParameterFilterTemplates",
                                                    templates))),
                            block("conditional", "G", 2))
                    .getFirst();
            assertThat(read.condition())
                    .isEqualTo(new Condition(
                            prefix == 1,
                            List.of(
                                    new Comparison(
                                            new Reference(new Source.Clipboard(), List.of()),
                                            Operator.HAS_VALUE,
                                            null,
                                            null),
                                    new Comparison(input(), Operator.EQUALS, new Text("x"), null))));
        }
    }

    // ---- values

    private static Value parameter(Object value) {
        Call call = (Call) body(NEW, act("showresult", "Text", value)).getFirst();
        return Objects.requireNonNull(call.parameters().get("Text"));
    }

    @Test
    void attachmentsCountUtf16Units() {
        assertThat(parameter(text(
                        "\uD83D\uDE00\uFFFC and \uFFFC", dict("Type", "CurrentDate"), dict("Type", "DeviceDetails"))))
                .isEqualTo(new Template(List.of(
                        new Text("\uD83D\uDE00"),
                        new Reference(new Source.CurrentDate(), List.of()),
                        new Text(" and "),
                        new Reference(new Source.DeviceDetails(), List.of()))));
        assertThat(parameter(wrap("WFTextTokenString", dict("string", "plain"))))
                .isEqualTo(new Text("plain"));
        assertThat(parameter(wrap(
                        "WFTextTokenString", dict("string", "x", "attachmentsByRange", dict("{9, 1}", variable("v"))))))
                .isEqualTo(new Text("x"));
    }

    @Test
    void readsEveryAggrandizementInOrder() {
        Dict token = dict(
                "Type",
                "HomeAccessory",
                "HomeService",
                "lamp",
                "Aggrandizements",
                List.of(
                        dict(
                                "Type",
                                "WFCoercionVariableAggrandizement",
                                "CoercionItemClass",
                                "WFDictionaryContentItem"),
                        dict("Type", "WFDictionaryValueVariableAggrandizement", "DictionaryKey", "a.b"),
                        dict(
                                "Type",
                                "WFPropertyVariableAggrandizement",
                                "PropertyName",
                                "File Size",
                                "PropertyUserInfo",
                                "WFFileSizeProperty"),
                        dict(
                                "Type",
                                "WFPropertyVariableAggrandizement",
                                "PropertyName",
                                "Notes",
                                "PropertyUserInfo",
                                14),
                        dict("Type", "WFUnitVariableAggrandizement", "WFUnitSymbol", "km"),
                        dict(
                                "Type",
                                "WFDateFormatVariableAggrandizement",
                                "WFDateFormatStyle",
                                "Custom",
                                "WFDateFormat",
                                "yyyy"),
                        dict("Type", "WFCoercionVariableAggrandizement", "CoercionItemClass", "WFNewContentItem")));
        assertThat(parameter(token(token)))
                .isEqualTo(new Reference(
                        new Source.Other("HomeAccessory", Map.of("HomeService", new Text("lamp"))),
                        List.of(
                                new Access.Coerce(ContentType.DICTIONARY, "WFDictionaryContentItem"),
                                new Access.Key("a.b"),
                                new Access.Property("File Size", Map.of()),
                                new Access.Property("Notes", Map.of("PropertyUserInfo", Num.of(14))),
                                new Access.Format(
                                        "WFUnitVariableAggrandizement", Map.of("WFUnitSymbol", new Text("km"))),
                                new Access.Format(
                                        "WFDateFormatVariableAggrandizement",
                                        Map.of(
                                                "WFDateFormatStyle",
                                                new Text("Custom"),
                                                "WFDateFormat",
                                                new Text("yyyy"))),
                                new Access.Coerce(ContentType.OTHER, "WFNewContentItem"))));
    }

    @Test
    void readsEveryItemOfADictionary() {
        Dict items = wrap(
                "WFDictionaryFieldValue",
                dict(
                        "WFDictionaryFieldValueItems",
                        List.of(
                                item(0, "text", text("t")),
                                item(
                                        1,
                                        "dictionary",
                                        wrap(
                                                "WFDictionaryFieldValue",
                                                wrap(
                                                        "WFDictionaryFieldValue",
                                                        dict("WFDictionaryFieldValueItems", List.of())))),
                                item(
                                        2,
                                        "array",
                                        wrap(
                                                "WFArrayParameterState",
                                                List.of(
                                                        "a",
                                                        dict(
                                                                "WFItemType",
                                                                4,
                                                                "WFValue",
                                                                wrap("WFNumberSubstitutableState", 1))))),
                                item(3, "number", text("1.50")),
                                item(3, "a token as number", text("\uFFFC", variable("v"))),
                                item(4, "boolean", wrap("WFNumberSubstitutableState", true)),
                                item(5, "file", wrap("WFTokenAttachmentParameterState", token(variable("v")))),
                                item(0, "text", text("again")))));
        assertThat(parameter(items))
                .isEqualTo(new Dictionary(List.of(
                        new Entry(new Text("text"), new Text("t")),
                        new Entry(new Text("dictionary"), new Dictionary(List.of())),
                        new Entry(new Text("array"), new ListOf(List.of(new Text("a"), new Value.Bool(true)))),
                        new Entry(new Text("number"), new Num(new BigDecimal("1.5"))),
                        new Entry(
                                new Text("a token as number"),
                                ref("v", new Access.Coerce(ContentType.NUMBER, "WFNumberContentItem"))),
                        new Entry(new Text("boolean"), new Value.Bool(true)),
                        new Entry(new Text("file"), ref("v")),
                        new Entry(new Text("text"), new Text("again")))));
    }

    private static Dict item(int type, String key, Dict value) {
        return dict("WFItemType", type, "WFKey", text(key), "WFValue", value);
    }

    @Test
    void readsStructuresDataAndDates() {
        Instant instant = Instant.parse("2024-01-02T03:04:05.500Z");
        assertThat(parameter(instant)).isEqualTo(new Value.Moment(instant));
        assertThat(parameter(new byte[] {1, 2, 3})).isEqualTo(ValueReader.blob(new byte[] {1, 2, 3}));
        assertThat(ValueReader.blob(new byte[] {1, 2, 3}).name()).isEqualTo("blob_039058c6f2c0");
        assertThat(parameter(
                        wrap("WFTimeOffsetValue", dict("Operation", "Add", "Value", text("\uFFFC", variable("v"))))))
                .isEqualTo(new Struct(
                        "WFTimeOffsetValue",
                        Map.of("Operation", new Text("Add"), "Value", new Template(List.of(ref("v"))))));
        assertThat(parameter(dict("BundleIdentifier", "com.example", "Nested", dict("a", 1))))
                .isEqualTo(new Struct(
                        "dict",
                        Map.of(
                                "BundleIdentifier",
                                new Text("com.example"),
                                "Nested",
                                new Struct("dict", Map.of("a", Num.of(1))))));
        assertThat(parameter(wrap("WFStringSubstitutableState", token(variable("v")))))
                .isEqualTo(ref("v"));
        assertThat(body(NEW, act("showresult", "Text", wrap("WFTextTokenAttachment", new PlistValue.Null()))))
                .containsExactly(new Call(SHOW, Map.of(), null));
    }
}
