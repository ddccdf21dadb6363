package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowReader;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks workflow code against the catalogue. Exit codes: 0 clean, 1 something was found, 2 could not be checked. */
@Command(
        name = "check",
        description = {
            "Checks workflow code against the catalogue: a line FILE:LINE:COLUMN: message; hint for each finding.",
            "Workflow files are checked as the code that they are written as."
        },
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILES", description = "Code, workflow files, or folders of both.")
    private List<Path> paths = List.of();

    @Option(names = "--json", description = "One JSON line a file on standard output.")
    private boolean json;

    @Mixin
    private KnownActions known = new KnownActions();

    @Override
    public Integer call() {
        Catalog catalog = known.catalog();
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            files.addAll(Source.files(
                    path,
                    file -> Source.isCode(file) || WorkflowReader.looksLikeWorkflow(file),
                    "code or workflow files"));
        }
        int exit = 0;
        for (Path file : files) {
            try {
                List<Diagnostic> found = diagnostics(file, catalog);
                report(file, found);
                exit = Math.max(exit, found.isEmpty() ? 0 : Main.REFUSED);
            } catch (WorkflowFormatException e) {
                refuse(file, e);
                exit = Main.FAILED;
            }
        }
        return exit;
    }

    private static List<Diagnostic> diagnostics(Path file, Catalog catalog) {
        if (Source.isCode(file)) {
            return CodeParser.parse(Source.text(file, PythonTree.MAX_BYTES), catalog)
                    .diagnostics();
        }
        Reading reading = WorkflowReader.read(file, catalog);
        List<Diagnostic> found = new ArrayList<>(reading.problems());
        found.addAll(CodeParser.parse(CodePrinter.print(reading.workflow(), catalog), catalog)
                .diagnostics());
        return found;
    }

    private void report(Path file, List<Diagnostic> found) {
        if (!json) {
            found.forEach(diagnostic -> System.out.println(line(file, diagnostic)));
            return;
        }
        ObjectNode node = Json.object().put("file", file.toString());
        ArrayNode list = node.putArray("diagnostics");
        for (Diagnostic diagnostic : found) {
            list.addObject()
                    .put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
                    .put("line", diagnostic.line())
                    .put("column", diagnostic.column())
                    .put("message", diagnostic.message())
                    .put("hint", diagnostic.hint());
        }
        System.out.println(Json.write(node));
    }

    private static String line(Path file, Diagnostic diagnostic) {
        String place = diagnostic.line() > 0 ? ":" + diagnostic.line() + ":" + diagnostic.column() : "";
        String severity = diagnostic.severity() == Diagnostic.Severity.WARNING ? "warning: " : "";
        String said = file + place + ": " + severity;
        String hint = diagnostic.hint();
        if (hint.isEmpty()) {
            return said + diagnostic.message();
        }
        return said + diagnostic.message().replaceFirst("\\.$", "") + "; "
                + hint.substring(0, 1).toLowerCase(Locale.ROOT) + hint.substring(1);
    }

    private void refuse(Path file, WorkflowFormatException e) {
        if (json) {
            System.out.println(
                    Json.write(Json.object().put("file", file.toString()).put("refused", e.getMessage())));
        } else {
            System.err.println(file + ": " + e.getMessage());
        }
    }
}
