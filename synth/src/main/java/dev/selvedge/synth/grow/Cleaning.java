package dev.selvedge.synth.grow;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which literals of users' workflows may be used in new tasks: short, printable, and nothing that could be personal. Of
 * addresses only those without a path, since paths name people and carry keys.
 */
final class Cleaning {
    private static final int LONGEST = 48;
    private static final int LONGEST_WORD = 20;
    private static final Pattern EMAIL = Pattern.compile("\\S@\\S");
    private static final Pattern MANY_DIGITS = Pattern.compile("(\\d[\\s().-]*){6,}");
    private static final Pattern SECRET =
            Pattern.compile("token|secret|passw|api.?key|apikey|bearer|auth|signature|[?&](key|id|user|sig)=");
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\w-]+(\\.[\\w-]+)*\\.[a-z]{2,}/?");

    private Cleaning() {}

    static boolean allows(String pool, String text) {
        if (text.isBlank() && !pool.equals("join_with") && !pool.equals("split_at") || text.isEmpty()) {
            return false;
        }
        if (text.length() > LONGEST || !text.chars().allMatch(Cleaning::plain)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (EMAIL.matcher(text).find()
                || MANY_DIGITS.matcher(text).find()
                || SECRET.matcher(lower).find()) {
            return false;
        }
        boolean address = pool.equals("site") || pool.equals("api");
        if (pool.equals("message")
                && (text.length() < 4 || !text.contains(" ") && !Character.isUpperCase(text.charAt(0)))) {
            return false;
        }
        return address
                ? ADDRESS.matcher(lower).matches()
                : !lower.contains("://")
                        && longestWord(text) <= LONGEST_WORD
                        && text.strip().equals(text);
    }

    /** Letters of the Latin script, digits, and signs that need no escape in code, templates or queries. */
    private static boolean plain(int c) {
        return c >= ' ' && c <= 0x24F && c != 0x7F && "\"\\[]{}#`".indexOf(c) < 0 && (c < 0x80 || c > 0xA0);
    }

    private static int longestWord(String text) {
        int longest = 0;
        for (String word : text.split("\\s+")) {
            longest = Math.max(longest, word.length());
        }
        return longest;
    }
}
