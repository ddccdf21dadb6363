package dev.selvedge.synth.expand;

import dev.selvedge.synth.QueryRules;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.ActionSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a written question must be to be used. Everything is checked by its words, so a check can only say that something
 * is surely wrong, with two exceptions that ask again but never reject by themselves: whether the question has any word of
 * its category, and whether each action shares a stemmed word with it (by the index that also finds actions for
 * questions, {@link ActionSearch}); people say things in words that no list has.
 */
final class QueryCheck {
    private static final int LEAST_WORDS = 8;
    private static final int WORDS_PER_ACTION = 2;
    private static final int LONGEST = 2_500;
    private static final int MOST_PARAGRAPHS = 8;
    private static final Pattern MARKED =
            Pattern.compile("(?m)^\\s*(?:[-*•]|\\d+[.)]|(?:request|query|question) *\\d*:)");
    private static final Pattern CODE = Pattern.compile(
            "```|^\\s*[{\\[]|\\bdef \\w+\\(|\\b\\w+\\((?:\\w+=|\\))|\\bpython\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TALK = Pattern.compile(
            "^(?:sure|certainly|of course|okay|absolutely)[,!.:]|^here(?: is|'s| are)\\b|^as an?"
                    + " (?:ai|assistant|language)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REFUSAL = Pattern.compile(
            "^(?:i'?m sorry|i apologi[sz]e|sorry)\\b|^i (?:cannot|can't|can not|am unable|won't)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Catalog catalog;
    private final ActionSearch search;

    QueryCheck(Catalog catalog, ActionSearch search) {
        this.catalog = catalog;
        this.search = search;
    }

    /** Kinds of problems, as rejects count them. */
    enum Kind {
        REFUSED,
        NOT_A_REQUEST,
        HAS_CODE,
        NAMES_A_FUNCTION,
        TOO_SHORT,
        TOO_LONG,
        SEVERAL_REQUESTS,
        MISSES_ACTIONS,
        OFF_CATEGORY;

        /** Whether the question may be used all the same if it does not get better. */
        boolean mayStand() {
            return this == MISSES_ACTIONS || this == OFF_CATEGORY;
        }
    }

    /**
     * What is wrong.
     *
     * @param sentence that the writer can be told
     */
    record Problem(Kind kind, String sentence) {}

    /** The question of a reply: its text without the quotes around it, white space as single spaces. */
    static String question(String reply) {
        String text = reply.strip().replaceAll("\\s+", " ");
        boolean quoted = text.length() > 2
                && ((text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("“") && text.endsWith("”")))
                && text.substring(1, text.length() - 1).indexOf(text.charAt(text.length() - 1)) < 0;
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    /** What is wrong with a reply that is not blank, the worst first; empty where nothing is. */
    Optional<Problem> problem(String reply, QueryBrief brief) {
        String text = question(reply);
        return form(reply, text, brief.actions().size())
                .or(() -> named(text, brief))
                .or(() -> missing(text, brief))
                .or(() -> offCategory(text, brief.category()));
    }

    private static Optional<Problem> form(String reply, String text, int actions) {
        int words = text.split(" ").length;
        int least = Math.max(LEAST_WORDS, WORDS_PER_ACTION * actions);
        if (text.length() > LONGEST) {
            return problem(Kind.TOO_LONG, "It has more than " + LONGEST + " characters.");
        }
        if (REFUSAL.matcher(text).find()) {
            return problem(Kind.REFUSED, "It is a refusal, not the request of a user.");
        }
        if (CODE.matcher(text).find()) {
            return problem(Kind.HAS_CODE, "It has code in it.");
        }
        if (TALK.matcher(text).find()) {
            return problem(Kind.NOT_A_REQUEST, "It begins with words to me, not with the request.");
        }
        if (MARKED.matcher(reply).results().count() > 1 || reply.strip().lines().count() > MOST_PARAGRAPHS) {
            return problem(Kind.SEVERAL_REQUESTS, "It is a list; one request in plain sentences is expected.");
        }
        return words < least
                ? problem(
                        Kind.TOO_SHORT,
                        "It has " + words + " words; to need all the actions it has at least " + least + ".")
                : Optional.empty();
    }

    private Optional<Problem> named(String text, QueryBrief brief) {
        return QueryRules.namedFunction(text, brief.actions(), catalog)
                .flatMap(name -> problem(Kind.NAMES_A_FUNCTION, "It names " + name + ", which users do not know."));
    }

    private Optional<Problem> missing(String text, QueryBrief brief) {
        Set<String> found = search
                .find(
                        text,
                        ActionSearch.Filter.NONE,
                        Math.max(1, catalog.actions().size()))
                .stream()
                .map(Catalog.Action::id)
                .collect(Collectors.toSet());
        List<String> missing = brief.actions().stream()
                .filter(id -> !found.contains(id))
                .map(id -> catalog.byId(id).map(action -> said(action)).orElse(id))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : problem(
                        Kind.MISSES_ACTIONS,
                        "Nothing in it seems to need what these do: " + String.join("; ", missing) + ".");
    }

    /** What an action does, in words. */
    static String said(Catalog.Action action) {
        return action.describe(parameter -> Optional.empty());
    }

    private static Optional<Problem> offCategory(String text, String category) {
        if (category.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(words(text));
        boolean about = words(CategoryWords.of(category)).stream()
                .anyMatch(word -> words.stream().anyMatch(other -> other.startsWith(word)));
        return about ? Optional.empty() : problem(Kind.OFF_CATEGORY, "It is not about the category " + category + ".");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+"))
                .filter(word -> word.length() > 2)
                .toList();
    }

    private static Optional<Problem> problem(Kind kind, String sentence) {
        return Optional.of(new Problem(kind, sentence));
    }
}
