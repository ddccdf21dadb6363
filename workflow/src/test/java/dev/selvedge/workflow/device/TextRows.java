package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Row.from;
import static dev.selvedge.workflow.device.Row.quantity;
import static dev.selvedge.workflow.device.Row.row;
import static dev.selvedge.workflow.device.Row.struct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text, numbers, lists and dictionaries. */
final class TextRows {
    private TextRows() {}

    static List<Row> text() {
        return List.of(
                row("gettext", "hello", "WFTextActionText", "hello"),
                row("text.replace", "heLLo", "WFInput", "hello", "WFReplaceTextFind", "l", "WFReplaceTextReplace", "L"),
                row(
                        "text.replace",
                        "heXXo",
                        "WFInput",
                        "hello",
                        "WFReplaceTextFind",
                        "L",
                        "WFReplaceTextReplace",
                        "X",
                        "WFReplaceTextCaseSensitive",
                        false),
                row(
                        "text.replace",
                        "b-a",
                        "WFInput",
                        "a-b",
                        "WFReplaceTextFind",
                        "(.)-(.)",
                        "WFReplaceTextReplace",
                        "$2-$1",
                        "WFReplaceTextRegularExpression",
                        true),
                row(
                        "text.replace",
                        "FAULT: The regular expression ( is not valid: Unclosed group at 2.",
                        "WFInput",
                        "a",
                        "WFReplaceTextFind",
                        "(",
                        "WFReplaceTextRegularExpression",
                        true),
                row("text.split", "a\nb", "text", "a\nb"),
                row("text.split", "a\n\nb", "text", "a,,b", "WFTextSeparator", "Custom", "WFTextCustomSeparator", ","),
                row("text.split", "a\n👍", "text", "a👍", "WFTextSeparator", "Every Character"),
                row(
                        "text.combine",
                        "a, b",
                        "text",
                        List.of("a", "b"),
                        "WFTextSeparator",
                        "Custom",
                        "WFTextCustomSeparator",
                        ", "),
                row("text.combine", "a b", "text", List.of("a", "b"), "WFTextSeparator", "Spaces"),
                row("text.changecase", "HELLO YOU", "text", "Hello you"),
                row("text.changecase", "hello", "text", "HELLO", "WFCaseType", "lowercase"),
                row("text.changecase", "Hello You", "text", "hello you", "WFCaseType", "Capitalize Every Word"),
                row(
                        "text.changecase",
                        "The Man of the Sea",
                        "text",
                        "the man of the sea",
                        "WFCaseType",
                        "Capitalize with Title Case"),
                row(
                        "text.changecase",
                        "Hi you. Bye.",
                        "text",
                        "hi you. bye.",
                        "WFCaseType",
                        "Capitalize with sentence case"),
                row("text.changecase", "hElLo", "text", "hello", "WFCaseType", "cApItAlIzE wItH aLtErNaTiNg cAsE"),
                row("text.match", "a1\nb2", "text", "a1 xx b2", "WFMatchTextPattern", "[a-z]\\d"),
                row("text.match", "A", "text", "A", "WFMatchTextPattern", "a", "WFMatchTextCaseSensitive", false),
                row(
                        "text.match.getgroup",
                        "12",
                        "matches",
                        from("text.match", "text", "n=12", "WFMatchTextPattern", "(n)=(\\d+)"),
                        "WFGroupIndex",
                        2),
                row(
                        "text.match.getgroup",
                        "n\n12",
                        "matches",
                        from("text.match", "text", "n=12", "WFMatchTextPattern", "(n)=(\\d+)"),
                        "WFGetGroupType",
                        "All Groups"),
                row("text.trimwhitespace", "a b", "WFInput", "  a b\n"),
                row("detect.text", "3", "WFInput", 3),
                row("detect.number", "3\n-1.5\n1000", "WFInput", "3 apples, -1.5 and 1,000"),
                row("getnameofemoji", "waving hand sign", "WFInput", "hi 👋"),
                row("correctspelling", "helo", "text", "helo"));
    }

    static List<Row> numbers() {
        return List.of(
                row("number", "42", "WFNumberActionNumber", "42"),
                row("math", "5", "WFInput", 2, "WFMathOperand", 3),
                row("math", "0.3", "WFInput", 0.1, "WFMathOperand", 0.2),
                row("math", "3.33333333333333", "WFInput", 10, "WFMathOperation", "÷", "WFMathOperand", 3),
                row(
                        "math",
                        "FAULT: The calculation divides 1 by zero.",
                        "WFInput",
                        1,
                        "WFMathOperation",
                        "÷",
                        "WFMathOperand",
                        0),
                row(
                        "math",
                        "1",
                        "WFInput",
                        7,
                        "WFMathOperation",
                        "…",
                        "WFScientificMathOperation",
                        "Modulus",
                        "WFScientificMathOperand",
                        3),
                row(
                        "math",
                        "256",
                        "WFInput",
                        2,
                        "WFMathOperation",
                        "…",
                        "WFScientificMathOperation",
                        "x^y",
                        "WFScientificMathOperand",
                        8),
                row("math", "3", "WFInput", 9, "WFMathOperation", "…", "WFScientificMathOperation", "√x"),
                row("math", "120", "WFInput", 5, "WFMathOperation", "…", "WFScientificMathOperation", "x!"),
                row("calculateexpression", "14", "Input", "2 + 3 × 4"),
                row("calculateexpression", "-8", "Input", "-2^3"),
                row(
                        "calculateexpression",
                        "FAULT: The expression 2 + cannot be calculated: it breaks off at character 4.",
                        "Input",
                        "2 +"),
                row("round", "3", "WFInput", 2.5),
                row("round", "2.35", "WFInput", 2.345, "WFRoundType", "Right of Decimal", "WFRoundDecimalPlaces", 2),
                row("round", "2", "WFInput", 2.9, "WFRoundMode", "Always Round Down"),
                row("round", "1300", "WFInput", 1250, "WFRoundTo", "Hundreds Place"),
                row("count", "3", "Input", List.of(1, 2, 3)),
                row("count", "5", "Input", "hello", "WFCountType", "Characters"),
                row("count", "3", "Input", "don't stop now", "WFCountType", "Words"),
                row("count", "2", "Input", "Hi there. Bye!", "WFCountType", "Sentences"),
                row("count", "2", "Input", "a\nb", "WFCountType", "Lines"),
                row("number.random", "7", "WFRandomNumberMinimum", 7, "WFRandomNumberMaximum", 7),
                row("statistics", "2", "Input", List.of(1, 2, 3)),
                row("statistics", "2.5", "Input", List.of(4, 1, 2, 3), "WFStatisticsOperation", "Median"),
                row("statistics", "1", "Input", List.of(1, 2, 3), "WFStatisticsOperation", "Standard Deviation"),
                row("statistics", "2", "Input", List.of(1, 2, 2, 3), "WFStatisticsOperation", "Mode"),
                row("format.number", "1,234.50", "WFNumber", 1234.5),
                row("format.filesize", "1.5 KB", "WFFileSize", 1500),
                row("measurement.create", "5 km", "WFMeasurementUnit", quantity(5, "km")),
                row(
                        "measurement.convert",
                        "212 °F",
                        "WFInput",
                        from("measurement.create", "WFMeasurementUnit", quantity(100, "°C")),
                        "WFMeasurementUnit",
                        struct("dict", "WFNSUnitSymbol", "°F", "WFNSUnitType", "Temperature")));
    }

    static List<Row> collections() {
        Map<String, Object> dictionary = new LinkedHashMap<>();
        dictionary.put("a", 1);
        dictionary.put("b", Map.of("c", "deep"));
        return List.of(
                row("list", "1\ntwo", "WFItems", List.of(1, "two")),
                row("getitemfromlist", "x", "WFInput", List.of("x", "y", "z")),
                row("getitemfromlist", "z", "WFInput", List.of("x", "y", "z"), "WFItemSpecifier", "Last Item"),
                row(
                        "getitemfromlist",
                        "y",
                        "WFInput",
                        List.of("x", "y", "z"),
                        "WFItemSpecifier",
                        "Item At Index",
                        "WFItemIndex",
                        2),
                row(
                        "getitemfromlist",
                        "y\nz",
                        "WFInput",
                        List.of("x", "y", "z"),
                        "WFItemSpecifier",
                        "Items in Range",
                        "WFItemRangeStart",
                        2,
                        "WFItemRangeEnd",
                        9),
                row("getitemfromlist", "x", "WFInput", List.of("x"), "WFItemSpecifier", "Random Item"),
                row("dictionary", "{\"k\":1}", "WFItems", Map.of("k", 1)),
                row("getvalueforkey", "deep", "WFInput", dictionary, "WFDictionaryKey", "b.c"),
                row("getvalueforkey", "a\nb", "WFInput", dictionary, "WFGetDictionaryValueType", "All Keys"),
                row(
                        "getvalueforkey",
                        "1\n{\"c\":\"deep\"}",
                        "WFInput",
                        dictionary,
                        "WFGetDictionaryValueType",
                        "All Values"),
                row(
                        "setvalueforkey",
                        "{\"a\":2}",
                        "WFDictionary",
                        Map.of("a", 1),
                        "WFDictionaryKey",
                        "a",
                        "WFDictionaryValue",
                        2),
                row("detect.dictionary", "{\"a\":[1,2,null]}", "WFInput", "{\"a\": [1, 2.0, null]}"),
                row("detect.dictionary", "", "WFInput", "no json"),
                row("choosefromlist", "b", "WFInput", List.of("a", "b"), "WFChooseFromListActionPrompt", "Which?")
                        .does("screen prompt=Which? items=a\nb several=No"),
                row("choosefromlist", "2", "WFInput", Map.of("b", 2)).does("screen prompt= items=b several=No"));
    }
}
