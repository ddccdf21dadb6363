package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs workflows on the virtual device and shows what they do. */
@Command(
        name = "run",
        description = "Runs workflow files (Shortcuts or .py code) on the virtual device and shows what they do.",
        mixinStandardHelpOptions = true)
final class DeviceRun implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Workflow files, or folders of them.")
    private List<Path> paths = List.of();

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "The world it runs in, as JSON; what it leaves out is drawn from the seed.")
    private @Nullable Path scenario;

    @Option(names = "--seed", paramLabel = "N", description = "Of the world; default: the scenario's, else 1.")
    private @Nullable Long seed;

    @Option(
            names = "--with",
            paramLabel = "FILES",
            split = ",",
            description = "Other workflows on the device, which Run Shortcut can run by their names.")
    private List<Path> library = List.of();

    @Option(names = "--trace", description = "Shows every step: statement, inputs, result, effects.")
    private boolean trace;

    @Option(names = "--trajectory", description = "Prints the run as a trajectory, one JSON value a file.")
    private boolean trajectory;

    @Option(names = "--coverage", description = "A line a file: interpreted share, branches, steps, time, ending.")
    private boolean coverage;

    @Option(names = "--json", description = "One JSON value a file on standard output.")
    private boolean json;

    private final Catalog catalog = Catalog.bundled();

    @Override
    public Integer call() {
        List<Path> files = new ArrayList<>();
        paths.forEach(path -> files.addAll(Source.files(path)));
        if (files.isEmpty()) {
            throw new UserException("There is no file in " + paths.getFirst() + ".");
        }
        Scenario world = World.of(scenario, seed);
        Map<String, Workflow> others = new LinkedHashMap<>();
        library.forEach(path -> others.put(Source.stem(path), Source.workflow(path, catalog)));
        Device device = new Device(catalog, Limits.STANDARD).with(others);
        return coverage ? new DeviceCoverage(device, world, json).print(files) : print(files, device, world);
    }

    private int print(List<Path> files, Device device, Scenario world) {
        int refused = 0;
        for (Path file : files) {
            Workflow workflow;
            try {
                workflow = Source.workflow(file, catalog);
            } catch (UserException e) {
                if (files.size() == 1) {
                    throw e;
                }
                System.err.println(e.getMessage());
                refused++;
                continue;
            }
            Execution execution = trace || trajectory ? device.trace(workflow, world) : device.run(workflow, world);
            if (files.size() > 1 && !json && !trajectory) {
                System.out.println(file + ":");
            }
            show(file, workflow, execution, world);
        }
        return refused == 0 ? 0 : Main.REFUSED;
    }

    private void show(Path file, Workflow workflow, Execution execution, Scenario world) {
        if (trajectory) {
            String question = workflow.name().isEmpty() ? Source.stem(file) : workflow.name();
            System.out.println(Json.write(execution.trajectory(Source.stem(file), question, world, catalog)));
        } else if (json) {
            System.out.println(Json.pretty(execution));
        } else {
            System.out.print(new DeviceScreen(catalog).of(execution));
        }
    }
}
