package dev.selvedge.synth.darc;

import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.ProposerReward;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The published comparison of levels (DARC, step 8): of the rewarded questions about one document, sorted by level and else
 * in the order of the batch, each is compared with the next if that is of a higher level. So of each level only the last
 * is compared with the first of the next.
 *
 * @param margin by how much the easier one is to be solved more often
 * @param weight of what falls short
 */
public record AdjacentRanking(double margin, double weight) implements ProposerReward.PeerTerm {
    @Override
    public double[] of(List<Task> passed, double[] rewards) {
        var documents = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < passed.size(); i++) {
            if (rewards[i] >= 0) {
                documents
                        .computeIfAbsent(passed.get(i).text(Fields.DOCUMENT_ID), id -> new ArrayList<>())
                        .add(i);
            }
        }
        double[] less = new double[rewards.length];
        for (List<Integer> own : documents.values()) {
            own.sort(Comparator.comparingDouble(i -> passed.get(i).number(Fields.LEVEL)));
            for (int i = 0; i + 1 < own.size(); i++) {
                Task easier = passed.get(own.get(i));
                Task harder = passed.get(own.get(i + 1));
                if (easier.number(Fields.LEVEL) < harder.number(Fields.LEVEL)) {
                    double shortfall =
                            Math.max(0, harder.number(Fields.SUCCESS) + margin - easier.number(Fields.SUCCESS));
                    less[own.get(i)] += weight * shortfall;
                    less[own.get(i + 1)] += weight * shortfall;
                }
            }
        }
        return less;
    }
}
