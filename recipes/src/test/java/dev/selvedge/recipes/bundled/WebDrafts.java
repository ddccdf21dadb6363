package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows that ask the web. */
final class WebDrafts {
    private WebDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                cleanUrl(), shortenUrl(), weatherAlert(), sendForm(), wikiSearch(), siteMonitor(), updateCheck());
    }

    private static Draft cleanUrl() {
        return Draft.of(
                "clean-url.shortcut",
                "Clean URL",
                "Utilities",
                "Remove the tracking part from the web address on the clipboard and copy the short one.",
                w -> {
                    Token urls = w.add("detect.link", "WFInput", text(clipboard()));
                    w.when(none(urls), () -> {
                        w.add("alert", "WFAlertActionMessage", "There is no link on the clipboard.");
                        w.add("exit");
                    });
                    Token url = w.add("getitemfromlist", "WFInput", urls, "WFItemSpecifier", "First Item");
                    Token host = w.add("geturlcomponent", "WFURL", text(url), "WFURLComponent", "Host");
                    Token path = w.add("geturlcomponent", "WFURL", text(url), "WFURLComponent", "Path");
                    Token clean = w.add("url", "WFURLActionURL", text("https://", host, path));
                    w.add("setclipboard", "WFInput", clean);
                    w.notify("Link", host, path);
                });
    }

    private static Draft shortenUrl() {
        return Draft.of(
                "shorten-url.shortcut",
                "Shorten URL",
                "Utilities",
                "Send the link I share to a link shortener and copy the short link, or tell me the error.",
                w -> {
                    w.accepts("URL", "SafariWebPage", "String")
                            .offeredIn("ActionExtension")
                            .withoutInput("GetClipboard");
                    w.question("WFTextActionText", "What is your key for the shortener?", "");
                    Token key = w.text("demo-key");
                    Token answer = w.add(
                            "downloadurl",
                            "WFURL",
                            "https://short.example.com/api/links",
                            "Advanced",
                            true,
                            "ShowHeaders",
                            true,
                            "WFHTTPMethod",
                            "POST",
                            "WFHTTPHeaders",
                            fields("Authorization", text("Bearer ", key), "Accept", "application/json"),
                            "WFHTTPBodyType",
                            "JSON",
                            "WFJSONValues",
                            fields(
                                    "url",
                                    text(shortcutInput()),
                                    "private",
                                    false,
                                    "days",
                                    30,
                                    "tags",
                                    List.of("shortcut", text(device("Device Model"))),
                                    "options",
                                    fields("preview", true, "length", 6)));
                    Token link = w.add("getvalueforkey", "WFInput", answer, "WFDictionaryKey", "link");
                    w.when(
                            begins(link, "http"),
                            () -> {
                                w.add("setclipboard", "WFInput", link);
                                w.notify("🔗 Short link", link);
                            },
                            () -> {
                                Token error =
                                        w.add("getvalueforkey", "WFInput", answer, "WFDictionaryKey", "error.message");
                                w.add(
                                        "alert",
                                        "WFAlertActionTitle",
                                        "It did not work",
                                        "WFAlertActionMessage",
                                        text(error),
                                        "WFAlertActionCancelButtonShown",
                                        false);
                            });
                });
    }

    private static Draft weatherAlert() {
        return Draft.of(
                "weather-alert.shortcut",
                "Weather Alert",
                "Weather",
                "Warn me when it freezes or storms today, and tell me what to wear.",
                w -> {
                    Token place = w.add("getcurrentlocation");
                    Token weather = w.add("weather.currentconditions", "WFWeatherCustomLocation", place);
                    Token degrees = w.add(
                            "properties.weather.conditions",
                            "WFInput",
                            weather,
                            "WFContentItemPropertyName",
                            "Temperature");
                    Token wind = w.add(
                            "properties.weather.conditions",
                            "WFInput",
                            weather,
                            "WFContentItemPropertyName",
                            "Wind Speed",
                            "CustomOutputName",
                            "Wind");
                    w.when(
                            all(less(degrees.as("Number"), 3), greater(wind.as("Number"), 40)),
                            () -> w.notify("⚠️ Storm and frost", "Stay at home in ", place.property("City"), "."),
                            () -> {
                                Token clothes = w.when(
                                        less(degrees.as("Number"), 10),
                                        () -> w.text("a warm coat 🧥"),
                                        () -> w.when(
                                                less(degrees.as("Number"), 20),
                                                () -> w.text("a jumper"),
                                                () -> w.text("a T-shirt")));
                                w.notify("Weather", "Wear ", clothes, ".");
                            });
                });
    }

    private static Draft sendForm() {
        return Draft.of(
                "report-a-problem.shortcut",
                "Report a Problem",
                "Business",
                "Ask what is broken and how bad it is, and send the report to our help desk, with a log file if I have one.",
                w -> {
                    Token problem = w.add("ask", "WFAskActionPrompt", "What is broken?");
                    Token severity = w.menu(
                            "How bad is it?",
                            choice("Nobody can work", () -> w.add("number", "WFNumberActionNumber", 1)),
                            choice("A nuisance", () -> w.add("number", "WFNumberActionNumber", 3)));
                    Token answer = w.add(
                            "downloadurl",
                            "WFURL",
                            "https://help.example.com/tickets",
                            "WFHTTPMethod",
                            "POST",
                            "WFHTTPBodyType",
                            "Form",
                            "WFFormValues",
                            fields(
                                    "subject",
                                    text(problem),
                                    "severity",
                                    text(severity),
                                    "device",
                                    text(device("Device Name"))));
                    Token ticket = w.add("getvalueforkey", "WFInput", answer, "WFDictionaryKey", "id");
                    Token log = w.add(
                            "documentpicker.open",
                            "WFGetFilePath",
                            "Documents/log.txt",
                            "WFShowFilePicker",
                            false,
                            "WFFileErrorIfNotFound",
                            false);
                    w.when(
                            some(log),
                            () -> w.add(
                                    "downloadurl",
                                    "WFURL",
                                    text("https://help.example.com/tickets/", ticket, "/log"),
                                    "WFHTTPMethod",
                                    "PUT",
                                    "WFHTTPBodyType",
                                    "File",
                                    "WFRequestVariable",
                                    log));
                    w.show("Ticket ", ticket, " is open.");
                });
    }

    private static Draft wikiSearch() {
        return Draft.of(
                "encyclopedia-search.shortcut",
                "Encyclopedia Search",
                "Reference",
                "Search an encyclopedia for a word, let me choose a result and open it or copy its summary.",
                w -> {
                    Token word = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "What are you looking for?",
                            "WFAskActionDefaultAnswer",
                            text(clipboard()));
                    Token encoded = w.add("urlencode", "WFInput", text(word));
                    Token page = w.add(
                            "downloadurl",
                            "WFURL",
                            text("https://encyclopedia.example.org/search?limit=5&q=", encoded));
                    Token results = w.add("getvalueforkey", "WFInput", page, "WFDictionaryKey", "results");
                    w.when(none(results), () -> {
                        w.show("Nothing found for ", word, ".");
                        w.bare("exit");
                    });
                    w.set("Pages", w.add("dictionary"));
                    w.each(results, () -> {
                        Token title = w.add("getvalueforkey", "WFInput", repeatItem(), "WFDictionaryKey", "title");
                        w.set(
                                "Pages",
                                w.add(
                                        "setvalueforkey",
                                        "WFDictionary",
                                        variable("Pages"),
                                        "WFDictionaryKey",
                                        text(title),
                                        "WFDictionaryValue",
                                        text(repeatItem().as("Dictionary").key("summary"))));
                    });
                    Token chosen = w.add(
                            "choosefromlist",
                            "WFInput",
                            w.add(
                                    "getvalueforkey",
                                    "WFInput",
                                    variable("Pages"),
                                    "WFGetDictionaryValueType",
                                    "All Keys"));
                    w.menu(
                            text(chosen),
                            choice("Open", () -> {
                                Token path = w.add("urlencode", "WFInput", text(chosen), "WFEncodeMode", "Encode");
                                w.add(
                                        "openurl",
                                        "WFInput",
                                        w.add(
                                                "url",
                                                "WFURLActionURL",
                                                text("https://encyclopedia.example.org/", path)));
                            }),
                            choice(
                                    "Copy summary",
                                    () -> w.add(
                                            "setclipboard",
                                            "WFInput",
                                            w.add(
                                                    "getvalueforkey",
                                                    "WFInput",
                                                    variable("Pages"),
                                                    "WFDictionaryKey",
                                                    text(chosen)))));
                });
    }

    private static Draft siteMonitor() {
        return Draft.of(
                "site-monitor.shortcut",
                "Site Monitor",
                "Development Tools",
                "Check whether my web services answer with status ok, keep a log of failures and alert me when any fails.",
                w -> {
                    Token sites = w.add(
                            "dictionary",
                            "WFItems",
                            fields(
                                    "Shop",
                                    "https://shop.example.com/health",
                                    "API",
                                    "https://api.example.com/health",
                                    "Blog",
                                    "https://blog.example.org/health"));
                    Token names = w.add("getvalueforkey", "WFInput", sites, "WFGetDictionaryValueType", "All Keys");
                    w.set("Failures", w.add("number", "WFNumberActionNumber", 0));
                    w.each(names, () -> {
                        Token url = w.add("getvalueforkey", "WFInput", sites, "WFDictionaryKey", text(repeatItem()));
                        Token page = w.add("downloadurl", "WFURL", text(url));
                        Token status = w.add("getvalueforkey", "WFInput", page, "WFDictionaryKey", "status");
                        w.when(isNot(status, "ok"), () -> {
                            w.set("Failures", w.add("math", "WFInput", variable("Failures"), "WFMathOperand", 1));
                            w.add(
                                    "file.append",
                                    "WFFilePath",
                                    "Monitor/failures.txt",
                                    "WFInput",
                                    text(now().isoDate(true), " ", repeatItem(), ": ", status));
                        });
                    });
                    w.when(
                            greater(variable("Failures").as("Number"), 0),
                            () -> w.notify("🚨 Sites", variable("Failures"), " of the sites do not answer."),
                            () -> w.comment("All is well: be quiet."));
                });
    }

    private static Draft updateCheck() {
        return Draft.of(
                "update-check.shortcut",
                "Update Check",
                "Development Tools",
                "Compare the version of this shortcut with the newest on the web and offer to open the download page.",
                w -> {
                    w.old();
                    w.text("1.4");
                    w.add("setvariable", "WFVariableName", "Mine");
                    w.add("url", "WFURLActionURL", "https://shortcuts.example.com/update.json");
                    w.add("downloadurl");
                    w.add("getvalueforkey", "WFDictionaryKey", "version");
                    w.add("setvariable", "WFVariableName", "Newest");
                    w.add("getvariable", "WFVariable", variable("Newest"));
                    w.when(
                            old("Equals", "WFConditionalActionString", text(variable("Mine"))),
                            () -> w.bare("nothing"),
                            () -> w.menu(
                                    text("Version ", variable("Newest"), " is out."),
                                    choice("Download", () -> {
                                        w.add("url", "WFURLActionURL", "https://shortcuts.example.com/download");
                                        w.add("openurl");
                                    }),
                                    choice("Later", () -> w.comment("Ask again next time."))));
                });
    }
}
