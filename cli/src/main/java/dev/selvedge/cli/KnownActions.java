package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.CatalogFormatException;
import dev.selvedge.workflow.catalog.CatalogImport;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that adds catalogues to the bundled one. */
final class KnownActions {
    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "A catalogue to know beside the bundled one, in any form that import reads; may be repeated.")
    private List<Path> files = List.of();

    /** The bundled catalogue with what the files add; collisions and what could not be read are told on standard error. */
    Catalog catalog() {
        Catalog catalog = Catalog.bundled();
        for (Path file : files) {
            Catalog.Merged merged = catalog.plus(imported(file).catalog());
            merged.collisions().forEach(collision -> System.err.println(file + ": " + collision));
            catalog = merged.catalog();
        }
        return catalog;
    }

    private static CatalogImport.Imported imported(Path file) {
        try {
            CatalogImport.Imported imported = CatalogImport.read(file);
            imported.problems().forEach(problem -> System.err.println(file + ": " + problem));
            return imported;
        } catch (CatalogFormatException e) {
            throw new UserException(file + ": " + e.getMessage(), e);
        }
    }
}
