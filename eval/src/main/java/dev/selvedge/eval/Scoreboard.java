package dev.selvedge.eval;

import dev.selvedge.core.Score;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How systems stand and how far each is above the baselines, split by split.
 *
 * @param standings for each split, each system; in the order in which they first appear
 * @param leads for each split, each system that is no baseline against each that is one
 */
public record Scoreboard(List<Standing> standings, List<Lead> leads) {
    public Scoreboard {
        standings = List.copyOf(standings);
        leads = List.copyOf(leads);
    }

    /**
     * One system on one split.
     *
     * @param executed rate of answers that do what the reference does
     * @param parsed rate of answers that are workflows
     * @param codeBleu mean of the corrected total with the weights of WorkflowLLM
     * @param publishedCodeBleu mean of the published total with the same weights
     */
    public record Standing(
            String system,
            String split,
            Estimate executed,
            Estimate parsed,
            Estimate codeBleu,
            Estimate publishedCodeBleu) {}

    /**
     * A system against a baseline on the same tasks of one split.
     *
     * @param executed difference in executed pass rate
     * @param codeBleu difference in corrected CodeBLEU
     */
    public record Lead(
            String system, String baseline, String split, PairedDifference executed, PairedDifference codeBleu) {}

    /**
     * Sums up grades.
     *
     * @param baselines names of the systems that the others are compared with
     * @param seed of the bootstrap; the same grades and seed give the same board
     */
    public static Scoreboard of(Collection<Grade> grades, Collection<String> baselines, long seed) {
        List<Standing> standings = new ArrayList<>();
        List<Lead> leads = new ArrayList<>();
        grouped(grades, Grade::split).forEach((split, ofSplit) -> {
            Map<String, List<Grade>> systems = grouped(ofSplit, Grade::system);
            systems.forEach((system, mine) -> standings.add(standing(system, split, mine, seed)));
            systems.forEach((system, mine) -> {
                for (String baseline : baselines) {
                    List<Grade> theirs = systems.get(baseline);
                    if (theirs != null && !baselines.contains(system)) {
                        leads.add(new Lead(
                                system,
                                baseline,
                                split,
                                difference(mine, theirs, Grade::executed, seed),
                                difference(mine, theirs, Grade::correctedCodeBleu, seed)));
                    }
                }
            });
        });
        return new Scoreboard(standings, leads);
    }

    private static Map<String, List<Grade>> grouped(Collection<Grade> grades, Function<Grade, String> key) {
        Map<String, List<Grade>> groups = new LinkedHashMap<>();
        for (Grade grade : grades) {
            groups.computeIfAbsent(key.apply(grade), k -> new ArrayList<>()).add(grade);
        }
        return groups;
    }

    private static Standing standing(String system, String split, List<Grade> grades, long seed) {
        return new Standing(
                system,
                split,
                Estimate.rate(clustered(grades, Grade::executed), seed),
                Estimate.rate(clustered(grades, Grade::parsed), seed),
                Estimate.mean(clustered(grades, Grade::correctedCodeBleu), Interval.UNIT, seed),
                Estimate.mean(clustered(grades, Grade::publishedCodeBleu), Interval.UNIT, seed));
    }

    private static List<Estimate.Clustered> clustered(List<Grade> grades, Function<Grade, Score> score) {
        return grades.stream()
                .map(grade -> new Estimate.Clustered(grade.cluster(), score.apply(grade)))
                .toList();
    }

    private static PairedDifference difference(
            List<Grade> mine, List<Grade> theirs, Function<Grade, Score> score, long seed) {
        return PairedDifference.of(byTask(mine, score), byTask(theirs, score), seed);
    }

    private static Map<String, Estimate.Clustered> byTask(List<Grade> grades, Function<Grade, Score> score) {
        Map<String, Estimate.Clustered> tasks = new LinkedHashMap<>();
        for (Grade grade : grades) {
            if (tasks.put(grade.task(), new Estimate.Clustered(grade.cluster(), score.apply(grade))) != null) {
                throw new IllegalArgumentException(
                        "'" + grade.system() + "' has two grades for task " + grade.task() + "; expected one");
            }
        }
        return tasks;
    }

    /** Lines for a terminal. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        String split = "";
        for (Standing standing : standings) {
            if (!standing.split.equals(split)) {
                split = standing.split;
                text.append(split).append('\n');
            }
            line(text, standing.system, "executed " + standing.executed.percent());
            line(text, "", "parsed   " + standing.parsed.percent());
            line(text, "", "CodeBLEU " + standing.codeBleu.percent());
            line(text, "", "  as published " + standing.publishedCodeBleu.percent());
        }
        for (Lead lead : leads) {
            text.append(lead.system + " over " + lead.baseline + " on " + lead.split + ": executed "
                    + lead.executed.points() + "\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String rest) {
        text.append(String.format(Locale.ROOT, "  %-24s %s\n", name, rest));
    }
}
