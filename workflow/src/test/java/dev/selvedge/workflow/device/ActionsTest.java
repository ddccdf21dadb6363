package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.call;
import static dev.selvedge.workflow.device.Trees.get;
import static dev.selvedge.workflow.device.Trees.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.device.Execution.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** At least one row for every action that the device interprets, in the fixed world. */
class ActionsTest {
    /** Digests are compared as #. */
    private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{12}\\b");

    /**
     * One call and what comes of it.
     *
     * @param gives the result as text, or the ending of a run that did not end well
     * @param does its effects, each as its stream and arguments
     */
    private record Row(String action, List<Object> arguments, String gives, List<String> does) {
        Row does(String... effects) {
            return new Row(action, arguments, gives, List.of(effects));
        }
    }

    private static Row row(String action, String gives, Object... arguments) {
        return new Row(action, List.of(arguments), gives, List.of());
    }

    private static Value struct(String kind, Object... pairs) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], Trees.v(pairs[i + 1]));
        }
        return new Value.Struct(kind, fields);
    }

    private static Value quantity(Object magnitude, String unit) {
        return new Value.Quantity(Trees.v(magnitude), unit);
    }

    /** A filter of one comparison. */
    private static Value filter(String property, int operator, String valueKey, Object value) {
        return struct(
                "WFContentPredicateTableTemplate",
                "WFActionParameterFilterPrefix",
                1,
                "WFActionParameterFilterTemplates",
                List.of(struct(
                        "dict",
                        "Property",
                        property,
                        "Operator",
                        operator,
                        "Values",
                        struct("dict", valueKey, value))));
    }

    /** The result of another action in the same world, as an argument. */
    private record From(Statement.Call call) {}

    private static From from(String action, Object... arguments) {
        return new From((Statement.Call) get("arg", action, arguments));
    }

    private static List<Row> text() {
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

    private static List<Row> numbers() {
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

    private static List<Row> collections() {
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

    private static List<Row> screen() {
        return List.of(
                row("showresult", "hi", "Text", "hi").does("screen text=hi"),
                row("viewresult", "hi", "WFInput", "hi").does("screen content=hi"),
                row("previewdocument", "1\n2", "WFInput", List.of(1, 2)).does("screen content=1\n2"),
                row(
                                "alert",
                                "",
                                "WFAlertActionMessage",
                                "m",
                                "WFAlertActionTitle",
                                "t",
                                "WFAlertActionCancelButtonShown",
                                false)
                        .does("screen message=m title=t cancel=No"),
                row("notification", "", "WFNotificationActionBody", "b").does("screen text=b title="),
                row("ask", "typed", "WFAskActionPrompt", "Name?").does("screen question=Name? type=Text"),
                row("ask", "12", "WFInputType", "Number").does("screen question= type=Number"),
                row("ask", "Jun 1, 2024 at 12:00 AM", "WFInputType", "Date").does("screen question= type=Date"),
                row("ask", "typed", "WFAskActionDefaultAnswer", "me").does("screen question= type=Text suggestion=me"),
                row("handoff", "").does("screen device="),
                row("tweet", "t", "TweetInput", "t").does("screen text=t"),
                row("dictatetext", "typed").does("screen question= type=Text"),
                row("speaktext", "hi", "WFText", "hi").does("screen text=hi"),
                row("showwebpage", "https://example.com", "WFURL", "https://example.com")
                        .does("screen url=https://example.com"),
                row("showdefinition", "word", "Word", "word").does("screen word=word"),
                row("share", "x", "WFInput", "x").does("screen content=x"),
                row("airdropdocument", "x", "WFInput", "x").does("screen content=x"),
                row("print", "x", "WFInput", "x").does("screen content=x"),
                row("openurl", "app://x", "WFInput", "app://x").does("screen url=app://x"),
                row("openxcallbackurl", "app://x", "WFXCallbackURL", "app://x").does("screen url=app://x"),
                row("openapp", "", "WFAppIdentifier", "com.apple.Maps").does("screen app=com.apple.Maps"),
                row(
                                "openapp",
                                "",
                                "WFSelectedApp",
                                struct("dict", "Name", "Maps", "BundleIdentifier", "com.apple.Maps"))
                        .does("screen app=com.apple.Maps"),
                row("openin", "", "WFInput", "x", "WFOpenInAppIdentifier", "com.a")
                        .does("screen content=x app=com.a"),
                row("searchweb", "", "WFInputText", "cats").does("screen query=cats site=Google"),
                row("vibrate", "").does("screen"),
                row("playsound", "").does("screen sound="),
                row("sendmessage", "", "WFSendMessageContent", "hi", "WFSendMessageActionRecipients", "Ana")
                        .does("screen text=hi to=Ana"),
                row("sendemail", "", "WFSendEmailActionInputAttachments", "hi", "WFSendEmailActionSubject", "s")
                        .does("screen body=hi subject=s to="),
                row("readinglist", "https://a", "WFURL", "https://a").does("screen url=https://a"));
    }

    private static List<Row> script() {
        return List.of(
                row("comment", "", "WFCommentActionText", "x"),
                row("nothing", ""),
                row("delay", "", "WFDelayTime", 5),
                row("waittoreturn", ""),
                row("getvariable", "v", "WFVariable", "v"),
                row("setvariable", "v", "WFVariableName", "name", "WFInput", "v"),
                row("appendvariable", "v", "WFVariableName", "name", "WFInput", "v"),
                row("getclipboard", "clip"),
                row("setclipboard", "new", "WFInput", "new").does("clipboard content=new"),
                row("exit", "done", "WFResult", "done"),
                row("output", "done", "WFOutput", "done"),
                row("runworkflow", "⟨Shortcut Result #⟩", "WFWorkflowName", "Nowhere")
                        .does("screen WFWorkflowName=Nowhere"));
    }

    private static List<Row> web() {
        return List.of(
                row("url", "https://a", "WFURLActionURL", "https://a"),
                row("downloadurl", "{\"list\":[1,2],\"n\":7}", "WFURL", "https://example.com/a.json"),
                row("downloadurl", "⟨Contents of URL #⟩", "WFURL", "https://unknown.example"),
                row(
                                "downloadurl",
                                "{\"list\":[1,2],\"n\":7}",
                                "WFURL",
                                "https://example.com/a.json",
                                "WFHTTPMethod",
                                "POST",
                                "WFJSONValues",
                                Map.of("k", "v"))
                        .does("web url=https://example.com/a.json method=POST body={\"k\":\"v\"}"),
                row("getwebpagecontents", "Hello you", "WFInput", "https://example.com/"),
                row("getarticle", "Hello you", "WFWebPage", "https://example.com/"),
                row("safari.geturl", "https://example.com/387"),
                row("url.expand", "https://a", "URL", "https://a"),
                row(
                        "url.getheaders",
                        "{\"Content-Length\":56124,\"Content-Type\":\"text/html; charset=utf-8\"}",
                        "WFInput",
                        "https://a"),
                row("geturlcomponent", "example.com", "WFURL", "https://me@example.com:80/p/q?x=1#f"),
                row(
                        "geturlcomponent",
                        "x=1",
                        "WFURL",
                        "https://me@example.com:80/p/q?x=1#f",
                        "WFURLComponent",
                        "Query"),
                row(
                        "geturlcomponent",
                        "/p/q",
                        "WFURL",
                        "https://me@example.com:80/p/q?x=1#f",
                        "WFURLComponent",
                        "Path"),
                row("geturlcomponent", "80", "WFURL", "https://me@example.com:80/p/q?x=1#f", "WFURLComponent", "Port"),
                row("detect.link", "https://a.b/c\nhttp://d.e", "WFInput", "see https://a.b/c, or (http://d.e)."),
                row("urlencode", "a%20%26%20%C3%BC", "WFInput", "a & ü"),
                row("urlencode", "a & ü", "WFInput", "a%20%26%20%C3%BC", "WFEncodeMode", "Decode"),
                row("base64encode", "aMOp", "WFInput", "hé"),
                row("base64encode", "hé", "WFInput", "aMOp", "WFEncodeMode", "Decode"),
                row("base64encode", "", "WFInput", "*", "WFEncodeMode", "Decode"),
                row("hash", "900150983cd24fb0d6963f7d28e17f72", "WFInput", "abc"),
                row("hash", "a9993e364706816aba3e25717850c26c9cd0d89d", "WFInput", "abc", "WFHashType", "SHA1"),
                row("gethtmlfromrichtext", "<b>x</b>", "WFInput", from("getrichtextfromhtml", "WFHTML", "<b>x</b>")),
                row("getrichtextfromhtml", "x & y", "WFHTML", "<b>x</b> &amp; y"),
                row("getrichtextfrommarkdown", "T\nx y", "WFInput", "# T\n\nx **y**"),
                row(
                        "getmarkdownfromrichtext",
                        "x **y**",
                        "WFInput",
                        from("getrichtextfromhtml", "WFHTML", "x <b>y</b>")));
    }

    private static List<Row> dates() {
        Value day = struct("WFTimeOffsetValue", "Operation", "Subtract", "Unit", "Hour", "Value", 2);
        return List.of(
                row("date", "Mar 5, 2024 at 2:30 PM"),
                row(
                        "date",
                        "Dec 24, 2024 at 6:00 PM",
                        "WFDateActionMode",
                        "Specified Date",
                        "WFDateActionDate",
                        "Dec 24, 2024 6pm"),
                row("format.date", "3/5/24, 2:30 PM", "WFDate", World.NOW),
                row(
                        "format.date",
                        "2024-03-05",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "Custom",
                        "WFDateFormat",
                        "yyyy-MM-dd"),
                row(
                        "format.date",
                        "Tuesday, 05 Mar 2024 14:30:00",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "Custom",
                        "WFDateFormat",
                        "EEEE, dd MMM yyyy HH:mm:ss"),
                row(
                        "format.date",
                        "2024-03-05T14:30:00+00:00",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "ISO 8601",
                        "WFISO8601IncludeTime",
                        true),
                row("format.date", "Today at 2:30 PM", "WFDate", World.NOW, "WFDateFormatStyle", "Relative"),
                row("adjustdate", "Mar 7, 2024 at 2:30 PM", "WFDate", World.NOW, "WFDuration", quantity(2, "days")),
                row("adjustdate", "Mar 5, 2024 at 12:30 PM", "WFDate", World.NOW, "WFAdjustOffsetPicker", day),
                row(
                        "adjustdate",
                        "Mar 1, 2024 at 12:00 AM",
                        "WFDate",
                        World.NOW,
                        "WFAdjustOperation",
                        "Get Start of Month"),
                row("gettimebetweendates", "1440", "WFInput", "2024-03-06T14:30:00Z"),
                row(
                        "gettimebetweendates",
                        "2",
                        "WFTimeUntilFromDate",
                        "2024-03-01",
                        "WFInput",
                        "2024-03-03",
                        "WFTimeUntilUnit",
                        "Days"),
                row(
                        "gettimebetweendates",
                        "26:00:00",
                        "WFTimeUntilFromDate",
                        "2024-03-01",
                        "WFInput",
                        "2024-03-02 02:00",
                        "WFTimeUntilUnit",
                        "Total Time"),
                row("detect.date", "Mar 8, 2024 at 10:30 AM", "WFInput", "Meet on Friday at 10:30, room five"));
    }

    private static List<Row> files() {
        From todo = from("documentpicker.open", "WFGetFilePath", "Notes/todo.txt", "WFShowFilePicker", false);
        return List.of(
                row(
                                "documentpicker.save",
                                "file a.txt: x",
                                "WFInput",
                                "x",
                                "WFFileDestinationPath",
                                "a.txt",
                                "WFAskWhereToSave",
                                false)
                        .does("file:/a.txt content=x asked=No"),
                row("documentpicker.open", "file todo.txt: milk\nbread", "WFGetFilePath", "Notes/todo.txt"),
                row(
                        "documentpicker.open",
                        "FAULT: There is no file /none.txt on the device.",
                        "WFGetFilePath",
                        "none.txt"),
                row("documentpicker.open", "", "WFGetFilePath", "none.txt", "WFFileErrorIfNotFound", false),
                row("file.select", "file todo.txt: milk\nbread").does("screen picker=Files"),
                row(
                        "file",
                        "file todo.txt: milk\nbread",
                        "WFFile",
                        struct("dict", "fileLocation", struct("dict", "relativeSubpath", "Notes/todo.txt"))),
                row("folder", "Notes", "WFFolder", struct("dict", "filename", "Notes")),
                row(
                        "file.getfoldercontents",
                        "file todo.txt: milk\nbread",
                        "WFFolder",
                        from("folder", "WFFolder", struct("dict", "filename", "Notes"))),
                row("file.createfolder", "New", "WFFilePath", "Notes/New").does("folder:/Notes/New created=Yes"),
                row("file.append", "file todo.txt: milk\nbread\nx", "WFFilePath", "Notes/todo.txt", "WFInput", "x")
                        .does("file:/Notes/todo.txt appended=x"),
                row("file.delete", "", "WFInput", todo).does("file:/Notes/todo.txt deleted=Yes"),
                row("file.rename", "file new.txt: milk\nbread", "WFFile", todo, "WFNewFilename", "new")
                        .does("file:/Notes/new.txt from=/Notes/todo.txt"),
                row(
                                "file.move",
                                "file todo.txt: milk\nbread",
                                "WFFile",
                                todo,
                                "WFFolder",
                                struct("dict", "filename", "Documents"))
                        .does("file:/Documents/todo.txt from=/Notes/todo.txt"),
                row("file.getlink", "https://files.example/#", "WFFile", todo).does("file:/Notes/todo.txt shared=Yes"),
                row("file.reveal", "", "WFFile", todo).does("screen file=/Notes/todo.txt"),
                row("getparentdirectory", "Notes", "WFInput", todo),
                row("makezip", "file all.zip: file todo.txt: milk\nbread", "WFInput", todo, "WFZIPName", "all"),
                row("unzip", "file x.txt: x", "WFArchive", from("makezip", "WFInput", "x", "WFZIPName", "todo")),
                row("makepdf", "file x.pdf: x", "WFInput", "x"),
                row("gettextfrompdf", "x", "WFInput", from("makepdf", "WFInput", "x")),
                row("setitemname", "file n.txt: milk\nbread", "WFInput", todo, "WFName", "n"),
                row("getitemname", "todo", "WFInput", todo),
                row("getitemtype", "Dictionary", "WFInput", Map.of("a", 1)),
                row("getitemtype", "URL", "WFInput", from("url", "WFURLActionURL", "https://a")),
                row("gettypeaction", "file x.json: x", "WFInput", "x", "WFFileType", "public.json"));
    }

    private static List<Row> details() {
        From files = from("file.getfoldercontents", "WFFolder", struct("dict", "filename", "/"), "Recursive", true);
        From contact = from("contacts", "WFContact", struct("x", "WFContactFieldValues", List.of("ana ortiz")));
        return List.of(
                row(
                        "filter.files",
                        "file todo.txt: milk\nbread",
                        "WFContentItemInputParameter",
                        files,
                        "WFContentItemFilter",
                        filter("File Extension", 4, "Enumeration", "txt")),
                row(
                        "filter.reminders",
                        "Pay rent",
                        "WFContentItemFilter",
                        filter("List", 4, "String", "Work"),
                        "WFContentItemSortProperty",
                        "Due Date",
                        "WFContentItemSortOrder",
                        "Latest First",
                        "WFContentItemLimitEnabled",
                        true,
                        "WFContentItemLimitNumber",
                        1),
                row("filter.reminders", "Old one", "WFContentItemFilter", filter("Is Completed", 4, "Bool", true)),
                row(
                        "filter.calendarevents",
                        "Lunch",
                        "WFContentItemFilter",
                        struct(
                                "WFContentPredicateTableTemplate",
                                "WFActionParameterFilterTemplates",
                                List.of(struct(
                                        "dict", "Property", "Start Date", "Operator", 1000, "Number", 2, "Unit", 16)))),
                row("filter.notes", "Ideas", "WFContentItemFilter", filter("Name", 99, "String", "dea")),
                row("filter.contacts", "", "WFContentItemFilter", filter("Company", 5, "String", "Example")),
                row("filter.photos", "IMG_2", "WFContentItemFilter", filter("Width", 0, "Number", 500)),
                row("filter.apps", "Maps"),
                row("filter.images", "a", "WFContentItemInputParameter", "a"),
                row("filter.articles", "a", "WFContentItemInputParameter", "a"),
                row("filter.locations", "a", "WFContentItemInputParameter", "a"),
                row(
                        "filter.eventattendees",
                        "b\na",
                        "WFContentItemInputParameter",
                        List.of("a", "b"),
                        "WFContentItemSortProperty",
                        "Name",
                        "WFContentItemSortOrder",
                        "Z to A"),
                row("properties.files", "json\ntxt", "WFInput", files, "WFContentItemPropertyName", "File Extension"),
                row(
                        "properties.images",
                        "400",
                        "WFInput",
                        from("getlastscreenshot"),
                        "WFContentItemPropertyName",
                        "Width"),
                row("properties.articles", "a", "WFInput", "a", "WFContentItemPropertyName", "Title"),
                row(
                        "properties.locations",
                        "Berlin",
                        "WFInput",
                        from("getcurrentlocation"),
                        "WFContentItemPropertyName",
                        "City"),
                row(
                        "properties.calendarevents",
                        "Mar 6, 2024 at 12:00 PM",
                        "WFInput",
                        from("getupcomingevents"),
                        "WFContentItemPropertyName",
                        "Start Date"),
                row(
                        "properties.reminders",
                        "Work",
                        "WFInput",
                        from("getupcomingreminders"),
                        "WFContentItemPropertyName",
                        "List"),
                row("properties.contacts", "555-0134", "WFInput", contact, "WFContentItemPropertyName", "Phone Number"),
                row("properties.workflow", "Log Water", "WFInput", from("getmyworkflows")),
                row(
                        "properties.apps",
                        "com.apple.Maps",
                        "WFInput",
                        from("filter.apps"),
                        "WFContentItemPropertyName",
                        "Bundle Identifier"),
                row(
                        "properties.weather.conditions",
                        "24 °C",
                        "WFInput",
                        from("weather.currentconditions"),
                        "WFContentItemPropertyName",
                        "High"),
                row("properties.safariwebpage", "a", "WFInput", "a"),
                row("properties.appstore", "a", "WFInput", "a"),
                row("properties.music", "a", "WFInput", "a"),
                row("properties.podcast", "a", "WFInput", "a"),
                row("properties.podcastshow", "a", "WFInput", "a"));
    }

    private static List<Row> personal() {
        return List.of(
                row("com.apple.mobilenotes.SharingExtension", "first", "WFCreateNoteInput", "first\nrest")
                        .does("note:first body=first\nrest"),
                row("appendnote", "Ideas", "WFNote", "Ideas", "WFInput", "two").does("note:Ideas appended=two"),
                row("shownote", "", "WFInput", from("filter.notes")).does("screen note=Ideas"),
                row("addnewreminder", "Buy", "WFCalendarItemTitle", "Buy", "WFCalendarItemCalendar", "Home")
                        .does("reminder:Buy title=Buy details=List: Home\nIs Completed: No"),
                row("getupcomingreminders", "Pay rent\nWater plants", "WFGetUpcomingItemCount", 2),
                row("removereminders", "", "WFInputReminders", from("getupcomingreminders"))
                        .does("reminder:Pay rent removed=Yes"),
                row(
                                "setters.reminders",
                                "Pay rent",
                                "WFInput",
                                from("getupcomingreminders"),
                                "WFContentItemPropertyName",
                                "Is Completed",
                                "WFReminderContentItemIsCompleted",
                                true)
                        .does("reminder:Pay rent Is Completed=Yes"),
                row("showlist", "", "WFList", "Home").does("screen list=Home"),
                row(
                                "addnewevent",
                                "Party",
                                "WFCalendarItemTitle",
                                "Party",
                                "WFCalendarItemStartDate",
                                "tomorrow at 8pm")
                        .does("event:Party title=Party details=Start Date: Mar 6, 2024 at 8:00 PM\n"
                                + "End Date: Mar 6, 2024 at 9:00 PM\nIs All Day: No"),
                row("getupcomingevents", "Lunch"),
                row("removeevents", "", "WFInputEvents", from("getupcomingevents"))
                        .does("event:Lunch removed=Yes"),
                row(
                                "setters.calendarevents",
                                "Brunch",
                                "WFInput",
                                from("getupcomingevents"),
                                "WFContentItemPropertyName",
                                "Title",
                                "WFCalendarEventContentItemTitle",
                                "Brunch")
                        .does("event:Lunch Title=Brunch"),
                row("showincalendar", "", "WFEvent", from("getupcomingevents")).does("screen event=Lunch"),
                row("alarm.create", "alarm", "WFTime", "7:00", "WFLabel", "Up").does("alarm time=7:00 label=Up"),
                row(
                                "com.apple.mobiletimer-framework.MobileTimerIntents.MTCreateAlarmIntent",
                                "alarm",
                                "dateComponents",
                                "7:00",
                                "label",
                                "Up")
                        .does("alarm time=7:00 label=Up"),
                row("timer.start", "timer", "WFDuration", quantity(5, "min")).does("timer time=5 min label="));
    }

    private static List<Row> people() {
        Value ana = struct("x", "WFContactFieldValues", List.of("Ana Ortiz", "555-9999"));
        return List.of(
                row("contacts", "Ana Ortiz\n555-9999", "WFContact", ana),
                row("phonenumber", "555-1", "WFPhoneNumber", struct("x", "WFContactFieldValues", List.of("555-1"))),
                row("email", "a@b.c", "WFEmailAddress", "a@b.c"),
                row("selectcontacts", "Ana Ortiz").does("screen picker=Contacts"),
                row("selectphone", "555-0134").does("screen picker=Phone Number"),
                row("selectemail", "ana@example.com").does("screen picker=Email Address"),
                row("addnewcontact", "Bo Li", "WFContactFirstName", "Bo", "WFContactLastName", "Li")
                        .does("contact:Bo Li details={\"First Name\":\"Bo\",\"Last Name\":\"Li\"}"),
                row("detect.contacts", "Ana Ortiz", "WFInput", "call Ana Ortiz"),
                row("detect.phonenumber", "+49 30 123456", "WFInput", "call +49 30 123456 at 5"),
                row("detect.emailaddress", "a@b.co", "WFInput", "mail <a@b.co>, not a@b"),
                row("com.apple.mobilephone.call", "", "WFCallContact", "Ana").does("screen to=Ana type=Voice"),
                row("com.apple.facetime.facetime", "", "WFFaceTimeContact", "Ana", "WFFaceTimeType", "Video")
                        .does("screen to=Ana type=Video"));
    }

    private static List<Row> settings() {
        List<Row> rows = new ArrayList<>(List.of(
                row("dnd.set", "", "Enabled", true).does("setting:Do Not Disturb value=On"),
                row("wifi.set", "", "OnValue", false).does("setting:Wi-Fi value=Off"),
                row("wifi.set", "", "operation", "toggle").does("setting:Wi-Fi value=Off"),
                row("bluetooth.set", "").does("setting:Bluetooth value=On"),
                row("flashlight", "").does("setting:Flashlight value=On"),
                row("appearance", "", "style", "dark").does("setting:Appearance value=Dark"),
                row("setbrightness", "", "WFBrightness", 0.25).does("setting:Brightness value=0.25"),
                row("setvolume", "").does("setting:Volume value=0.5"),
                row("getbatterylevel", "41"),
                row("getbatterylevel", "No", "Subject", "Is Charging"),
                row("getdevicedetails", "iPhone", "WFDeviceDetail", "Device Model"),
                row("getwifi", "Home"),
                row("getwifi", "Blue Mobile", "WFNetworkDetailsNetwork", "Cellular"),
                row("getipaddress", "203.0.113.9"),
                row("getipaddress", "192.0.2.7", "WFIPAddressSourceOption", "Local"),
                row("dnd.getfocus", ""),
                row("getmyworkflows", "Log Water"),
                row("openworkflow", "", "WFWorkflow", "Log Water").does("screen workflow=Log Water"),
                row("lockscreen", "").does("screen device="),
                row("returntohomescreen", "").does("screen device="),
                row("quit.app", "", "WFApp", struct("dict", "Name", "Maps")).does("screen app=Maps"),
                row("hide.app", "", "WFApp", struct("dict", "Name", "Maps")).does("screen app=Maps")));
        Map.of(
                        "cellulardata", "Cellular Data",
                        "airplanemode", "Airplane Mode",
                        "lowpowermode", "Low Power Mode",
                        "orientationlock", "Orientation Lock",
                        "personalhotspot", "Personal Hotspot",
                        "nightshift", "Night Shift",
                        "truetone", "True Tone",
                        "stagemanager", "Stage Manager",
                        "announcenotifications", "Announce Notifications")
                .forEach((id, name) -> rows.add(row(id + ".set", "").does("setting:" + name + " value=On")));
        return rows;
    }

    private static List<Row> places() {
        String here = "5 Main Street\nBerlin\nGermany";
        return List.of(
                row("getcurrentlocation", here),
                row("location", here, "WFLocation", struct("dict", "isCurrentLocation", true)),
                row("address", "1 A St\nParis", "WFAddressLine1", "1 A St", "WFCity", "Paris"),
                row("detect.address", here, "WFInput", from("getcurrentlocation")),
                row("getmapslink", "https://maps.apple.com/?q=Big%20Ben", "WFInput", "Big Ben"),
                row("searchmaps", "", "WFInput", "cafe").does("screen query=cafe app=Maps"),
                row("getdirections", "", "WFDestination", "cafe").does("screen to=cafe mode=Driving app=Maps"),
                row("getdistance", "0 km", "WFGetDistanceDestination", from("getcurrentlocation")),
                row("weather.currentconditions", "Sunny, 20 °C"),
                row("weather.forecast", "Sunny, 21 °C\nSunny, 22 °C\nSunny, 23 °C"));
    }

    private static List<Row> photos() {
        return List.of(
                row("getlastphoto", "IMG_2"),
                row("getlastphoto", "IMG_1", "WFGetLatestPhotosActionIncludeScreenshots", false),
                row("getlastscreenshot", "IMG_2"),
                row("selectphoto", "IMG_2").does("screen picker=Photos"),
                row("takephoto", "⟨photo #⟩").does("screen camera=Back photos=1"),
                row("takescreenshot", "⟨screenshot #⟩"),
                row("savetocameraroll", "IMG_2", "WFInput", from("getlastphoto"))
                        .does("photos saved=IMG_2 album=Recents"),
                row("deletephotos", "", "photos", from("getlastphoto")).does("photos deleted=IMG_2"),
                row("detect.images", "IMG_2", "WFInput", from("getlastphoto")));
    }

    private static List<Row> rows() {
        return Stream.of(
                        text(),
                        numbers(),
                        collections(),
                        screen(),
                        script(),
                        web(),
                        dates(),
                        files(),
                        details(),
                        personal(),
                        people(),
                        settings(),
                        places(),
                        photos())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> rowsHold() {
        return rows().stream().map(row -> dynamicTest(row.action() + " gives " + row.gives(), () -> check(row)));
    }

    private static void check(Row row) {
        List<Statement> body = new ArrayList<>();
        Object[] arguments = row.arguments().toArray();
        for (int i = 1; i < arguments.length; i += 2) {
            if (arguments[i] instanceof From(Statement.Call call)) {
                body.add(call);
                arguments[i] = ref("arg");
            }
        }
        body.add(get("result", row.action(), arguments));
        body.add(call("output", "WFOutput", ref("result")));
        Execution execution = Trees.run(World.FIXED, body.toArray(Statement[]::new));
        String gives = execution.ending().good()
                ? execution.output() == null ? "" : execution.output()
                : execution.ending().kind() + ": " + execution.ending().reason();
        assertThat(DIGEST.matcher(gives).replaceAll("#")).isEqualTo(row.gives());
        assertThat(execution.effects()).extracting(ActionsTest::shown).isEqualTo(row.does());
    }

    private static String shown(Effect effect) {
        StringBuilder text = new StringBuilder(effect.stream());
        effect.arguments()
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    @Test
    void everyInterpretedActionHasARow() {
        Set<String> tested = new TreeSet<>();
        for (Row row : rows()) {
            tested.add(row.action().startsWith("com.") ? row.action() : "is.workflow.actions." + row.action());
        }
        assertThat(tested).isEqualTo(Device.interpreted());
    }

    @Test
    void theCatalogueKnowsWhichActionsHaveEffects() {
        Set<String> wrong = new TreeSet<>();
        for (Row row : rows()) {
            String id = row.action().startsWith("com.") ? row.action() : "is.workflow.actions." + row.action();
            boolean effect =
                    Catalog.bundled().byId(id).map(Catalog.Action::effect).orElse(true);
            if (!row.does().isEmpty() && !effect) {
                wrong.add(id);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyInterpretedActionIsInTheCatalogue() {
        Set<String> missing = new TreeSet<>(Device.interpreted());
        missing.removeIf(id -> Catalog.bundled().byId(id).isPresent());
        assertThat(missing).isEmpty();
    }
}
