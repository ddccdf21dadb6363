package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonSpace;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form that an answer must have (DARC, section 3). */
public enum AnswerType {
    INTEGER("[-+]?\\d+"),
    FLOAT("[-+]?\\d+\\.\\d+"),
    /** A letter from A to J. */
    CATEGORICAL(""),
    /** One to three words. */
    STRING("[A-Za-z]+(?: [A-Za-z]+){0,2}"),
    BOOLEAN("(?i)true|false"),
    EXPRESSION("(?=.*[+\\-*/^=])[A-Za-z0-9_+\\-*/^().= \\\\{}]+");

    private static final Pattern OPTION_LABEL = Pattern.compile(
            "(?:^|\\\\R\\\\N|\\\\N|\\\\R|\\r\\n|\\n|\\r)\\s*+([A-J])\\s*+[.):：．）、]\\s*+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern PRINTED_LABEL =
            Pattern.compile("(?md)^\\s*+([A-J])[.)]\\s++", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WRAPPED = Pattern.compile(
            "\\\\(?:TEXT|MATHRM|MATHBF|BM|BOLD|BOLDFACE|RM|BF)\\s*+\\{\\s*+([A-J])\\s*+\\}",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LETTER =
            Pattern.compile("([A-J])|\\(\\s*+([A-J])\\s*+\\)|([A-J])[.):,;]\\s*+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int LEAST_OPTIONS = 3;
    private static final int WRAPPINGS = 3;

    private final Pattern form;

    AnswerType(String form) {
        this.form = Pattern.compile(form, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** The name in published records. */
    public String published() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A type by its name, if there is one; case does not matter. */
    public static Optional<AnswerType> named(String name) {
        for (AnswerType type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether an answer is of a type; an unknown type takes everything. */
    public static boolean fits(String answer, String type) {
        return named(type).map(known -> known.takes(answer)).orElse(true);
    }

    /** Whether an answer has this form. */
    public boolean takes(String answer) {
        String text = PythonSpace.strip(answer);
        return this == CATEGORICAL
                ? letter(text).isPresent()
                : form.matcher(text).matches();
    }

    /** The option letter that an answer is, out of the wrappings that models put around it; empty where it is unclear. */
    public static Optional<String> letter(String answer) {
        String text = PythonSpace.strip(answer).toUpperCase(Locale.ROOT);
        for (int i = 0; i < WRAPPINGS; i++) {
            text = WRAPPED.matcher(text).replaceAll("$1");
        }
        Matcher whole = LETTER.matcher(text);
        if (whole.matches()) {
            return Optional.of(
                    whole.group(1) != null ? whole.group(1) : whole.group(2) != null ? whole.group(2) : whole.group(3));
        }
        Set<String> alone = new HashSet<>();
        for (String word : text.split("[^A-Z0-9]+", -1)) {
            if (word.matches("[A-J]")) {
                alone.add(word);
            }
        }
        return alone.size() == 1 ? Optional.of(alone.iterator().next()) : Optional.empty();
    }

    /** Whether a question shows at least three options to choose from, at the beginnings of lines, real or written. */
    public static boolean hasOptions(String question) {
        return distinct(OPTION_LABEL.matcher(question.toUpperCase(Locale.ROOT))) >= LEAST_OPTIONS;
    }

    /** The narrower test by which the Solver's prompt is chosen: letters, a point or bracket, and a space. */
    public static boolean looksLikeOptions(String question) {
        return distinct(PRINTED_LABEL.matcher(question.toUpperCase(Locale.ROOT))) >= LEAST_OPTIONS;
    }

    private static int distinct(Matcher labels) {
        Set<String> letters = new HashSet<>();
        while (labels.find()) {
            letters.add(labels.group(1));
        }
        return letters.size();
    }
}
