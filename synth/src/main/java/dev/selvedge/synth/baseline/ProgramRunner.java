package dev.selvedge.synth.baseline;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs that a model wrote: workflows in the dialect, on the virtual device, from an input to the output that they
 * give back. It stands where Absolute Zero has a Python interpreter. Nothing of the host is touched, and steps, depth,
 * text and time are bounded by the device's limits.
 *
 * <p>A program has to give the same output in several worlds (other clocks, settings, random numbers), where the published
 * code repeats it in one; and what the device does not interpret has no value, so a program that calls it gives none.
 *
 * @param catalog of the actions that a program may call
 * @param device that runs it
 * @param worlds in which it is run, at least 1
 */
public record ProgramRunner(Catalog catalog, Device device, int worlds) {
    /** Most characters of a program, an input or an output. */
    public static final int MOST_CHARACTERS = 2_000;

    private static final Limits LIMITS = new Limits(2_000, 20, 40_000, 0, 5_000);

    public ProgramRunner {
        if (worlds < 1) {
            throw new IllegalArgumentException("programs are run in " + worlds + " worlds");
        }
    }

    /** Over the bundled catalogue, with limits for small programs. */
    public static ProgramRunner bundled(int worlds) {
        Catalog catalog = Catalog.bundled();
        return new ProgramRunner(catalog, new Device(catalog, LIMITS), worlds);
    }

    /** Whether a text is a program, whatever it does. */
    public boolean parses(String program) {
        return program.length() <= MOST_CHARACTERS && read(program) != null;
    }

    private @Nullable Workflow read(String program) {
        return CodeParser.parse(program, catalog).workflow();
    }

    /**
     * What a program gives back.
     *
     * @return the output; refused for {@code too-long}, {@code no-program}, {@code not-interpreted}, {@code fault}, {@code
     *     over-limit}, {@code no-output} or {@code not-deterministic}; postponed where it went beyond what the device can
     *     follow, which says nothing of the program
     */
    public Outcome<String> run(String program, String input) {
        if (program.length() > MOST_CHARACTERS || input.length() > MOST_CHARACTERS) {
            return Outcome.reject("too-long", "Programs and inputs have at most " + MOST_CHARACTERS + " characters.");
        }
        Workflow workflow = read(program);
        return workflow == null
                ? Outcome.reject("no-program", "The text is no program of the dialect.")
                : run(workflow, input);
    }

    private Outcome<String> run(Workflow workflow, String input) {
        Set<String> outputs = new HashSet<>();
        for (int world = 0; world < worlds; world++) {
            Outcome<String> one = run(workflow, Scenario.seeded(world).given(List.of(content(input))));
            if (!(one instanceof Outcome.Kept<String>(List<String> output))) {
                return one;
            }
            outputs.addAll(output);
        }
        return outputs.size() == 1
                ? Outcome.keep(outputs.iterator().next())
                : Outcome.reject("not-deterministic", "The output differs from world to world.");
    }

    private Outcome<String> run(Workflow workflow, Scenario scenario) {
        Execution execution = device.run(workflow, scenario);
        String output = execution.output();
        return switch (execution.ending().kind()) {
            case DEADLINE ->
                Outcome.postpone("The program went beyond " + execution.ending().reason() + ".");
            case LIMIT ->
                Outcome.reject(
                        "over-limit",
                        "The program reached " + execution.ending().reason() + ".");
            case FAULT, CANCELLED ->
                Outcome.reject(
                        "fault", "The program failed: " + execution.ending().reason());
            case FINISHED, EXITED -> {
                if (!execution.uninterpreted().isEmpty()) {
                    yield Outcome.reject(
                            "not-interpreted",
                            "Nobody knows what "
                                    + execution.uninterpreted().getFirst().action() + " gives.");
                }
                yield output == null || output.isBlank()
                        ? Outcome.reject("no-output", "The program gives nothing back.")
                        : output.length() > MOST_CHARACTERS
                                ? Outcome.reject("too-long", "The output has " + output.length() + " characters.")
                                : Outcome.keep(output.strip());
            }
        };
    }

    private static Scenario.Content content(String input) {
        boolean number = input.strip().matches("[-+]?\\d{1,15}(\\.\\d{1,15})?");
        return new Scenario.Content(number ? ContentType.NUMBER : ContentType.TEXT, input.strip());
    }
}
