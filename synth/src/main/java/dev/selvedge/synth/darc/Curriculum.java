package dev.selvedge.synth.darc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * The Solver's training set in the order in which it is learned: easy to hard by the level that was asked for, within a
 * level in random order (DARC, section 5). It is made once, and serves other Solvers too.
 *
 * @param records in their order; an index names the place before questions were dropped
 * @param dropped how many questions were left out, by reason
 * @param shares of the answer types in batches of {@value #BATCH} questions, before any was left out
 */
public record Curriculum(List<SolverRecord> records, Map<Reason, Integer> dropped, Map<String, TypeShare> shares) {
    static final int BATCH = 128;

    /** Why a question is left out. */
    public enum Reason {
        /** Its answer is to be a letter, and it shows fewer than three options. */
        NO_OPTIONS,
        /** It holds half a surrogate pair, which no file of UTF-8 can. */
        BROKEN_TEXT
    }

    /** Orders questions; the same for the same seed. */
    public static Curriculum of(List<GeneratedQuestion> questions, long seed) {
        List<GeneratedQuestion> ordered = new ArrayList<>(questions);
        Collections.shuffle(ordered, new Random(seed));
        ordered.sort(Comparator.comparingInt(GeneratedQuestion::level));
        List<SolverRecord> records = new ArrayList<>();
        Map<Reason, Integer> dropped = new EnumMap<>(Reason.class);
        for (int i = 0; i < ordered.size(); i++) {
            SolverRecord record = SolverRecord.of(i, ordered.get(i));
            if (record.answerType().equals("categorical") && !AnswerType.hasOptions(record.question())) {
                dropped.merge(Reason.NO_OPTIONS, 1, Integer::sum);
            } else if (hasLoneSurrogate(record.row())) {
                dropped.merge(Reason.BROKEN_TEXT, 1, Integer::sum);
            } else {
                records.add(record);
            }
        }
        List<String> types = ordered.stream().map(GeneratedQuestion::answerType).toList();
        return new Curriculum(List.copyOf(records), dropped, TypeShare.of(types, BATCH));
    }

    /** Whether a text anywhere in a tree, the names of its fields too, holds half a surrogate pair. */
    public static boolean hasLoneSurrogate(JsonNode tree) {
        return tree.isString()
                ? isBroken(tree.stringValue())
                : tree.valueStream().anyMatch(Curriculum::hasLoneSurrogate)
                        || tree.isObject() && tree.propertyNames().stream().anyMatch(Curriculum::isBroken);
    }

    private static boolean isBroken(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
