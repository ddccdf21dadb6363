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
import org.jspecify.annotations.Nullable;

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
     * @param parts means of the parts of CodeBLEU
     * @param judged rate of answers that a judge passes, null where no judge was asked
     * @param agreement of judge and device, null where no judge was asked
     * @param planning mean of T-Eval's corrected planning score, null where it was not measured
     * @param publishedPlanning mean of the published one, null where it was not measured
     * @param usage tokens of the answers
     * @param judgeUsage tokens of the judge
     */
    public record Standing(
            String system,
            String split,
            Estimate executed,
            Estimate parsed,
            Estimate codeBleu,
            Estimate publishedCodeBleu,
            Parts parts,
            @Nullable Estimate judged,
            @Nullable Agreement agreement,
            @Nullable Estimate planning,
            @Nullable Estimate publishedPlanning,
            Usage usage,
            Usage judgeUsage) {}

    /** The parts of CodeBLEU, corrected and published. */
    public record Parts(
            Estimate ngram,
            Estimate weightedNgram,
            Estimate syntax,
            Estimate dataFlow,
            Estimate publishedNgram,
            Estimate publishedWeightedNgram,
            Estimate publishedSyntax,
            Estimate publishedDataFlow) {
        private static Parts of(List<Grade> grades, long seed) {
            return new Parts(
                    mean(grades, seed, bleu -> bleu.corrected().ngram()),
                    mean(grades, seed, bleu -> bleu.corrected().weightedNgram()),
                    mean(grades, seed, bleu -> bleu.corrected().syntax()),
                    mean(grades, seed, bleu -> bleu.corrected().dataFlow()),
                    mean(grades, seed, bleu -> bleu.published().ngram()),
                    mean(grades, seed, bleu -> bleu.published().weightedNgram()),
                    mean(grades, seed, bleu -> bleu.published().syntax()),
                    mean(grades, seed, bleu -> bleu.published().dataFlow()));
        }

        private static Estimate mean(List<Grade> grades, long seed, Function<CodeBleu, @Nullable Double> part) {
            return Estimate.mean(clustered(grades, grade -> grade.part(part)), Interval.UNIT, seed);
        }
    }

    /**
     * A system against a baseline on the same tasks of one split.
     *
     * @param executed difference in executed pass rate
     * @param codeBleu difference in corrected CodeBLEU
     * @param judged difference in judged pass rate, null where no judge was asked of either
     * @param planning difference in corrected planning score, null where it was not measured of either
     */
    public record Lead(
            String system,
            String baseline,
            String split,
            PairedDifference executed,
            PairedDifference codeBleu,
            @Nullable PairedDifference judged,
            @Nullable PairedDifference planning) {
        /** What was measured of both, by its name. */
        public Map<String, PairedDifference> differences() {
            Map<String, PairedDifference> differences = new LinkedHashMap<>();
            differences.put("executed", executed);
            if (judged != null) {
                differences.put("judged", judged);
            }
            differences.put("CodeBLEU", codeBleu);
            if (planning != null) {
                differences.put("planning", planning);
            }
            return differences;
        }

        /**
         * Compares grades of one split.
         *
         * @param mine one a task, at least one
         * @param theirs one a task
         */
        public static Lead of(
                String system, String baseline, String split, List<Grade> mine, List<Grade> theirs, long seed) {
            boolean judged = wasJudged(mine) && wasJudged(theirs);
            boolean planned = wasPlanned(mine) && wasPlanned(theirs);
            return new Lead(
                    system,
                    baseline,
                    split,
                    difference(mine, theirs, Grade::executed, seed),
                    difference(mine, theirs, Grade::correctedCodeBleu, seed),
                    judged ? difference(mine, theirs, Grade::judgedScore, seed) : null,
                    planned ? difference(mine, theirs, Grade::correctedPlanning, seed) : null);
        }
    }

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
                        leads.add(Lead.of(system, baseline, split, mine, theirs, seed));
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
                Estimate.mean(clustered(grades, Grade::publishedCodeBleu), Interval.UNIT, seed),
                Parts.of(grades, seed),
                wasJudged(grades) ? Estimate.rate(clustered(grades, Grade::judgedScore), seed) : null,
                wasJudged(grades) ? Agreement.of(grades, seed) : null,
                wasPlanned(grades)
                        ? Estimate.mean(clustered(grades, Grade::correctedPlanning), Interval.UNIT, seed)
                        : null,
                wasPlanned(grades)
                        ? Estimate.mean(clustered(grades, Grade::publishedPlanning), Interval.UNIT, seed)
                        : null,
                grades.stream().map(Grade::usage).reduce(Usage.NONE, Usage::plus),
                grades.stream()
                        .map(grade -> grade.judged() == null
                                ? Usage.NONE
                                : grade.judged().usage())
                        .reduce(Usage.NONE, Usage::plus));
    }

    private static boolean wasJudged(List<Grade> grades) {
        return grades.stream().anyMatch(grade -> grade.judged() != null);
    }

    private static boolean wasPlanned(List<Grade> grades) {
        return grades.stream().anyMatch(grade -> grade.planning() != null);
    }

    /** Whether a judge was asked anywhere. */
    public boolean hasJudge() {
        return standings.stream().anyMatch(standing -> standing.judged != null);
    }

    /** Whether planning was measured anywhere. */
    public boolean hasPlanning() {
        return standings.stream().anyMatch(standing -> standing.planning != null);
    }

    /** Whether any system told its tokens. */
    public boolean hasUsage() {
        return standings.stream().anyMatch(standing -> standing.usage.told() > 0);
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
            if (standing.judged != null) {
                line(text, "", "judged   " + standing.judged.percent());
            }
            line(text, "", "parsed   " + standing.parsed.percent());
            line(text, "", "CodeBLEU " + standing.codeBleu.percent());
            line(text, "", "  as published " + standing.publishedCodeBleu.percent());
            if (standing.planning != null && standing.publishedPlanning != null) {
                line(text, "", "planning " + standing.planning.percent());
                line(text, "", "  as published " + standing.publishedPlanning.percent());
            }
            if (standing.agreement != null) {
                line(text, "", "judge and device " + standing.agreement.sentence());
            }
            if (standing.usage.told() > 0) {
                line(
                        text,
                        "",
                        String.format(
                                Locale.ROOT,
                                "tokens   %,d read, %,d written in %,d of %,d replies",
                                standing.usage.promptTokens(),
                                standing.usage.completionTokens(),
                                standing.usage.told(),
                                standing.usage.replies()));
            }
        }
        for (Lead lead : leads) {
            text.append(lead.system + " over " + lead.baseline + " on " + lead.split + "\n");
            lead.differences()
                    .forEach((measure, difference) ->
                            line(text, "", String.format(Locale.ROOT, "%-8s %s", measure, difference.points())));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String rest) {
        text.append(String.format(Locale.ROOT, "  %-24s %s\n", name, rest));
    }
}
