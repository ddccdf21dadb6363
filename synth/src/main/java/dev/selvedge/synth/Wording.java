package dev.selvedge.synth;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How people speak of one action.
 *
 * @param say imperative clauses
 * @param noun noun phrases for its result that stand in for the clause, empty where the clause must be said
 * @param ref noun phrases for its result once it was mentioned
 * @param item what one piece of a plural result is called, by the parameters; empty for {@code item}
 * @param also what to add to a clause for a parameter that it does not say, by key; a phrase whose condition has an
 *     empty key is for that value alone
 * @param values wordings of fixed values, by key and value
 * @param silent parameters that need no words
 * @param lazy whether its noun can be used at any later place, since running it changes nothing and can wait
 * @param plural whether its result is spoken of as several things
 * @param flat whether its noun is too long to stand where another action works on it: only a use or a condition may hold
 *     it
 */
record Wording(
        List<Phrase> say,
        List<Phrase> noun,
        List<Phrase> ref,
        List<Phrase> item,
        Map<String, List<Phrase>> also,
        Map<String, Map<String, List<String>>> values,
        Set<String> silent,
        boolean lazy,
        boolean plural,
        boolean flat) {
    private static final Pattern BARE = Pattern.compile("[a-z]+( [a-z]+){0,5}");

    /** Whether a literal can stand in a sentence without quotes and still be seen as what it is. */
    static boolean readsBare(String text) {
        return text.length() <= 40
                && !text.contains(" and ")
                && BARE.matcher(text).matches();
    }
}
