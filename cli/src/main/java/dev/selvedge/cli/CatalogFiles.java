package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.catalog.CatalogFile;
import dev.selvedge.workflow.catalog.CatalogFormatException;
import dev.selvedge.workflow.catalog.CatalogImport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads catalogues of other forms and writes one of ours. */
@Command(
        name = "import",
        description = {
            "Reads catalogues and writes them as one of our own format. Read are macOS actions property lists, App",
            "Intents metadata, SiriKit intent definitions, OpenAPI 3 documents (JSON and YAML), MCP tool lists, lists of",
            "JSON-schema functions, and catalogues of our own; the form is told by the content."
        },
        mixinStandardHelpOptions = true)
final class CatalogFiles implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILES", description = "Files of any of these forms.")
    private List<Path> files = List.of();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The catalogue to write.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    private final ObjectNode report = Json.object();
    private final ArrayNode entries = report.putArray("files");
    private final List<String> collisions = new ArrayList<>();
    private Catalog catalog = new Catalog(List.of());

    @Override
    public Integer call() {
        int read = 0;
        for (Path file : files) {
            read += read(file) ? 1 : 0;
        }
        if (read > 0) {
            AtomicFile.write(out, CatalogFile.write(catalog));
        }
        if (json) {
            report.set("collisions", Json.tree(collisions));
            report.put("actions", catalog.actions().size());
            if (read > 0) {
                report.put("written", out.toString());
            }
            System.out.println(Json.write(report));
        } else {
            collisions.forEach(System.err::println);
            System.out.println("imported " + read + " of " + files.size() + ": "
                    + catalog.actions().size() + " actions" + (read > 0 ? " written to " + out : ""));
        }
        return read == files.size() ? 0 : Main.REFUSED;
    }

    private boolean read(Path file) {
        ObjectNode entry = entries.addObject().put("file", file.toString());
        CatalogImport.Imported imported;
        try {
            imported = CatalogImport.read(file);
        } catch (CatalogFormatException e) {
            entry.put("refused", e.getMessage());
            if (!json) {
                System.out.println(file + ": " + e.getMessage());
            }
            return false;
        }
        Catalog.Merged merged = catalog.plus(imported.catalog());
        catalog = merged.catalog();
        merged.collisions().forEach(collision -> collisions.add(file + ": " + collision));
        entry.put("form", imported.form().words());
        entry.put("actions", imported.catalog().actions().size());
        entry.set(
                "problems",
                Json.tree(imported.problems().stream().map(Diagnostic::message).toList()));
        if (!json) {
            System.out.println(file + ": " + imported.catalog().actions().size() + " actions of a "
                    + imported.form().words());
            imported.problems().forEach(problem -> System.err.println(file + ": " + problem));
        }
        return true;
    }
}
