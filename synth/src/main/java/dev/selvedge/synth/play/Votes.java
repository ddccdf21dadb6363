package dev.selvedge.synth.play;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Answers counted in groups of the same.
 *
 * @param winner the first form of the largest group, the earliest of equal ones; empty where nobody answered
 * @param count how many are in it
 * @param voters how many answered
 */
public record Votes(String winner, int count, int voters) {
    /**
     * Counts answers. Each joins the first group whose first form it is the same as.
     *
     * @param same need not be transitive
     */
    public static Votes of(List<String> answers, BiPredicate<String, String> same) {
        List<String> forms = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (String answer : answers) {
            int group = 0;
            while (group < forms.size() && !same.test(answer, forms.get(group))) {
                group++;
            }
            if (group == forms.size()) {
                forms.add(answer);
                counts.add(0);
            }
            counts.set(group, counts.get(group) + 1);
        }
        int best = 0;
        for (int i = 1; i < counts.size(); i++) {
            best = counts.get(i) > counts.get(best) ? i : best;
        }
        return forms.isEmpty() ? new Votes("", 0, 0) : new Votes(forms.get(best), counts.get(best), answers.size());
    }

    /** Share of the voters who agree with the winner, 0 where nobody answered. */
    public double share() {
        return share(voters);
    }

    /** Share of all who were asked, whether they voted or not; 0 where nobody answered. */
    public double share(int asked) {
        return count == 0 ? 0 : (double) count / asked;
    }
}
