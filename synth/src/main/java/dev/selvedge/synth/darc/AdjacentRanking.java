package dev.selvedge.synth.darc;

import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.ProposerReward;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The published comparison of levels (DARC, step 8): of the rewarded questions about one document, sorted by level and else
 * in the order of the batch, each is compared with the next if that is of a higher level. So of each level only the last
 * is compared with the first of the next.
 *
 * @param margin by how much the easier one is to be solved more often
 * @param weight of what falls short
 */
public record AdjacentRanking(double margin, double weight) implements ProposerReward.PeerTerm {
    /**
     * A question that is compared.
     *
     * @param document that it is about
     */
    record Ranked(String document, int level, double success) {}

    @Override
    public double[] of(List<Task> passed, double[] rewards) {
        List<Integer> rewarded = IntStream.range(0, rewards.length)
                .filter(i -> rewards[i] >= 0)
                .boxed()
                .toList();
        double[] own = less(rewarded.stream()
                .map(passed::get)
                .map(task -> new Ranked(
                        task.text(Fields.DOCUMENT_ID), (int) task.number(Fields.LEVEL), task.number(Fields.SUCCESS)))
                .toList());
        double[] less = new double[rewards.length];
        for (int i = 0; i < own.length; i++) {
            less[rewarded.get(i)] = own[i];
        }
        return less;
    }

    /** What is taken off each of some rewarded questions. */
    double[] less(List<Ranked> questions) {
        var documents = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < questions.size(); i++) {
            documents
                    .computeIfAbsent(questions.get(i).document, document -> new ArrayList<>())
                    .add(i);
        }
        double[] less = new double[questions.size()];
        for (List<Integer> own : documents.values()) {
            own.sort(Comparator.comparingInt(i -> questions.get(i).level));
            for (int i = 0; i + 1 < own.size(); i++) {
                Ranked easier = questions.get(own.get(i));
                Ranked harder = questions.get(own.get(i + 1));
                if (easier.level < harder.level) {
                    double shortfall = weight * Math.max(0, harder.success + margin - easier.success);
                    less[own.get(i)] += shortfall;
                    less[own.get(i + 1)] += shortfall;
                }
            }
        }
        return less;
    }
}
