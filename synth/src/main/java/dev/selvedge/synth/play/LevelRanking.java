package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Questions of an easier level are to be solved more often than those of the next harder one about the same document.
 * What a question falls short of it, against the mean of the other level's rewarded questions, is taken off (DARC, step 8,
 * which compares only the last question of a level with the first of the next, in the order of the batch). The mean of one
 * level against that of the other would take the same off all questions of a group, and nothing could be learned from it.
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
                    double below = mean(passed, easier.getValue()) - margin;
                    double above = mean(passed, harder.getValue()) + margin;
                    easier.getValue().forEach(i -> less[i] += weight * Math.max(0, above - success(passed, i)));
                    harder.getValue().forEach(i -> less[i] += weight * Math.max(0, success(passed, i) - below));
                }
            }
        }
        return less;
    }

    private static double mean(List<Task> passed, List<Integer> indices) {
        return indices.stream().mapToDouble(i -> success(passed, i)).average().orElseThrow();
    }

    private static double success(List<Task> passed, int index) {
        return passed.get(index).number(Fields.SUCCESS);
    }
}
