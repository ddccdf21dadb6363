package dev.selvedge.recipes;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowFormatException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A workflow that was read from a file.
 *
 * @param file name of the file
 * @param container what kind of file it is
 * @param code the workflow as code
 * @param statements number of statements, comments aside
 * @param actions how often each action is called, by identifier; what the code writes as Python is not a call
 * @param interpreted how many of the statements the device interprets
 * @param problems what was mended or is missing, a sentence each
 */
public record Collected(
        String file,
        String container,
        String code,
        int statements,
        SortedMap<String, Integer> actions,
        int interpreted,
        List<String> problems) {
    public Collected {
        actions = new TreeMap<>(actions);
        problems = List.copyOf(problems);
    }

    /** Reads a file; what cannot be read is rejected with a sentence. */
    static Outcome<Collected> read(WorkflowFile file, Catalog catalog) {
        try {
            Reading reading = file.reader().apply(catalog);
            Workflow workflow = reading.workflow();
            if (workflow.body().isEmpty()) {
                return Outcome.reject("empty", file.name() + " has no actions.");
            }
            Collected collected = of(file.name(), reading, catalog);
            CodeParser.Parsed parsed = CodeParser.parse(collected.code, catalog);
            return parsed.workflow() == null
                    ? Outcome.reject(
                            "code",
                            "The code of " + file.name() + " does not read back: "
                                    + parsed.diagnostics().getFirst())
                    : Outcome.keep(collected);
        } catch (WorkflowFormatException e) {
            return Outcome.reject("unreadable", String.valueOf(e.getMessage()));
        }
    }

    private static Collected of(String name, Reading reading, Catalog catalog) {
        SortedMap<String, Integer> actions = new TreeMap<>();
        int statements = 0;
        int interpreted = 0;
        for (Place place : Place.of(reading.workflow())) {
            if (place.statement() instanceof Statement.Comment) {
                continue;
            }
            statements++;
            if (place.statement() instanceof Statement.Call call) {
                actions.merge(call.action(), 1, Integer::sum);
                interpreted += Device.interprets(call.action()) ? 1 : 0;
            } else {
                interpreted++;
            }
        }
        return new Collected(
                name,
                reading.container().name().toLowerCase(Locale.ROOT),
                CodePrinter.print(reading.workflow(), catalog),
                statements,
                actions,
                interpreted,
                reading.problems().stream().map(Object::toString).toList());
    }

    /** The tree that the code says. */
    Workflow workflow(Catalog catalog) {
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new IllegalStateException(file + " does not parse back: " + parsed.diagnostics());
        }
        return workflow;
    }
}
