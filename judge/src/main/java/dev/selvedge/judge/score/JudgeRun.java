package dev.selvedge.judge.score;

import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one judge said of the samples of a label set.
 *
 * @param name of the judge, unique among those that are scored together
 * @param run the run name that its files tell, empty where they tell none
 * @param constant whether it is no judge but a constant answer, for comparison
 * @param judgements by place in the label set
 * @param records read, with those that were superseded or belong to no labelled sample
 * @param superseded records of a sample that has a later one
 * @param extra records of samples that nobody labelled
 * @param unreadable lines and records that are none, each with place and reason
 */
public record JudgeRun(
        String name,
        String run,
        boolean constant,
        Map<Integer, Judgement> judgements,
        int records,
        int superseded,
        int extra,
        List<String> unreadable) {
    public JudgeRun {
        judgements = new HashMap<>(judgements);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * The judges whose files stand at a path, by name.
     *
     * @throws dev.selvedge.core.UserException if no record is about a labelled sample
     */
    public static List<JudgeRun> read(Path path, LabelSet labels) {
        return Predictions.read(path, labels);
    }

    /** A judge that always says the same. */
    static JudgeRun constant(Label label, LabelSet labels) {
        String name = "constant " + (label.value() > 0 ? "+" : "") + label.value();
        Map<Integer, Judgement> judgements = new HashMap<>();
        List<Labels> all = labels.all();
        for (int i = 0; i < all.size(); i++) {
            SortedMap<Integer, Score> steps = new TreeMap<>(all.get(i).verdict().steps());
            steps.replaceAll((step, score) -> label.score());
            Verdict verdict = new Verdict(all.get(i).sample().id(), name, label.score(), steps, "");
            judgements.put(i, Judgement.of(all.get(i).sample(), verdict));
        }
        return new JudgeRun(name, "", true, judgements, judgements.size(), 0, 0, new ArrayList<>());
    }
}
