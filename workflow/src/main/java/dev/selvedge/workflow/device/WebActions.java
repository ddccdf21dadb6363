package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Link;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Rich;
import dev.selvedge.workflow.device.Item.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Addresses, web requests against recorded pages, encodings, rich text. */
final class WebActions {
    private static final String UNRESERVED = "-._~";

    private WebActions() {}

    static void define(Meanings to) {
        to.add("url", WebActions::url);
        to.add("downloadurl", WebActions::download);
        to.add(
                "getwebpagecontents",
                call -> call.each("WFInput", item -> new Rich(call.as().text(page(call, item)))));
        to.add("getarticle", call -> call.each("WFWebPage", item -> article(call, item)));
        to.add(
                "safari.geturl",
                call -> new Link("https://example.com/" + call.machine().random(1_000)));
        to.add("url.expand", call -> call.each("URL", item -> link(call, item)));
        to.add("url.getheaders", WebActions::headers);
        to.add("geturlcomponent", WebActions::component);
        to.add("detect.link", WebActions::links);
        to.add("urlencode", WebActions::urlEncode);
        to.add("base64encode", WebActions::base64);
        to.add("hash", WebActions::hash);
        to.add("gethtmlfromrichtext", call -> call.each("WFInput", item -> new Text(html(call, item))));
        to.add(
                "getrichtextfromhtml",
                call -> call.each("WFHTML", item -> new Rich(call.as().text(item))));
        to.add(
                "getrichtextfrommarkdown",
                call -> call.each(
                        "WFInput", item -> new Rich(Markdown.html(call.as().text(item), call.meter()))));
        to.add(
                "getmarkdownfromrichtext",
                call -> call.each("WFInput", item -> new Text(Markdown.of(html(call, item), call.meter()))));
    }

    private static String html(Invocation call, Item item) {
        return item instanceof Rich rich ? rich.html() : Markup.escape(call.as().text(item));
    }

    private static Item url(Invocation call) {
        return call.each("WFURLActionURL", item -> link(call, item));
    }

    private static Item link(Invocation call, Item item) {
        String url = call.as().url(item);
        return url == null ? Item.nothing() : new Link(url);
    }

    /** Who asks for a page that is not recorded, or sends something, is on record: somebody else sees it. */
    private static Item download(Invocation call) {
        String method = call.text("WFHTTPMethod", "GET").toUpperCase(Locale.ROOT);
        Item urls = call.item("WFURL", "WFInput");
        return call.as().each(urls, item -> {
            String url = call.as().url(item);
            if (url == null) {
                return Item.nothing();
            }
            String headers = call.seen("WFHTTPHeaders");
            String body = method.equals("GET") ? "" : body(call);
            Scenario.Page page = call.machine().scenario().web().page(method, url);
            if (!method.equals("GET")) {
                call.changes("web", request(url, method, headers, body));
            } else if (page == null) {
                call.changes("web:" + url, request(url, method, headers, body));
            }
            String asked = method.equals("GET") && headers.isEmpty() ? "" : method + " " + headers + "\n" + body;
            return page == null ? unrecorded(call, url, asked) : call.as().contents(page);
        });
    }

    private static String[] request(String url, String method, String headers, String body) {
        List<String> request = new ArrayList<>(List.of("url", url, "method", method));
        if (!headers.isEmpty() && !headers.equals("{}")) {
            request.addAll(List.of("headers", headers));
        }
        if (!method.equals("GET")) {
            request.addAll(List.of("body", body));
        }
        return request.toArray(String[]::new);
    }

    private static String body(Invocation call) {
        return switch (call.text("WFHTTPBodyType", "JSON")) {
            case "Form" -> call.seen("WFFormValues");
            case "File" -> call.seen("WFRequestVariable");
            default -> call.seen("WFJSONValues");
        };
    }

    static Item page(Invocation call, Item item) {
        String url = call.as().url(item);
        if (url == null) {
            return Item.nothing();
        }
        Scenario.Page page = call.machine().scenario().web().page("GET", url);
        return page == null ? unrecorded(call, url, "") : call.as().contents(page);
    }

    /** A drawn dictionary where the scenario says so, else an opaque value that the request names. */
    private static Item unrecorded(Invocation call, String url, String request) {
        Scenario.Web web = call.machine().scenario().web();
        return web.keys().isEmpty()
                ? new Item.Opaque(ContentType.FILE, "Contents of URL", Seeds.digest(url + "\n" + request))
                : drawn(call, web, url + request);
    }

    private static Item drawn(Invocation call, Scenario.Web web, String request) {
        Map<String, Item> entries = new LinkedHashMap<>();
        long seed = call.machine().scenario().seed();
        for (String key : web.keys()) {
            String value = web.values().isEmpty()
                    ? String.valueOf(Seeds.below(100, seed, request + key))
                    : web.values().get(Seeds.below(web.values().size(), seed, request + key));
            Item structure = call.as().structure(value);
            entries.put(key, structure == null ? State.fact(key, value) : structure);
        }
        return Dict.of(entries);
    }

    /** What a reader sees of a page: its first line as the title, its text as the body. */
    private static Item article(Invocation call, Item item) {
        Item page = page(call, item);
        String body = call.as().text(page);
        int end = body.indexOf('\n');
        String title = end < 0 ? body : body.substring(0, end);
        Map<String, Item> details = new LinkedHashMap<>();
        details.put("Title", new Text(title));
        details.put("Body", new Text(body));
        details.put("URL", link(call, item));
        details.put("Number of Words", Num.of(NumberActions.words(body)));
        return page.isNothing() ? Item.nothing() : new Item.Entity(ContentType.ARTICLE, title, details);
    }

    private static Item headers(Invocation call) {
        return call.each("WFInput", item -> {
            String url = call.as().url(item);
            Scenario.Page page =
                    url == null ? null : call.machine().scenario().web().page("GET", url);
            Map<String, Item> headers = new LinkedHashMap<>();
            if (page == null) {
                headers.put("Content-Type", new Text("text/html; charset=utf-8"));
                headers.put(
                        "Content-Length",
                        Num.of(Seeds.below(90_000, 0, call.as().text(item))));
            } else {
                page.headers().forEach((name, value) -> headers.put(name, new Text(value)));
            }
            return Dict.of(headers);
        });
    }

    private static Item component(Invocation call) {
        String part = call.text("WFURLComponent", "Host");
        return call.each("WFURL", item -> {
            String url = call.as().url(item);
            return url == null ? Item.nothing() : UrlParts.part(url, part);
        });
    }

    private static Item links(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            switch (item) {
                case Link link -> found.add(link);
                case Rich rich -> links(rich.html(), found);
                default -> links(call.as().text(item), found);
            }
        }
        call.meter().hold(found.size());
        return Item.from(found);
    }

    private static void links(String text, List<Item> found) {
        int i = text.indexOf("://");
        while (i >= 0) {
            int start = i;
            while (start > 0 && letter(text.charAt(start - 1))) {
                start--;
            }
            int end = i + 3;
            while (end < text.length()
                    && !Character.isWhitespace(text.charAt(end))
                    && "\"<>'`".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            while (end > i + 3 && ".,;:!?)]}".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            if (start < i && end > i + 3) {
                found.add(new Link(text.substring(start, end)));
            }
            i = text.indexOf("://", end);
        }
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-';
    }

    private static Item urlEncode(Invocation call) {
        boolean decode = call.text("WFEncodeMode", "Encode").equals("Decode");
        return call.each("WFInput", item -> {
            String text = call.as().text(item);
            call.meter().produce(3L * text.length());
            return new Text(decode ? decoded(text) : encoded(text));
        });
    }

    static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Text with broken escapes stays as it is. */
    private static String decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (i + 2 < text.length() && low >= 0) {
                    bytes.put((byte) (high << 4 | low));
                    i += 2;
                    continue;
                }
                return text;
            }
            int width = Character.isHighSurrogate(c) && i + 1 < text.length() ? 2 : 1;
            bytes.put(text.substring(i, i + width).getBytes(StandardCharsets.UTF_8));
            i += width - 1;
        }
        return strict(bytes.flip(), text);
    }

    private static String strict(ByteBuffer utf8, String fallback) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException _) {
            return fallback;
        }
    }

    private static Item base64(Invocation call) {
        boolean decode = call.text("WFEncodeMode", "Encode").equals("Decode");
        String breaks = call.text("WFBase64LineBreakMode", "Every 76 Characters");
        return call.each("WFInput", item -> decode ? decoded64(call, item) : encoded64(call, item, breaks));
    }

    private static Item encoded64(Invocation call, Item item, String breaks) {
        String text = call.as().text(item);
        call.meter().produce(2L * text.length());
        int width = breaks.contains("76") ? 76 : breaks.contains("64") ? 64 : 0;
        Base64.Encoder encoder =
                width == 0 ? Base64.getEncoder() : Base64.getMimeEncoder(width, new byte[] {'\r', '\n'});
        return new Text(encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Text where the bytes are UTF-8, an opaque file otherwise; nothing for text that is no Base64. */
    private static Item decoded64(Invocation call, Item item) {
        String text = call.as().text(item);
        call.meter().produce(text.length());
        String digits = digits(text);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
                return Item.nothing();
            }
        }
        if (digits.length() % 4 == 1) {
            return Item.nothing();
        }
        byte[] bytes = Base64.getDecoder().decode(digits);
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return new Item.Opaque(ContentType.FILE, "bytes", Seeds.digest(digits));
        }
    }

    /** Without white space and the padding at the end, in the standard alphabet. */
    private static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                digits.append(c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '=') {
            end--;
        }
        return digits.substring(0, end);
    }

    private static Item hash(Invocation call) {
        String algorithm = switch (call.text("WFHashType", "MD5")) {
            case "SHA1" -> "SHA-1";
            case "SHA256" -> "SHA-256";
            case "SHA512" -> "SHA-512";
            default -> "MD5";
        };
        return call.each("WFInput", item -> {
            String text = call.as().text(item);
            call.meter().produce(text.length());
            byte[] hash = Seeds.hash(algorithm, text.getBytes(StandardCharsets.UTF_8));
            return new Text(HexFormat.of().formatHex(hash));
        });
    }
}
