package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows that read, change and count text. */
final class TextDrafts {
    private static final String CATEGORY = "Productivity";

    private TextDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                textStatistics(),
                changeCase(),
                slug(),
                uniqueLines(),
                numberLines(),
                password(),
                encodeDecode(),
                extractLinks(),
                contactSheet(),
                wordFrequency(),
                translateClipboard(),
                template());
    }

    private static Draft textStatistics() {
        return Draft.of(
                "text-statistics.shortcut",
                "Text Statistics",
                CATEGORY,
                "Count the words, characters, lines and sentences of a text that I share, and estimate how long it takes to read.",
                w -> {
                    w.accepts("String", "RichText", "Article")
                            .offeredIn("ActionExtension")
                            .withoutInput("GetClipboard");
                    Token text = w.add("detect.text", "WFInput", shortcutInput());
                    Token words =
                            w.add("count", "WFCountType", "Words", "Input", text, "CustomOutputName", "Word Count");
                    Token characters = w.add("count", "WFCountType", "Characters", "Input", text);
                    Token lines = w.add("count", "WFCountType", "Lines", "Input", text);
                    Token sentences = w.add("count", "WFCountType", "Sentences", "Input", text);
                    Token minutes = w.add("math", "WFInput", words, "WFMathOperation", "÷", "WFMathOperand", "220");
                    Token rounded = w.add(
                            "round", "WFInput", minutes, "WFRoundMode", "Always Round Up", "WFRoundTo", "Ones Place");
                    w.show(
                            "📝 Words: ",
                            words,
                            "\nCharacters: ",
                            characters,
                            "\nLines: ",
                            lines,
                            "\nSentences: ",
                            sentences,
                            "\n⏱ Reading time: ",
                            rounded,
                            " min");
                });
    }

    private static Draft changeCase() {
        return Draft.of(
                "change-case.shortcut",
                "Change Case",
                CATEGORY,
                "Let me choose how the text on the clipboard is capitalized, and copy the result.",
                w -> {
                    Token result = w.menu(
                            "Which case?",
                            Draft.choice(
                                    "UPPER",
                                    () -> w.add("text.changecase", "text", clipboard(), "WFCaseType", "UPPERCASE")),
                            Draft.choice(
                                    "lower",
                                    () -> w.add("text.changecase", "text", clipboard(), "WFCaseType", "lowercase")),
                            Draft.choice(
                                    "Every Word",
                                    () -> w.add(
                                            "text.changecase",
                                            "text",
                                            clipboard(),
                                            "WFCaseType",
                                            "Capitalize Every Word")),
                            Draft.choice(
                                    "Title",
                                    () -> w.add(
                                            "text.changecase",
                                            "text",
                                            clipboard(),
                                            "WFCaseType",
                                            "Capitalize with Title Case",
                                            "Show-text",
                                            true)));
                    w.add("setclipboard", "WFInput", result, "WFLocalOnly", true);
                });
    }

    private static Draft slug() {
        return Draft.of(
                "slug-maker.shortcut",
                "Slug Maker",
                "Development Tools",
                "Turn a title into a slug for a web address: lower case, with hyphens instead of spaces and signs.",
                w -> {
                    w.compiled();
                    Token title = w.add("ask", "WFAskActionPrompt", "Title of the post");
                    Token lower = w.add("text.changecase", "text", title, "WFCaseType", "lowercase");
                    Token dashed = w.add(
                            "text.replace",
                            "WFInput",
                            text(lower),
                            "WFReplaceTextFind",
                            "[^a-z0-9]+",
                            "WFReplaceTextReplace",
                            "-",
                            "WFReplaceTextRegularExpression",
                            true);
                    Token slug = w.add(
                            "text.replace",
                            "WFInput",
                            text(dashed),
                            "WFReplaceTextFind",
                            "^-|-$",
                            "WFReplaceTextRegularExpression",
                            true,
                            "WFReplaceTextReplace",
                            "");
                    w.add("output", "WFOutput", text(slug), "WFNoOutputSurfaceBehavior", "Copy to Clipboard");
                });
    }

    private static Draft uniqueLines() {
        return Draft.of(
                "unique-lines.shortcut",
                "Unique Lines",
                CATEGORY,
                "Remove the lines that occur twice from the text on my clipboard.",
                w -> {
                    Token lines = w.add("text.split", "text", clipboard(), "WFTextSeparator", "New Lines");
                    w.each(
                            lines,
                            () -> w.when(
                                    lacks(variable("Seen").as("String"), text("<", repeatItem(), ">")),
                                    () -> {
                                        w.append("Seen", w.text("<", repeatItem(), ">"));
                                        w.append("Kept", repeatItem());
                                    },
                                    () -> w.bare("nothing")));
                    Token kept = w.add("count", "Input", variable("Kept"));
                    Token all = w.add("count", "Input", lines);
                    Token result = w.add("text.combine", "text", variable("Kept"), "WFTextSeparator", "New Lines");
                    w.add("setclipboard", "WFInput", result);
                    w.notify("Unique lines", kept, " of ", all, " lines kept.");
                });
    }

    private static Draft numberLines() {
        return Draft.of(
                "number-lines.shortcut",
                "Number Lines",
                CATEGORY,
                "Put a number in front of every line of the text that I give and show it.",
                w -> {
                    w.accepts("String");
                    Token lines = w.add("text.split", "text", shortcutInput());
                    Token numbered = w.each(lines, () -> w.text(repeatIndex(), ". ", repeatItem()));
                    Token text = w.add(
                            "text.combine",
                            "text",
                            numbered,
                            "WFTextSeparator",
                            "Custom",
                            "WFTextCustomSeparator",
                            "\n");
                    w.add("previewdocument", "WFInput", text);
                });
    }

    private static Draft password() {
        return Draft.of(
                "password-generator.shortcut",
                "Password Generator",
                CATEGORY,
                "Make a random password of the length that I enter and copy it so that it disappears after a while.",
                w -> {
                    Token length = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "How long?",
                            "WFInputType",
                            "Number",
                            "WFAskActionDefaultAnswerNumber",
                            "16");
                    Token alphabet = w.text("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%+");
                    Token characters = w.add("text.split", "text", alphabet, "WFTextSeparator", "Every Character");
                    w.when(
                            less(length, 8),
                            () -> w.add(
                                    "alert",
                                    "WFAlertActionTitle",
                                    "Too short",
                                    "WFAlertActionMessage",
                                    text("A password of ", length, " characters is weak. Go on?"),
                                    "WFAlertActionCancelButtonShown",
                                    true));
                    Token picked = w.repeat(
                            length,
                            () -> w.add("getitemfromlist", "WFInput", characters, "WFItemSpecifier", "Random Item"));
                    Token secret = w.add(
                            "text.combine", "text", picked, "WFTextSeparator", "Custom", "WFTextCustomSeparator", "");
                    w.add("setclipboard", "WFInput", secret, "WFLocalOnly", true, "WFExpirationDate", "in 2 minutes");
                    w.notify("Password", "A password is on the clipboard for two minutes.");
                });
    }

    private static Draft encodeDecode() {
        return Draft.of(
                "encode-decode.shortcut",
                "Encode and Decode",
                "Development Tools",
                "Encode or decode the text I enter as Base64 or for a URL, or make its SHA-256 hash.",
                w -> {
                    Token text =
                            w.add("ask", "WFAskActionPrompt", "Text", "WFAskActionDefaultAnswer", text(clipboard()));
                    Token result = w.menu(
                            "What do you want to do?",
                            Draft.choice(
                                    "Base64",
                                    () -> w.add("base64encode", "WFInput", text, "WFBase64LineBreakMode", "None")),
                            Draft.choice(
                                    "From Base64",
                                    () -> w.add("base64encode", "WFInput", text, "WFEncodeMode", "Decode")),
                            Draft.choice("URL", () -> w.add("urlencode", "WFInput", text(text))),
                            Draft.choice(
                                    "From URL",
                                    () -> w.add("urlencode", "WFInput", text(text), "WFEncodeMode", "Decode")),
                            Draft.choice("SHA-256", () -> w.add("hash", "WFInput", text, "WFHashType", "SHA256")));
                    w.show(result);
                });
    }

    private static Draft extractLinks() {
        return Draft.of(
                "extract-links.shortcut",
                "Extract Links",
                "Utilities",
                "Find all links in the text I share, let me choose some of them and copy them.",
                w -> {
                    w.accepts("String", "URL", "RichText", "SafariWebPage").offeredIn("ActionExtension");
                    Token links = w.add("detect.link", "WFInput", text(shortcutInput()));
                    Token count = w.add("count", "Input", links, "WFCountType", "Items");
                    w.when(
                            equalTo(count, 0),
                            () -> w.add(
                                    "alert",
                                    "WFAlertActionTitle",
                                    "No links",
                                    "WFAlertActionMessage",
                                    "There are no links in this text.",
                                    "WFAlertActionCancelButtonShown",
                                    false),
                            () -> {
                                Token chosen = w.add(
                                        "choosefromlist",
                                        "WFInput",
                                        links,
                                        "WFChooseFromListActionPrompt",
                                        text(count, " links. Which ones?"),
                                        "WFChooseFromListActionSelectMultiple",
                                        true,
                                        "WFChooseFromListActionSelectAll",
                                        true);
                                w.add("setclipboard", "WFInput", chosen);
                            });
                });
    }

    private static Draft contactSheet() {
        return Draft.of(
                "contact-sheet.shortcut",
                "Contact Sheet",
                "Business",
                "Collect the phone numbers, mail addresses and dates in a text into one overview and save it as a JSON file.",
                w -> {
                    w.accepts("String");
                    Token phones = w.add("detect.phonenumber", "WFInput", text(shortcutInput()));
                    Token mails = w.add("detect.emailaddress", "WFInput", text(shortcutInput()));
                    Token dates = w.add("detect.date", "WFInput", shortcutInput());
                    Token sheet = w.add(
                            "dictionary",
                            "WFItems",
                            fields(
                                    "phones",
                                    phones,
                                    "mails",
                                    mails,
                                    "dates",
                                    text(dates),
                                    "checked",
                                    false,
                                    "version",
                                    1,
                                    "source",
                                    fields("device", text(device("Device Name")), "tags", List.of("imported", "new"))));
                    w.add(
                            "documentpicker.save",
                            "WFInput",
                            sheet,
                            "WFAskWhereToSave",
                            false,
                            "WFFileDestinationPath",
                            text("Contacts/sheet-", now().isoDate(false), ".json"));
                    w.show(sheet.key("source.device"), ": ", sheet.key("phones"));
                });
    }

    private static Draft wordFrequency() {
        return Draft.of(
                "word-frequency.shortcut",
                "Word Frequency",
                "Education",
                "Count how often each word occurs in a text and show the words that occur more than once.",
                w -> {
                    w.accepts("String").withoutInput("AskForInput", "ItemClass", "WFStringContentItem");
                    Token lower = w.add("text.changecase", "text", shortcutInput(), "WFCaseType", "lowercase");
                    Token words = w.add("text.match", "WFMatchTextPattern", "[a-zäöüß]+", "text", text(lower));
                    w.set("Counts", w.add("dictionary"));
                    w.each(words, () -> {
                        Token before = w.add(
                                "getvalueforkey", "WFInput", variable("Counts"), "WFDictionaryKey", text(repeatItem()));
                        Token count = w.when(
                                some(before),
                                () -> w.add("math", "WFInput", before, "WFMathOperand", 1),
                                () -> w.add("number", "WFNumberActionNumber", 1));
                        w.set(
                                "Counts",
                                w.add(
                                        "setvalueforkey",
                                        "WFDictionary",
                                        variable("Counts"),
                                        "WFDictionaryKey",
                                        text(repeatItem()),
                                        "WFDictionaryValue",
                                        text(count)));
                    });
                    Token keys = w.add(
                            "getvalueforkey", "WFInput", variable("Counts"), "WFGetDictionaryValueType", "All Keys");
                    w.each(keys, () -> {
                        Token count = w.add(
                                "getvalueforkey", "WFInput", variable("Counts"), "WFDictionaryKey", text(repeatItem()));
                        w.when(
                                greater(count.as("Number"), 1),
                                () -> w.append("Often", w.text(repeatItem(), ": ", count)));
                    });
                    w.show(variable("Often"));
                });
    }

    private static Draft translateClipboard() {
        return Draft.of(
                "translate-clipboard.shortcut",
                "Translate Clipboard",
                "Reference",
                "Translate what is on my clipboard into English, unless it is English already, and show it.",
                w -> {
                    Token text = w.add("getclipboard");
                    Token language = w.add("detectlanguage", "WFInput", text(text));
                    w.when(begins(language, "English"), () -> {
                        w.show("This is English already.");
                        w.add("exit");
                    });
                    Token english = w.add("text.translate", "WFInputText", text(text), "WFSelectedLanguage", "en_US");
                    w.show("🇬🇧 ", english, "\n\n(", language, ")");
                });
    }

    private static Draft template() {
        return Draft.of(
                "mail-template.plist",
                "Thank-You Mail",
                "Business",
                "Write a thank-you mail after a meeting: ask for the name and the topic and prepare the mail.",
                w -> {
                    Token name = w.add("ask", "WFAskActionPrompt", "Whom do you thank?");
                    Token body = w.text(
                            "Dear ",
                            name,
                            ",\n\n👋🏽 thank you for the talk about ",
                            askEachTime("What was it about?"),
                            " on ",
                            now().dated("Long", "None"),
                            ".\n\nBest wishes & see you soon");
                    w.add(
                            "sendemail",
                            "WFSendEmailActionInputAttachments",
                            text(body),
                            "WFSendEmailActionSubject",
                            text("Thank you, ", name),
                            "WFSendEmailActionShowComposeSheet",
                            true);
                });
    }
}
