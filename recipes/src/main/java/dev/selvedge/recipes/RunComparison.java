package dev.selvedge.recipes;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two runs side by side: each system of the first against the system of the same name in the second, or one named system
 * against another, on the tasks that both runs have.
 *
 * @param leads of the first run over the second, a row for each pair of systems and split
 */
public record RunComparison(List<Scoreboard.Lead> leads) {
    private static final String ANSWERS = "answers-";
    private static final String JUDGED = "judged-";
    private static final String GRADES = "grades-";

    public RunComparison {
        leads = List.copyOf(leads);
    }

    /**
     * Compares two runs.
     *
     * @param system of the first run, empty for all
     * @param other system of the second run, empty for that of the same name
     * @throws UserException if they have nothing in common, or lack the systems
     */
    public static RunComparison of(Path first, Path second, String system, String other, long seed) {
        Map<String, List<Grade>> mine = bySystem(first);
        Map<String, List<Grade>> theirs = bySystem(second);
        List<Scoreboard.Lead> leads = new ArrayList<>();
        for (String name : system.isEmpty() ? mine.keySet() : Set.of(system)) {
            String beside = other.isEmpty() ? name : other;
            if (system.isEmpty() && other.isEmpty() && !theirs.containsKey(beside)) {
                continue;
            }
            bySplit(named(mine, name, first)).forEach((split, grades) -> {
                Set<String> tasks = grades.stream().map(Grade::task).collect(Collectors.toSet());
                List<Grade> shared = named(theirs, beside, second).stream()
                        .filter(grade -> grade.split().equals(split) && tasks.contains(grade.task()))
                        .toList();
                if (!shared.isEmpty()) {
                    leads.add(Scoreboard.Lead.of(name, beside, split, grades, shared, seed));
                }
            });
        }
        if (leads.isEmpty()) {
            throw new UserException("The runs " + first + " (" + mine.keySet() + ") and " + second + " ("
                    + theirs.keySet() + ") share no system and task; name the systems with --system and --other.");
        }
        return new RunComparison(leads);
    }

    private static List<Grade> named(Map<String, List<Grade>> systems, String name, Path run) {
        List<Grade> grades = systems.get(name);
        if (grades == null) {
            throw new UserException(
                    "The run " + run + " has no system '" + name + "'; it has " + systems.keySet() + ".");
        }
        return grades;
    }

    private static Map<String, List<Grade>> bySplit(List<Grade> grades) {
        return grades.stream().collect(Collectors.groupingBy(Grade::split, LinkedHashMap::new, Collectors.toList()));
    }

    /** The grades of a run; those with a judge's verdict where there are some. */
    private static Map<String, List<Grade>> bySystem(Path run) {
        Recipe.Printed recipe =
                Run.printed(run).orElseThrow(() -> new UserException("The directory " + run + " holds no run."));
        Set<String> names =
                recipe.stages().stream().map(Recipe.Printed.PrintedStage::name).collect(Collectors.toSet());
        List<Grade> grades = new ArrayList<>();
        for (Recipe.Printed.PrintedStage stage : recipe.stages()) {
            String name = stage.name();
            boolean judgedLater = name.startsWith(ANSWERS) && names.contains(JUDGED + name.substring(ANSWERS.length()));
            if (!judgedLater && (name.startsWith(ANSWERS) || name.startsWith(JUDGED) || name.startsWith(GRADES))) {
                grades.addAll(Run.result(run, name).read(Grade.class));
            }
        }
        return grades.stream().collect(Collectors.groupingBy(Grade::system, LinkedHashMap::new, Collectors.toList()));
    }
}
