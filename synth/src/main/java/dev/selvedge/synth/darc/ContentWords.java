package dev.selvedge.synth.darc;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of a question that say what it is about: without those that every question has (English articles, pronouns,
 * prepositions, auxiliaries, words of asking and of arithmetic). In scripts without spaces each character is a word.
 */
final class ContentWords {
    private static final Pattern WORD = Pattern.compile(
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]+");

    private static final Set<String> COMMON =
            Set.of(("a an the this that these those there here it its they them their he she"
                            + " his her him we our us you your i my me one ones some any each every all both no not none other another"
                            + " same such of in on at by for from to into onto with without within out up down over under above below"
                            + " between among through during before after until since per than as and or nor but if then else so"
                            + " because while when where why how what which who whom whose is are was were be been being am do does did"
                            + " done has have had having can could may might must shall should will would let s t"
                            + " many much more most less least few fewer long far often only also just exactly altogether together"
                            + " give gives given find say says tell name state calculate compute determine suppose assume answer question"
                            + " plus minus times divided sum difference product total number value amount result equal equals following"
                            + " true false correct right wrong option options choose")
                    .split(" +"));

    private ContentWords() {}

    /** Those of a text in their order, in lower case, with repeats. */
    static List<String> of(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(word -> !COMMON.contains(word))
                .toList();
    }
}
