package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.diagram.Diagram;
import dev.selvedge.workflow.diagram.Outline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a workflow in one of its forms. */
@Command(
        name = "workflow",
        description = "Shows a workflow, a Shortcut file or code, in one of its forms.",
        mixinStandardHelpOptions = true)
final class ShowWorkflow implements Callable<Integer> {
    /** Forms of a workflow. Lower case, as they are typed. */
    enum Form {
        code,
        tree,
        json,
        diagram,
        svg;

        String of(Workflow workflow) {
            Catalog catalog = Catalog.bundled();
            return switch (this) {
                case code -> CodePrinter.print(workflow, catalog);
                case tree -> Outline.of(workflow);
                case json -> Json.pretty(workflow) + "\n";
                case diagram -> Diagram.of(workflow, catalog).toText();
                case svg -> Diagram.of(workflow, catalog).toSvg();
            };
        }
    }

    @Parameters(paramLabel = "FILE", description = "A Shortcut file, or code (.py).")
    private Path file = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. A diagram is text; svg is its drawing.")
    private Form form = Form.code;

    @Option(names = "--json", description = "The same as --as json.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes it there instead; a diagram to a name that ends in .svg is drawn.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        boolean drawn = form == Form.diagram && out != null && out.toString().endsWith(".svg");
        Form shown = json ? Form.json : drawn ? Form.svg : form;
        String text = shown.of(Source.workflow(file, Catalog.bundled()));
        if (out == null) {
            System.out.print(text.endsWith("\n") ? text : text + "\n");
        } else {
            AtomicFile.write(out, text);
        }
        return 0;
    }
}
