package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows that read the web and keep what is read. */
final class ReadingDrafts {
    private ReadingDrafts() {}

    static List<Draft> drafts() {
        return List.of(quote(), feedDigest(), archivePage(), saveLink(), markdownLink());
    }

    private static Draft quote() {
        return Draft.of(
                "quote-of-the-day.shortcut",
                "Quote of the Day",
                "Entertainment",
                "Get the quote of the day from the web and show it with its author.",
                w -> {
                    w.compiled();
                    Token url = w.add("url", "WFURLActionURL", "https://quotes.example.com/api/today.json");
                    Token page = w.add("downloadurl", "WFURL", text(url));
                    Token quote = w.add("detect.dictionary", "WFInput", page);
                    w.show("“", quote.key("quote.text"), "”\n— ", quote.key("quote.author"));
                });
    }

    private static Draft feedDigest() {
        return Draft.of(
                "feed-digest.shortcut",
                "Feed Digest",
                "News",
                "Collect the latest articles of my news feeds with their titles and links in one page.",
                w -> {
                    Token feeds = w.add(
                            "list",
                            "WFItems",
                            items(List.of("https://news.example.com/feed.xml", "https://blog.example.org/rss")));
                    w.each(feeds, () -> {
                        Token articles = w.add("rss", "WFRSSFeedURL", text(repeatItem()), "WFRSSItemQuantity", 3);
                        w.each(articles, () -> {
                            Token item = variable("Repeat Item 2");
                            Token title =
                                    w.add("properties.articles", "WFInput", item, "WFContentItemPropertyName", "Title");
                            w.append(
                                    "Digest",
                                    w.text(variable("Repeat Index 2"), ". [", title, "](", item.property("URL"), ")"));
                        });
                    });
                    Token markdown = w.add("text.combine", "text", variable("Digest"));
                    Token page = w.add("getrichtextfrommarkdown", "WFInput", markdown);
                    w.add("previewdocument", "WFInput", page, "WFQuickLookActionFullScreen", true);
                });
    }

    private static Draft archivePage() {
        return Draft.of(
                "archive-page.plist",
                "Archive Page",
                "Productivity",
                "Save the article on the web page that I share as a Markdown file with its title, author and date.",
                w -> {
                    w.accepts("SafariWebPage", "URL").offeredIn("ActionExtension", "MenuBar");
                    Token article = w.add("getarticle", "WFWebPage", text(shortcutInput()));
                    Token title =
                            w.add("properties.articles", "WFInput", article, "WFContentItemPropertyName", "Title");
                    Token body = w.add(
                            "getmarkdownfromrichtext",
                            "WFInput",
                            article.property("Body").as("RichText"));
                    Token note = w.text(
                            "---\ntitle: ",
                            title,
                            "\nauthor: ",
                            article.property("Author"),
                            "\nsaved: ",
                            now().isoDate(true),
                            "\n---\n\n",
                            body);
                    Token name = w.add(
                            "text.replace",
                            "WFInput",
                            text(title),
                            "WFReplaceTextFind",
                            "[/:\\\\]",
                            "WFReplaceTextReplace",
                            "-",
                            "WFReplaceTextRegularExpression",
                            true);
                    Token file = w.add("setitemname", "WFInput", note, "WFName", text(name, ".md"));
                    w.add(
                            "documentpicker.save",
                            "WFInput",
                            file,
                            "WFAskWhereToSave",
                            false,
                            "WFFileDestinationPath",
                            "Archive/",
                            "WFSaveFileOverwrite",
                            true);
                });
    }

    private static Draft saveLink() {
        return Draft.of(
                "save-link.plist",
                "Save Link",
                "Productivity",
                "Add the link that I share, with a remark, to my reading note and to the reading list.",
                w -> {
                    w.accepts("URL", "SafariWebPage").offeredIn("ActionExtension");
                    w.when(none(shortcutInput()), () -> w.add("output", "WFOutput", text("Nothing to save.")));
                    Token remark = w.add("ask", "WFAskActionPrompt", text("Why do you keep ", shortcutInput(), "?"));
                    w.add("readinglist", "WFURL", shortcutInput());
                    w.add(
                            "appendnote",
                            "WFInput",
                            text("• ", shortcutInput().property("Name"), " ", oldInput(), "\n  ", remark),
                            "WFNote",
                            "Reading");
                });
    }

    private static Draft markdownLink() {
        return Draft.of(
                "markdown-link.shortcut",
                "Markdown Link",
                "Development Tools",
                "Turn the web page that I share into a Markdown link and copy it.",
                w -> {
                    w.accepts("SafariWebPage").offeredIn("ActionExtension");
                    Token title = w.add(
                            "properties.safariwebpage",
                            "WFInput",
                            shortcutInput(),
                            "WFContentItemPropertyName",
                            "Name");
                    w.add(
                            "setclipboard",
                            "WFInput",
                            w.text("[", title, "](", shortcutInput().property("Page URL"), ")"));
                });
    }
}
