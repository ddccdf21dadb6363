package dev.selvedge.core.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A short piece of a text that others wrote, fit for a sentence. */
final class Excerpt {
    private static final int LONGEST = 300;
    private static final int LOOKED_AT = 10_000;
    private static final Pattern TITLE = Pattern.compile("(?i)<title[^>]*>([^<]*)<");

    private Excerpt() {}

    /** The beginning without control characters; of an HTML page its title. */
    static String of(String text) {
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT)).strip();
        String prefix = "";
        if (head.startsWith("<")) {
            Matcher title = TITLE.matcher(head);
            prefix = "an HTML page ";
            head = title.find() ? "titled '" + title.group(1).strip() + "'" : head;
        }
        String plain = head.replaceAll("[\\p{Cntrl}\\s]+", " ");
        if (plain.isEmpty()) {
            return "(nothing)";
        }
        return prefix + (plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + " …");
    }
}
