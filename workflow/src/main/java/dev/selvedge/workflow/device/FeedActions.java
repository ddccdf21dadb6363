package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Link;
import dev.selvedge.workflow.device.Item.Rich;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** News feeds of recorded pages. One pass over their tags, no XML parser: entities and nesting are not followed. */
final class FeedActions {
    private FeedActions() {}

    static void define(Meanings to) {
        to.add("rss", FeedActions::items);
        to.add("rss.extract", FeedActions::feeds);
    }

    private static Item items(Invocation call) {
        int most = Math.max(0, call.count("WFRSSItemQuantity", 10));
        return call.each("WFRSSFeedURL", url -> {
            Item page = WebActions.page(call, url);
            if (!(page instanceof Rich feed)) {
                return page.isNothing()
                        ? page
                        : call.unknown(ContentType.ARTICLE, "feed", call.as().seen(page));
            }
            List<Item> items = new ArrayList<>();
            String tag = feed.html().contains("<entry") ? "entry" : "item";
            int at = feed.html().indexOf('<' + tag);
            while (at >= 0 && items.size() < most) {
                int end = feed.html().indexOf("</" + tag, at);
                String item = feed.html().substring(at, end < 0 ? feed.html().length() : end);
                items.add(article(item, call));
                at = end < 0 ? -1 : feed.html().indexOf('<' + tag, end);
            }
            return Item.from(items);
        });
    }

    private static Entity article(String item, Invocation call) {
        call.meter().produce(item.length());
        Map<String, Item> details = new LinkedHashMap<>();
        String title = inner(item, "title", call);
        details.put("Title", new Text(title));
        String link = inner(item, "link", call);
        details.put("URL", new Link(link.isEmpty() ? attribute(item, "href") : link));
        details.put("Body", new Text(inner(item, "description", call)));
        return new Entity(ContentType.ARTICLE, title, details);
    }

    private static String inner(String item, String tag, Invocation call) {
        int start = item.indexOf('<' + tag);
        int open = start < 0 ? -1 : item.indexOf('>', start);
        int end = open < 0 ? -1 : item.indexOf("</" + tag, open);
        if (end < 0) {
            return "";
        }
        String text = item.substring(open + 1, end).replace("<![CDATA[", "").replace("]]>", "");
        return Markup.text(text, call.meter());
    }

    private static String attribute(String tag, String name) {
        int start = tag.indexOf(name + "=\"");
        int from = start + name.length() + 2;
        int end = start < 0 ? -1 : tag.indexOf('"', from);
        return end < 0 ? "" : tag.substring(from, end);
    }

    /** Addresses of the feeds that pages name in their heads. */
    private static Item feeds(Invocation call) {
        return call.each("WFURLs", url -> {
            Item page = WebActions.page(call, url);
            if (!(page instanceof Rich rich)) {
                return page.isNothing()
                        ? page
                        : call.unknown(ContentType.LIST, "feeds", call.as().seen(page));
            }
            List<Item> found = new ArrayList<>();
            String html = rich.html();
            for (int at = html.indexOf("<link"); at >= 0; at = html.indexOf("<link", at + 1)) {
                int end = html.indexOf('>', at);
                String tag = html.substring(at, end < 0 ? html.length() : end);
                call.meter().produce(tag.length());
                String type = attribute(tag, "type").toLowerCase(Locale.ROOT);
                if (type.contains("rss") || type.contains("atom")) {
                    found.add(new Link(attribute(tag, "href")));
                }
            }
            return Item.from(found);
        });
    }
}
