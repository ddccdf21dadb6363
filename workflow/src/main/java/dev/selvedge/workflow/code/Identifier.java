package dev.selvedge.workflow.code;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Legal Python names from any text. */
public final class Identifier {
    /** Keywords, soft keywords, and the built-in names that code of the dialect may use. */
    private static final Set<String> PYTHON = Set.copyOf(List.of(("False None True and as assert async await break"
                    + " class continue def del elif else except finally for from global if import in is lambda nonlocal"
                    + " not or pass raise return try while with yield _ case match type abs all any ascii bin bool"
                    + " bytes chr datetime dict dir divmod enumerate eval exec exit filter float format hash"
                    + " help hex id input int isinstance iter len list map max min next object open ord pow print range"
                    + " repr reversed round self set slice sorted str sum super timedelta tuple vars zip")
            .split(" ")));

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]{0,79}");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final int LONGEST = 48;

    private Identifier() {}

    /** Whether the name means something in Python or in the dialect, so that nothing else is called by it. */
    public static boolean reserved(String name) {
        return PYTHON.contains(name) || Dialect.reserved().contains(name) || Builtins.NAMES.contains(name);
    }

    /**
     * The text in snake case: lower-case Latin letters, digits and underscores, never a digit first, at most
     * {@value #LONGEST} characters. A text of up to 80 characters that is such a name already stays as it is; one without
     * Latin letters and digits gives nothing. What it gives may be {@link #reserved}.
     */
    public static String snake(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        String title = words(text);
        return title != null ? title : anySnake(text);
    }

    /** The frequent case, without patterns: short ASCII words, capital at most in their first letter; else null. */
    private static @Nullable String words(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.charAt(0) == ' ' || text.endsWith(" ")) {
            return null;
        }
        StringBuilder name = new StringBuilder(text.length());
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' && i > 0) {
                name.append(c);
            } else if (c >= 'A' && c <= 'Z' && before == ' ') {
                name.append((char) (c - 'A' + 'a'));
            } else if (c == ' ' && before != ' ') {
                name.append('_');
            } else {
                return null;
            }
            before = c;
        }
        return name.toString();
    }

    static String anySnake(String text) {
        String cut = text.length() > 200 ? text.substring(0, 200) : text;
        String ascii = cut.chars().allMatch(c -> c < 0x80) ? cut : ascii(cut);
        String words = HUMP.matcher(ascii.replace("'", "").replace("’", "")).replaceAll("_");
        String name = OTHERS.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("_");
        name = trim(name);
        if (name.length() > LONGEST) {
            int end = name.lastIndexOf('_', LONGEST);
            name = name.substring(0, end > LONGEST / 2 ? end : LONGEST);
        }
        return name.isEmpty() || !Character.isDigit(name.charAt(0)) ? name : "n" + name;
    }

    /** Letters without their marks; those that have no such form are spelled out. */
    private static String ascii(String text) {
        String letters = text.replace("ß", "ss")
                .replace("ẞ", "SS")
                .replace("æ", "ae")
                .replace("Æ", "AE")
                .replace("œ", "oe")
                .replace("Œ", "OE")
                .replace("ø", "o")
                .replace("Ø", "O")
                .replace("ł", "l")
                .replace("Ł", "L")
                .replace("đ", "d")
                .replace("Đ", "D");
        return MARKS.matcher(Normalizer.normalize(letters, Normalizer.Form.NFKD))
                .replaceAll("");
    }

    private static String trim(String name) {
        int start = name.startsWith("_") ? 1 : 0;
        int end = name.endsWith("_") && name.length() > start ? name.length() - 1 : name.length();
        return name.substring(start, end);
    }
}
