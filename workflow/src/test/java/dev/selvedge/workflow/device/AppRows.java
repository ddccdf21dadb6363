package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Row.from;
import static dev.selvedge.workflow.device.Row.row;

import java.util.List;
import java.util.Map;

/** Scripts, feeds, and apps by other makers. */
final class AppRows {
    private static final String JAR = "dk.simonbs.DataJar.";
    private static final String LOG = "com.alexhay.Console.";
    private static final String TEXT_CASE = "com.Christopher-Hannah.Text-Case.TextCaseIntent";

    private AppRows() {}

    static List<Row> scripts() {
        return List.of(
                row("runshellscript", "up 3 days", "Script", "uptime", "Shell", "/bin/zsh")
                        .does("screen script=uptime Shell=/bin/zsh"),
                row("runshellscript", "output #", "Script", "ls", "Input", "x").does("screen script=ls input=x"),
                row("runsshscript", "up 3 days", "WFSSHScript", "uptime", "WFSSHHost", "host.example")
                        .does("screen script=uptime WFSSHHost=host.example"),
                row("runapplescript", "output #", "Script", "beep").does("screen script=beep"),
                row("runjavascriptforautomation", "output #", "Script", "1+1").does("screen script=1+1"),
                row("runjavascriptonwebpage", "output #", "WFJavaScript", "completion()", "WFInput", "page")
                        .does("screen script=completion() input=page"),
                row("sirikit.donation.handle", "⟨result #⟩", "IntentData", "x").does("screen intent=x"),
                row("searchappstore", "Maps", "WFSearchTerm", "maps"),
                row("searchappstore", "⟨app #⟩", "WFSearchTerm", "chess"),
                row("AsheKube.app.a-Shell.ExecuteCommandIntent", "up 3 days", "command", "uptime")
                        .does("screen script=uptime"),
                row("AsheKube.app.a-Shell-mini.ExecuteCommandIntent", "output #", "command", "pwd")
                        .does("screen script=pwd"));
    }

    static List<Row> feeds() {
        return List.of(
                row("rss", "First\nSecond", "WFRSSFeedURL", "https://example.com/feed"),
                row("rss", "First", "WFRSSFeedURL", "https://example.com/feed", "WFRSSItemQuantity", 1),
                row(
                        "properties.articles",
                        "https://example.com/1",
                        "WFInput",
                        from("rss", "WFRSSFeedURL", "https://example.com/feed", "WFRSSItemQuantity", 1),
                        "WFContentItemPropertyName",
                        "URL"),
                row("rss", "⟨feed #⟩", "WFRSSFeedURL", "https://unknown.example"),
                row("rss.extract", "https://example.com/feed", "WFURLs", "https://example.com/head"),
                row("rss.extract", "⟨feeds #⟩\n⟨feeds #⟩", "WFURLs", "https://unknown.example"));
    }

    static List<Row> stores() {
        return List.of(
                row(JAR + "GetValueIntent", "⟨value #⟩", "keyPath", "a.b"),
                row(JAR + "SetValueIntent", "", "keyPath", "a.b", "values", 5).does("jar:a.b value=5"),
                row(JAR + "InsertValueInArrayIntent", "", "keyPath", "list", "values", "x")
                        .does("jar:list value=x"),
                row(JAR + "DeleteValueIntent", "", "keyPath", "list").does("jar:list value="),
                row(JAR + "CheckIfValueExistsIntent", "Yes", "keyPath", "list"),
                row(JAR + "GetChildCountIntent", "6", "keyPath", "list"),
                row("com.iconfactory.Tot.GetDotIntent", "dot #", "dot", 2),
                row("com.iconfactory.TotMobile.GetDotIntent", "dot #"),
                row("com.iconfactory.TotMobile.SetDotIntent", "new", "dot", 2, "text", "new")
                        .does("Tot 2 text=new"),
                row("com.iconfactory.Tot.AddToDotIntent", "dot #\nnew", "dot", 2, "text", "new")
                        .does("Tot 2 text=dot #\nnew"),
                row("com.iconfactory.TotMobile.AddToDotIntent", "new\ndot #", "dot", 2, "text", "new", "at", "start")
                        .does("Tot 2 text=new\ndot #"));
    }

    static List<Row> apps() {
        return List.of(
                row(LOG + "LogMessageIntent", "", "messages", "hi", "title", "t")
                        .does("log messages=hi title=t"),
                row(LOG + "LogItemsIntent", "", "items", List.of(1, 2)).does("log items=1\n2"),
                row(LOG + "StartLoggingIntent", "", "mode", "start").does("log mode=start"),
                row(LOG + "ClearMessagesIntent", "").does("log"),
                row("com.agiletortoise.Drafts5.CaptureIntent", "one\ntwo", "content", "one\ntwo")
                        .does("drafts content=one\ntwo"),
                row("com.agiletortoise.Drafts-OSX.CaptureIntent", "one", "content", "one", "folder", "inbox")
                        .does("drafts content=one folder=inbox"),
                row("com.agiletortoise.Drafts5.OpenDraftIntent", "", "draft", "d")
                        .does("screen draft=d"),
                row("com.agiletortoise.Drafts-OSX.OpenDraftIntent", "", "draft", "d")
                        .does("screen draft=d"),
                row("evernote.new", "one\ntwo", "WFInput", "one\ntwo").does("evernote WFInput=one\ntwo"),
                row("postonfacebook", "", "FacebookContent", "hi").does("screen FacebookContent=hi"),
                row("com.shi.AviaryApp.PostTweetIntent", "", "text", "hi").does("screen text=hi"),
                row("app.cyan.taio.SaveClippingIntent", "", "text", "hi").does("clippings text=hi"),
                row("com.wiheads.paste.AddItemIntent", "", "item", "hi").does("clippings item=hi"));
    }

    static List<Row> lists() {
        List<Map<String, Integer>> rows = List.of(Map.of("a", 1), Map.of("a", 2));
        return List.of(
                row(
                        "com.alexhay.ToolboxProForShortcuts.RemoveDuplicatesIntent",
                        "b\na",
                        "items",
                        List.of("b", "a", "b")),
                row("com.sindresorhus.Actions.RemoveDuplicatesFromListIntent", "b\na", "list", List.of("b", "a", "b")),
                row("com.alexhay.ToolboxProForShortcuts.SortListIntent", "a\nB\nc", "list", List.of("c", "a", "B")),
                row(
                        "com.alexhay.ToolboxProForShortcuts.SortListIntent",
                        "c\nB\na",
                        "list",
                        List.of("c", "a", "B"),
                        "sortOrder",
                        "za"),
                row(
                        "com.sindresorhus.Actions.RandomTextIntent",
                        "xxx",
                        "length",
                        3,
                        "useCustomCharacters",
                        true,
                        "customCharacters",
                        "x"),
                row("com.sindresorhus.Actions.GenerateCSVIntent", "file Data.csv: a\n1\n2", "dictionaries", rows),
                row("ke.bou.GizmoPack.GenerateCSVIntent", "file Data.csv: a\n1\n2", "rows", rows, "delimiter", ";"),
                row(TEXT_CASE, "bigRedDog", "text", "big red-dog", "format", "camelCase"),
                row(TEXT_CASE, "big_red_dog", "text", "Big red-dog", "format", "snakeCase"),
                row(TEXT_CASE, "a%20b", "text", "a b", "format", "urlEncoded"),
                row("maccatalyst." + TEXT_CASE, "big-red", "text", "Big Red", "format", "kebabCase"));
    }
}
