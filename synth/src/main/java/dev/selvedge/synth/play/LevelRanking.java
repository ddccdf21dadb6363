package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Questions of an easier level are to be solved more often than those of the next harder one about the same document.
 * What falls short of it on the mean of the levels' rewarded questions is taken off all of both (DARC, step 8, which
 * compares only the last question of a level with the first of the next, in the order of the batch).
 *
 * @param margin by how much an easier level is to be solved more often
 * @param weight of what falls short
 */
public record LevelRanking(double margin, double weight) implements ProposerReward.PeerTerm {
    @Override
    public double[] of(List<Task> passed, double[] rewards) {
        var documents = new TreeMap<String, TreeMap<Integer, List<Integer>>>();
        for (int i = 0; i < passed.size(); i++) {
            if (rewards[i] >= 0) {
                Task task = passed.get(i);
                documents
                        .computeIfAbsent(task.text(Fields.DOCUMENT_ID), id -> new TreeMap<>())
                        .computeIfAbsent((int) task.number(Fields.LEVEL), level -> new ArrayList<>())
                        .add(i);
            }
        }
        double[] less = new double[rewards.length];
        for (TreeMap<Integer, List<Integer>> levels : documents.values()) {
            for (Map.Entry<Integer, List<Integer>> easier : levels.entrySet()) {
                Map.Entry<Integer, List<Integer>> harder = levels.higherEntry(easier.getKey());
                if (harder != null) {
                    double shortfall =
                            Math.max(0, mean(passed, harder.getValue()) + margin - mean(passed, easier.getValue()));
                    easier.getValue().forEach(i -> less[i] += weight * shortfall);
                    harder.getValue().forEach(i -> less[i] += weight * shortfall);
                }
            }
        }
        return less;
    }

    private static double mean(List<Task> passed, List<Integer> indices) {
        return indices.stream()
                .mapToDouble(i -> passed.get(i).number(Fields.SUCCESS))
                .average()
                .orElseThrow();
    }
}
