package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Execution.Occurrences;
import dev.selvedge.workflow.device.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which share of workflows the device interprets, file by file and in all. Each file runs in its worlds: the given one
 * and those that reach its branches. Counted are the statements that ran, once for each world.
 */
final class DeviceCoverage {
    private static final int WORLDS = 4;

    private final Device device;
    private final Scenario world;
    private final boolean json;

    /**
     * One file.
     *
     * @param executed statements that ran
     * @param interpreted how many of them the device interprets
     * @param branches of the workflow
     * @param reached how many of them ran
     * @param millis of a run, the mean over the worlds
     * @param ending of the run in the given world
     * @param uninterpreted actions that ran and are not interpreted, with the number of their calls
     */
    record Row(
            String file,
            int executed,
            int interpreted,
            int branches,
            int reached,
            double millis,
            String ending,
            Map<String, Integer> uninterpreted) {}

    DeviceCoverage(Device device, Scenario world, boolean json) {
        this.device = device;
        this.world = world;
        this.json = json;
    }

    int print(List<Path> files) {
        List<Row> rows = new ArrayList<>();
        int refused = 0;
        for (Path file : files) {
            try {
                Row row = row(file, Source.workflow(file, Catalog.bundled()));
                rows.add(row);
                System.out.println(json ? Json.write(row) : line(row));
            } catch (UserException e) {
                System.err.println(e.getMessage());
                refused++;
            }
        }
        total(rows);
        return refused == 0 ? 0 : Main.REFUSED;
    }

    private Row row(Path file, Workflow workflow) {
        List<Scenario> worlds = new ArrayList<>(List.of(world));
        worlds.addAll(Scenario.reaching(device, List.of(workflow), WORLDS));
        long start = System.nanoTime();
        List<Execution> runs =
                worlds.stream().map(each -> device.run(workflow, each)).toList();
        double millis = (System.nanoTime() - start) / 1e6 / runs.size();
        Occurrences ran = new Occurrences(0, 0);
        BitSet reached = new BitSet();
        Map<String, Integer> unknown = new TreeMap<>();
        for (Execution run : runs) {
            ran = ran.plus(run.occurrences());
            run.coverage().reached().forEach(reached::set);
            run.uninterpreted().forEach(call -> unknown.merge(call.action(), 1, Integer::sum));
        }
        return new Row(
                file.getFileName().toString(),
                ran.executed(),
                ran.interpreted(),
                runs.getFirst().coverage().branches(),
                reached.cardinality(),
                millis,
                runs.getFirst().ending().kind().name().toLowerCase(Locale.ROOT),
                unknown);
    }

    private static String line(Row row) {
        StringBuilder unknown = new StringBuilder();
        row.uninterpreted()
                .forEach((action, calls) -> unknown.append(unknown.isEmpty() ? "  " : ", ")
                        .append(action)
                        .append(calls == 1 ? "" : " ×" + calls));
        return String.format(
                Locale.ROOT,
                "%-40s %5.1f %% of %4d statements, %3d of %3d branches, %7.2f ms, %s%s",
                row.file(),
                percent(row.interpreted(), row.executed()),
                row.executed(),
                row.reached(),
                row.branches(),
                row.millis(),
                row.ending(),
                unknown);
    }

    /** The sums, as a line of the same kind. */
    private void total(List<Row> rows) {
        int executed = rows.stream().mapToInt(Row::executed).sum();
        int interpreted = rows.stream().mapToInt(Row::interpreted).sum();
        int branches = rows.stream().mapToInt(Row::branches).sum();
        int reached = rows.stream().mapToInt(Row::reached).sum();
        List<Double> millis = rows.stream().map(Row::millis).sorted().toList();
        double median = millis.isEmpty() ? 0 : millis.get(millis.size() / 2);
        double slowest = millis.isEmpty() ? 0 : millis.getLast();
        if (json) {
            ObjectNode node = Json.object().put("files", rows.size());
            node.put("executed", executed).put("interpreted", interpreted);
            node.put("branches", branches).put("reached", reached);
            node.put("median_millis", median).put("slowest_millis", slowest);
            System.out.println(Json.write(node));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%d files: %.1f %% of %d statements that ran are interpreted, %.1f %% of %d branches reached,"
                        + " median %.2f ms a run, slowest file %.2f ms%n",
                rows.size(),
                percent(interpreted, executed),
                executed,
                percent(reached, branches),
                branches,
                median,
                slowest);
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 100 : 100.0 * part / whole;
    }
}
