package dev.selvedge.synth.darc;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form that an answer must have (DARC, section 3). */
public enum AnswerType {
    INTEGER("[+-]?\\d+"),
    FLOAT("[+-]?\\d+\\.\\d+"),
    /** A letter from A to J. */
    CATEGORICAL(""),
    /** One to three words. */
    STRING("[A-Za-z]+(?:\\s+[A-Za-z]+){0,2}"),
    BOOLEAN("(?i)true|false"),
    EXPRESSION("(?=.*[+\\-*/^=])[0-9A-Za-z+\\-*/^=().,\\s\\\\{}_]+");

    private static final Pattern OPTION_LABEL =
            Pattern.compile("(?:^|[\\r\\n]|\\\\r\\\\n|\\\\n|\\\\r) *([A-Ja-j]) *[.):：．）、]");
    private static final Pattern PRINTED_LABEL = Pattern.compile("(?m)^\\s*([A-J])[.)]\\s");
    private static final Pattern WRAPPED =
            Pattern.compile("\\\\(?:TEXT|MATHRM|MATHBF|BM|BOLD|BOLDFACE|RM|BF)\\s*\\{\\s*([^{}]*?)\\s*\\}");
    private static final Pattern LETTER = Pattern.compile("\\(?([A-J])\\)?[.):,;]?");
    private static final int LEAST_OPTIONS = 3;
    private static final int WRAPPINGS = 3;

    private final Pattern form;

    AnswerType(String form) {
        this.form = Pattern.compile(form, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** A type by its name, if there is one; case does not matter. */
    public static Optional<AnswerType> named(String name) {
        for (AnswerType type : values()) {
            if (type.name().equalsIgnoreCase(name.strip())) {
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
        String text = answer.strip();
        return this == CATEGORICAL
                ? letter(text).isPresent()
                : form.matcher(text).matches();
    }

    /** The option letter that an answer is, out of the wrappings that models put around it; empty where it is unclear. */
    public static Optional<String> letter(String answer) {
        String text = answer.strip().toUpperCase(Locale.ROOT);
        for (int i = 0; i < WRAPPINGS; i++) {
            text = WRAPPED.matcher(text).replaceAll("$1").strip();
        }
        Matcher whole = LETTER.matcher(text);
        if (whole.matches()) {
            return Optional.of(whole.group(1));
        }
        Set<String> alone = new HashSet<>();
        for (String word :
                text.replaceAll("[\\[\\](){}<>.,:;!?*\"'`$\\\\/|]", " ").split("\\s+", -1)) {
            if (word.matches("[A-J]")) {
                alone.add(word);
            }
        }
        // a word between the letters that runs into them ("A.B") leaves no letter alone
        return alone.size() == 1 && !text.matches(".*[A-Z]\\.[A-Z].*")
                ? Optional.of(alone.iterator().next())
                : Optional.empty();
    }

    /** Whether a question shows at least three options to choose from, at the beginnings of lines, real or written. */
    public static boolean hasOptions(String question) {
        return distinct(OPTION_LABEL.matcher(question)) >= LEAST_OPTIONS;
    }

    /** The narrower test by which the Solver's prompt is chosen: capital letters, a point or bracket, and a space. */
    public static boolean looksLikeOptions(String question) {
        return distinct(PRINTED_LABEL.matcher(question)) >= LEAST_OPTIONS;
    }

    private static int distinct(Matcher labels) {
        Set<String> letters = new HashSet<>();
        while (labels.find()) {
            letters.add(labels.group(1).toUpperCase(Locale.ROOT));
        }
        return letters.size();
    }
}
