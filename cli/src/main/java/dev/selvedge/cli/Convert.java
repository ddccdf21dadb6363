package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.Sidecar;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Workflow files as code, code as workflow files, either as a tree. */
@Command(
        name = "convert",
        aliases = "import",
        description = {
            "Converts workflows between their forms: Shortcut files (binary, XML or signed) and Python-style code.",
            "Code comes with a sidecar, NAME.sidecar.json, which holds what the code does not say; with it beside the"
                    + " code, --to shortcut gives the file back value for value."
        },
        mixinStandardHelpOptions = true)
final class Convert implements Callable<Integer> {
    /** What files are converted to. Lower case, as they are typed. */
    enum Form {
        code,
        shortcut,
        json
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "PATHS",
            description = "Files, or folders: of those the code for --to shortcut, else the workflow files.")
    private List<Path> paths = List.of();

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. json is the tree.")
    private Form form = Form.code;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for NAME.py and NAME.sidecar.json, NAME.shortcut or NAME.json; without it one file's"
                    + " code or tree is printed.")
    private @Nullable Path out;

    @Option(names = "--no-sidecar", description = "Writes no sidecars, and ignores those beside code.")
    private boolean noSidecar;

    @Option(names = "--dry-run", description = "Converts and reports, and writes nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON line a file on standard output, and one for the sum.")
    private boolean json;

    private final Catalog catalog = Catalog.bundled();

    /**
     * What became of a file.
     *
     * @param written contents by the endings of their names; empty where the file was refused
     * @param problems of the file, or the one sentence for which it was refused
     */
    private record Converted(Path file, String container, Map<String, byte[]> written, List<String> problems) {}

    @Override
    public Integer call() {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            files.addAll(files(path));
        }
        if (files.isEmpty()) {
            throw new UserException("There is no " + (form == Form.shortcut ? "code" : "workflow file") + " in "
                    + paths.getFirst() + ".");
        }
        boolean print = out == null && !dryRun;
        if (print && (files.size() > 1 || form == Form.shortcut)) {
            throw new UserException("Say with --out DIR where the converted files go.");
        }
        Path folder = out;
        if (folder != null && !dryRun) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw UserException.writing(folder, e);
            }
        }
        int converted = 0;
        Set<String> names = new HashSet<>();
        try (Progress progress = Progress.start("convert", files.size());
                ExecutorService workers =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Queue<Future<Converted>> open = new ArrayDeque<>();
            for (int next = 0; next < files.size() || !open.isEmpty(); ) {
                // A few files ahead of the one that is written, so that memory does not grow with their number.
                while (next < files.size() && open.size() < 16) {
                    Path file = files.get(next++);
                    open.add(workers.submit(() -> convert(file)));
                }
                converted += finish(done(open.remove()), names) ? 1 : 0;
                progress.advance(1);
            }
        }
        if (json) {
            System.out.println(
                    Json.write(Json.object().put("converted", converted).put("of", files.size())));
        } else if (!print) {
            System.out.println("converted " + converted + " of " + files.size());
        }
        return converted == files.size() ? 0 : Main.REFUSED;
    }

    private static Converted done(Future<Converted> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted; the files that were converted are kept.", e);
        }
    }

    private List<Path> files(Path path) {
        return form == Form.shortcut ? Source.files(path, Source::isCode, "code") : Source.files(path);
    }

    // ---- one file

    private Converted convert(Path file) {
        try {
            Source source = Source.read(file, catalog, !noSidecar);
            Reading reading = source.reading();
            String container =
                    reading == null ? "code" : reading.container().name().toLowerCase(Locale.ROOT);
            return new Converted(
                    file,
                    container,
                    switch (form) {
                        case code -> code(source);
                        case shortcut -> Map.of(".shortcut", shortcut(source));
                        case json -> Map.of(".json", utf8(json(source.workflow())));
                    },
                    source.problems().stream().map(Diagnostic::toString).toList());
        } catch (WorkflowFormatException e) {
            return refused(file, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // One file must not end the work on all the others.
            return refused(file, "This is a mistake in Selvedge, please report it with the file: " + e);
        }
    }

    private static Converted refused(Path file, String reason) {
        return new Converted(file, "", Map.of(), List.of(reason.replaceAll("\\R", " ")));
    }

    private static String json(Workflow workflow) {
        try {
            return Json.pretty(workflow) + "\n";
        } catch (IllegalArgumentException e) {
            throw new WorkflowFormatException("It cannot be a JSON tree: " + e.getMessage() + ".", e);
        }
    }

    /** The code, and its sidecar if it came from a file. The code is read back, so that what is written is sure to be. */
    private Map<String, byte[]> code(Source source) {
        String code = CodePrinter.print(source.workflow(), catalog);
        Reading reading = source.reading();
        if (noSidecar || reading == null) {
            return Map.of(".py", utf8(code));
        }
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog, reading.resources());
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new WorkflowFormatException(
                    "Its code does not read back: " + parsed.diagnostics().getFirst()
                            + " Without a sidecar (--no-sidecar) it can be had all the same.");
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(".py", utf8(code));
        files.put(
                Source.SIDECAR,
                utf8(Sidecar.of(reading.source(), workflow, catalog).json() + "\n"));
        return files;
    }

    /** A file stays what it is and becomes a binary property list; code takes its sidecar. */
    private byte[] shortcut(Source source) {
        Reading reading = source.reading();
        if (reading != null) {
            return WorkflowWriter.write(reading.source());
        }
        Sidecar sidecar = source.sidecar();
        return sidecar == null
                ? WorkflowWriter.write(source.workflow(), catalog)
                : WorkflowWriter.write(
                        sidecar.restore(source.workflow(), catalog).plist());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- what is said and written

    private boolean finish(Converted converted, Set<String> names) {
        boolean refused = converted.written().isEmpty();
        String written = "";
        Path folder = out;
        if (!refused && folder != null && !dryRun) {
            String name = unused(names, Source.stem(converted.file()));
            for (Map.Entry<String, byte[]> content : converted.written().entrySet()) {
                Path target = folder.resolve(name + content.getKey());
                AtomicFile.replace(target, content.getValue());
                written = written.isEmpty() ? target.toString() : written;
            }
        }
        if (json) {
            System.out.println(Json.write(line(converted, refused, written)));
        } else if (refused) {
            System.out.println(converted.file() + ": " + converted.problems().getFirst());
        } else {
            converted.problems().forEach(problem -> System.err.println(converted.file() + ": " + problem));
            if (folder == null && !dryRun) {
                System.out.print(
                        new String(converted.written().values().iterator().next(), StandardCharsets.UTF_8));
            }
        }
        return !refused;
    }

    private ObjectNode line(Converted converted, boolean refused, String written) {
        ObjectNode node = Json.object().put("file", converted.file().toString());
        if (refused) {
            return node.put("refused", converted.problems().getFirst());
        }
        node.put("container", converted.container());
        node.set("problems", Json.tree(converted.problems()));
        if (!written.isEmpty()) {
            node.put("written", written);
        } else if (!dryRun) {
            String text = new String(converted.written().values().iterator().next(), StandardCharsets.UTF_8);
            node.put(form.name(), text);
        }
        return node;
    }

    private static String unused(Set<String> names, String stem) {
        String name = stem;
        for (int n = 2; !names.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = stem + "-" + n;
        }
        return name;
    }
}
