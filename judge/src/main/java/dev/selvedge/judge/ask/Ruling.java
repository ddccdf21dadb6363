package dev.selvedge.judge.ask;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a judge said to a question of yes or no: true, false, or unreadable. Read as {@link ReplyReader} reads labels:
 * thoughts are passed over, the last answer stands, and what can be read in two ways is not read. An answer is a JSON object
 * with {@code verdict}, or a reply that begins or ends with a line of its own that says {@code True} or {@code False}.
 *
 * @param score 1 for true, 0 for false, unscored with fault judge where the reply cannot be read
 * @param reason that the judge gave, empty for none
 */
public record Ruling(Score score, String reason) {
    private static final int LONGEST_REASON = 2_000;
    private static final long CHARACTERS = 10_000_000;
    private static final Pattern WORD = Pattern.compile(
            "(?i)(true|false)\\s*(?:$|[.:,;!\\n\u2013\u2014-])[.:,;!\\s\u2013\u2014-]*(.*)", Pattern.DOTALL);
    private static final Pattern ALONE = Pattern.compile("(?i)(?:verdict|answer|result)?\\s*:?\\s*(true|false)\\.?");

    /**
     * Reads a reply.
     *
     * @param cutOff whether the reply ended because it was as long as allowed
     */
    public static Ruling read(String reply, boolean cutOff) {
        if (reply.length() > ReplyReader.LONGEST_REPLY) {
            return unread("The reply is longer than " + ReplyReader.LONGEST_REPLY + " characters.");
        }
        int thought = reply.lastIndexOf("</think>");
        if (reply.lastIndexOf("<think>") > thought) {
            return unread("The reply ends within its thoughts, before the verdict.");
        }
        String said = (thought < 0 ? reply : reply.substring(thought + "</think>".length())).strip();
        if (said.isEmpty()) {
            return unread("The reply is empty.");
        }
        Ruling object = object(said);
        return object != null ? object : words(said, cutOff);
    }

    private static Ruling unread(String reason) {
        return new Ruling(Score.unscored(Fault.JUDGE, reason), "");
    }

    /** The last object that has a verdict, null without one. */
    private static @Nullable Ruling object(String said) {
        Ruling last = null;
        long budget = CHARACTERS;
        for (int brace = said.indexOf('{'); brace >= 0 && budget > 0; ) {
            LooseJson.Read read = LooseJson.object(said, brace, budget);
            budget -= Math.max(1, read.end() - brace);
            Ruling found = of(((LooseJson.Members) read.value()));
            last = found == null ? last : found;
            brace = said.indexOf('{', found == null ? brace + 1 : Math.max(brace + 1, read.end()));
        }
        return last;
    }

    private static @Nullable Ruling of(LooseJson.Members members) {
        String verdict = null;
        String reason = "";
        for (LooseJson.Member member : members.members()) {
            String text = switch (member.value()) {
                case LooseJson.Bare bare -> bare.text();
                case LooseJson.Quoted quoted -> quoted.text();
                case LooseJson.Members other -> "an object";
                case LooseJson.Items other -> "a list";
            };
            String key = member.key().toLowerCase(Locale.ROOT).strip();
            if (key.equals("verdict")) {
                if (verdict != null && !verdict.equalsIgnoreCase(text.strip())) {
                    return unread("The verdict comes twice with different values.");
                }
                verdict = text.strip();
            } else if (key.equals("reason")) {
                reason = Shortened.text(text.strip(), LONGEST_REASON);
            }
        }
        return verdict == null ? null : of(verdict, reason);
    }

    private static Ruling of(String verdict, String reason) {
        return switch (verdict.toLowerCase(Locale.ROOT)) {
            case "true" -> new Ruling(Score.of(1), reason);
            case "false" -> new Ruling(Score.of(0), reason);
            case String other ->
                unread("The verdict is " + Shortened.text(other, 40) + ", which is neither true nor false.");
        };
    }

    /** The first line's first word, or a last line that is nothing else; where both speak they must agree. */
    private static Ruling words(String said, boolean cutOff) {
        Matcher first = WORD.matcher(said);
        boolean begins = first.matches();
        String lastLine = said.substring(said.lastIndexOf('\n') + 1).strip().replaceAll("[*_`]", "");
        Matcher last = ALONE.matcher(lastLine);
        boolean ends = said.indexOf('\n') >= 0 && last.matches();
        if (begins && ends && !first.group(1).equalsIgnoreCase(last.group(1))) {
            return unread("The reply says both true and false.");
        }
        if (begins) {
            return of(first.group(1), Shortened.text(first.group(2).strip(), LONGEST_REASON));
        }
        if (ends) {
            String before = said.substring(0, said.lastIndexOf('\n')).strip();
            return of(last.group(1), Shortened.text(before, LONGEST_REASON));
        }
        return unread(
                cutOff
                        ? "The reply was cut off at its greatest length before the verdict."
                        : "The reply has no verdict of true or false.");
    }
}
