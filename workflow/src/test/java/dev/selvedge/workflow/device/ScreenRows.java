package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Row.from;
import static dev.selvedge.workflow.device.Row.row;
import static dev.selvedge.workflow.device.Row.struct;

import java.util.List;
import java.util.Map;

/** What is shown, the workflow itself, the web. */
final class ScreenRows {
    private ScreenRows() {}

    static List<Row> screen() {
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

    static List<Row> script() {
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

    static List<Row> web() {
        return List.of(
                row("url", "https://a", "WFURLActionURL", "https://a"),
                row("downloadurl", "{\"list\":[1,2],\"n\":7}", "WFURL", "https://example.com/a.json"),
                row("downloadurl", "⟨Contents of URL #⟩", "WFURL", "https://unknown.example")
                        .does("web:https://unknown.example url=https://unknown.example method=GET"),
                row(
                                "downloadurl",
                                "{\"id\":5}",
                                "WFURL",
                                "https://example.com/api",
                                "WFHTTPMethod",
                                "POST",
                                "WFHTTPHeaders",
                                Map.of("Accept", "*/*"),
                                "WFJSONValues",
                                Map.of("k", "v"))
                        .does(
                                "web url=https://example.com/api method=POST headers={\"Accept\":\"*/*\"} body={\"k\":\"v\"}"),
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
}
