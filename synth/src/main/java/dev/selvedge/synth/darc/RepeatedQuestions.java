package dev.selvedge.synth.darc;

import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.ProposerReward;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes from a question the share of the others about its document at its level that ask nearly the same. DARC has no such
 * term; without one a small Questioner soon asks one question, whose group is all alike, and nothing more is learned from
 * it. The likeness is that of PasoDoble (Jaccard similarity), over content words and within the round instead of over a
 * history.
 *
 * @param likeness least Jaccard similarity of the content words of two questions that ask nearly the same
 * @param weight what is taken from a question whose others all ask the same
 */
public record RepeatedQuestions(double likeness, double weight) implements ProposerReward.PeerTerm {
    @Override
    public double[] of(List<Task> passed, double[] rewards) {
        List<Set<String>> words = passed.stream()
                .map(task -> Set.copyOf(ContentWords.of(task.text(Fields.QUESTION))))
                .toList();
        double[] less = new double[rewards.length];
        for (int i = 0; i < less.length; i++) {
            int others = 0;
            int alike = 0;
            for (int j = 0; j < less.length; j++) {
                if (i != j && sameAssignment(passed.get(i), passed.get(j))) {
                    others++;
                    alike += similarity(words.get(i), words.get(j)) >= likeness ? 1 : 0;
                }
            }
            less[i] = others == 0 ? 0 : weight * alike / others;
        }
        return less;
    }

    private static boolean sameAssignment(Task one, Task other) {
        return one.text(Fields.DOCUMENT_ID).equals(other.text(Fields.DOCUMENT_ID))
                && one.number(Fields.LEVEL) == other.number(Fields.LEVEL);
    }

    /** 1 for two questions without a content word. */
    private static double similarity(Set<String> one, Set<String> other) {
        var both = new HashSet<>(one);
        both.retainAll(other);
        int all = one.size() + other.size() - both.size();
        return all == 0 ? 1 : (double) both.size() / all;
    }
}
