package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.Dialect;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of one workflow: legal Python identifiers in snake case, each given once. Words that mean something in
 * Python or in the dialect, and names that occur again, get a number.
 */
final class Names {
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

    private final Catalog catalog;
    private final Set<String> taken = new HashSet<>();
    /** The number to try next for a name that is taken. */
    private final Map<String, Integer> numbers = new HashMap<>();

    Names(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Keeps a name for its one use. */
    void reserve(String name) {
        taken.add(name);
    }

    /** A name that nothing has yet, made from the first text that has letters in it. */
    String fresh(String... texts) {
        String name = identifier(catalog, texts);
        if (taken.add(name)) {
            return name;
        }
        String stem = name.replaceFirst("_1$", "");
        int n = numbers.getOrDefault(stem, 2);
        while (!taken.add(stem + "_" + n)) {
            n++;
        }
        numbers.put(stem, n + 1);
        return stem + "_" + n;
    }

    /** The name that a text gives where nothing else has it; a legal one in snake case stays as it is. */
    static String identifier(Catalog catalog, String... texts) {
        for (String text : texts) {
            String name = snake(text);
            if (!name.isEmpty()) {
                return reserved(catalog, name) ? name + "_1" : name;
            }
        }
        return "value";
    }

    /** Whether a text is such a name already. */
    static boolean legal(Catalog catalog, String text) {
        return identifier(catalog, text).equals(text);
    }

    /** Whether an output whose hint this is gets this name without anybody writing it down. */
    static boolean implied(Catalog catalog, String hint, String name) {
        return !snake(hint).isEmpty() && identifier(catalog, hint).equals(name);
    }

    private static boolean reserved(Catalog catalog, String name) {
        return PYTHON.contains(name)
                || Dialect.reserved().contains(name)
                || catalog.byFunction(name).isPresent();
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

    private static String snake(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
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

    private static String trim(String name) {
        int start = name.startsWith("_") ? 1 : 0;
        int end = name.endsWith("_") && name.length() > start ? name.length() - 1 : name.length();
        return name.substring(start, end);
    }
}
