package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/** Text: replace, split, combine, match, change case, detect. */
final class TextActions {
    private TextActions() {}

    static void define(Meanings to) {
        to.add("gettext", call -> new Text(call.text("WFTextActionText")));
        to.add("text.replace", TextActions::replace);
        to.add("text.split", TextActions::split);
        to.add("text.combine", call -> new Text(call.meter().join(texts(call.items("text"), call), separator(call))));
        to.add(
                "text.changecase",
                call -> call.each("text", item -> new Text(changed(call.as().text(item), call))));
        to.add("text.match", TextActions::match);
        to.add("text.match.getgroup", TextActions::group);
        to.add(
                "text.trimwhitespace",
                call -> call.as()
                        .each(
                                call.item("WFInput", "text"),
                                item -> new Text(call.as().text(item).strip())));
        to.add("detect.text", call -> call.as().to(ContentType.TEXT, each(call)));
        to.add("detect.number", TextActions::numbers);
        to.add(
                "getnameofemoji",
                call -> call.each("WFInput", item -> emoji(call.as().text(item))));
        to.add(
                "correctspelling",
                call -> call.each("text", item -> new Text(call.as().text(item))));
    }

    private static Item each(Invocation call) {
        return call.each("WFInput", item -> new Text(call.as().text(item)));
    }

    /** The Unicode names of the characters that are no letters, digits or spaces. */
    private static Item emoji(String text) {
        List<Item> names = new ArrayList<>();
        text.codePoints()
                .filter(c -> c > 127 && !Character.isLetterOrDigit(c) && Character.getType(c) == Character.OTHER_SYMBOL)
                .limit(100)
                .forEach(c -> names.add(new Text(Character.getName(c).toLowerCase(Locale.ROOT))));
        return Item.from(names);
    }

    static List<String> texts(List<Item> items, Invocation call) {
        List<String> texts = new ArrayList<>(items.size());
        for (Item item : items) {
            texts.add(call.as().text(item));
        }
        return texts;
    }

    private static Item replace(Invocation call) {
        String find = call.text("WFReplaceTextFind");
        String replacement = call.text("WFReplaceTextReplace");
        boolean caseSensitive = call.flag("WFReplaceTextCaseSensitive", true);
        boolean pattern = call.flag("WFReplaceTextRegularExpression", false);
        if (find.isEmpty()) {
            return call.each("WFInput", item -> new Text(call.as().text(item)));
        }
        return call.each("WFInput", item -> {
            String text = call.as().text(item);
            if (!pattern && caseSensitive) {
                return new Text(literal(text, find, replacement, call.meter()));
            }
            String expression = pattern ? find : quoted(find);
            Meter meter = call.meter();
            return new Text(Patterns.match(
                    expression,
                    text,
                    caseSensitive,
                    meter,
                    matcher -> replaced(matcher, text, replacement, pattern, meter)));
        });
    }

    /** A pattern that matches the text itself. */
    private static String quoted(String text) {
        StringBuilder pattern = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\^$.|?*+()[]{}".indexOf(c) >= 0) {
                pattern.append('\\');
            }
            pattern.append(c);
        }
        return pattern.toString();
    }

    private static String literal(String text, String find, String replacement, Meter meter) {
        Meter.Builder out = meter.builder();
        int from = 0;
        for (int at = text.indexOf(find); at >= 0; at = text.indexOf(find, from)) {
            out.add(text, from, at).add(replacement);
            from = at + find.length();
        }
        return out.add(text, from, text.length()).toString();
    }

    private static String replaced(Matcher matcher, String text, String replacement, boolean template, Meter meter) {
        Meter.Builder out = meter.builder();
        int from = 0;
        while (matcher.find()) {
            out.add(text, from, matcher.start());
            if (template) {
                fill(replacement, matcher, out);
            } else {
                out.add(replacement);
            }
            from = matcher.end();
        }
        return out.add(text, from, text.length()).toString();
    }

    /** {@code $1} is a group, a backslash takes the next character as it is. */
    private static void fill(String template, Matcher matcher, Meter.Builder out) {
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean more = i + 1 < template.length();
            if (c == '\\' && more) {
                char next = template.charAt(++i);
                out.add(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else if (c == '$' && more && Character.digit(template.charAt(i + 1), 10) >= 0) {
                int group = Character.digit(template.charAt(++i), 10);
                String found = group <= matcher.groupCount() ? matcher.group(group) : null;
                out.add(found == null ? "" : found);
            } else {
                out.add(c);
            }
        }
    }

    /** What stands between parts, by the names in the file. */
    static String separator(Invocation call) {
        return switch (call.text("WFTextSeparator", "New Lines")) {
            case "Spaces" -> " ";
            case "Every Character" -> "";
            case "Custom" -> call.text("WFTextCustomSeparator");
            default -> "\n";
        };
    }

    private static Item split(Invocation call) {
        String separator = separator(call);
        List<Item> parts = new ArrayList<>();
        for (Item item : call.items("text")) {
            String text = call.as().text(item);
            if (separator.isEmpty()) {
                call.meter().hold(text.length());
                text.codePoints().forEach(c -> parts.add(new Text(Character.toString(c))));
                continue;
            }
            int from = 0;
            for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
                call.meter().hold(1);
                parts.add(new Text(text.substring(from, at)));
                from = at + separator.length();
            }
            call.meter().produce(text.length());
            parts.add(new Text(text.substring(from)));
        }
        return parts.isEmpty() ? Item.nothing() : Item.Many.of(parts);
    }

    private static String changed(String text, Invocation call) {
        call.meter().produce(text.length());
        return switch (call.text("WFCaseType", "UPPERCASE")) {
            case "lowercase" -> text.toLowerCase(Locale.ROOT);
            case "Capitalize Every Word" -> words(text, false);
            case "Capitalize with Title Case" -> words(text, true);
            case "Capitalize with sentence case" -> sentences(text);
            case "cApItAlIzE wItH aLtErNaTiNg cAsE" -> alternating(text);
            default -> text.toUpperCase(Locale.ROOT);
        };
    }

    private static final List<String> SMALL_WORDS = List.of(
            "a", "an", "and", "as", "at", "but", "by", "for", "in", "nor", "of", "on", "or", "the", "to", "up", "with");

    private static String words(String text, boolean title) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end > i) {
                String word = text.substring(i, end).toLowerCase(Locale.ROOT);
                boolean small = title && i > 0 && end < text.length() && SMALL_WORDS.contains(word);
                out.append(small ? word : capital(word));
            }
            if (end < text.length()) {
                out.append(text.charAt(end));
            }
            i = end + 1;
        }
        return out.toString();
    }

    static String capital(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    private static String sentences(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean start = true;
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            out.append(start ? Character.toUpperCase(c) : c);
            boolean ends = c == '.' || c == '!' || c == '?' || c == '\n';
            start = ends || (start && !Character.isLetterOrDigit(c));
        }
        return out.toString();
    }

    private static String alternating(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
            upper = Character.isLetter(c) != upper;
        }
        return out.toString();
    }

    private static Item match(Invocation call) {
        String pattern = call.text("WFMatchTextPattern");
        boolean caseSensitive = call.flag("WFMatchTextCaseSensitive", true);
        List<Item> matches = new ArrayList<>();
        if (!pattern.isEmpty()) {
            for (Item item : call.items("text")) {
                String text = Normalizer.normalize(call.as().text(item), Normalizer.Form.NFC);
                matches.addAll(Patterns.match(
                        pattern, text, caseSensitive, call.meter(), matcher -> matches(matcher, call.meter())));
            }
        }
        return Item.from(matches);
    }

    private static List<Item> matches(Matcher matcher, Meter meter) {
        List<Item> matches = new ArrayList<>();
        while (matcher.find()) {
            matches.add(match(matcher, meter));
        }
        return matches;
    }

    private static Text match(Matcher matcher, Meter meter) {
        List<String> groups = new ArrayList<>(matcher.groupCount() + 1);
        for (int i = 0; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            meter.hold(1);
            meter.produce(group == null ? 0 : group.length());
            groups.add(group == null ? "" : group);
        }
        return new Text(groups.getFirst(), groups);
    }

    private static Item group(Invocation call) {
        boolean all = call.text("WFGetGroupType").startsWith("All");
        int index = call.count("WFGroupIndex", 1);
        return call.each("matches", item -> {
            List<String> groups = item instanceof Text text ? text.groups() : List.of();
            if (all) {
                return groups.size() < 2 ? Item.nothing() : Item.Many.texts(groups.subList(1, groups.size()));
            }
            return index >= 0 && index < groups.size() ? new Text(groups.get(index)) : Item.nothing();
        });
    }

    private static Item numbers(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            if (!(item instanceof Text)) {
                found.addAll(call.as().to(ContentType.NUMBER, item).items());
                continue;
            }
            String text = call.as().text(item);
            int i = 0;
            while (i < text.length()) {
                int end = Decimal.end(text, i);
                BigDecimal number = end > i ? Decimal.parse(text.substring(i, end)) : null;
                if (number != null) {
                    found.add(new Item.Num(number));
                }
                i = Math.max(end, i + 1);
            }
        }
        return Item.from(found);
    }
}
