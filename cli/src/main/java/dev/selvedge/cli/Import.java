package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Reads workflow files and writes them as Python-style code. */
@Command(
        name = "import",
        description = "Reads workflow files (binary, XML or signed Shortcuts) and writes them as Python-style code.",
        mixinStandardHelpOptions = true)
final class Import implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILES", description = "Files, or folders of files.")
    private List<Path> paths = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for NAME.py; without it one file is printed.")
    private @Nullable Path out;

    @Option(names = "--json", description = "One JSON line a file on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        List<Path> files = new ArrayList<>();
        paths.forEach(path -> files.addAll(files(path)));
        if (files.isEmpty()) {
            throw new UserException("There is no file in " + paths.getFirst() + ".");
        }
        Path folder = out;
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw UserException.writing(folder, e);
            }
        }
        int converted = 0;
        Set<String> names = new HashSet<>();
        try (Progress progress = Progress.start("import", files.size())) {
            for (Path file : files) {
                converted += convert(file, folder, names, files.size() == 1) ? 1 : 0;
                progress.advance(1);
            }
        }
        if (!json && (folder != null || files.size() > 1)) {
            System.out.println("converted " + converted + " of " + files.size());
        }
        return converted == files.size() ? 0 : Main.REFUSED;
    }

    /** The files at a path: itself, or all regular files below a folder, in order of name. */
    static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw UserException.reading(path, e);
        }
    }

    private boolean convert(Path file, @Nullable Path folder, Set<String> names, boolean only) {
        Reading reading;
        try {
            reading = WorkflowReader.read(file);
        } catch (WorkflowFormatException e) {
            refuse(file, String.valueOf(e.getMessage()));
            return false;
        }
        String code = CodePrinter.print(reading.workflow(), Catalog.bundled());
        String written = "";
        if (folder != null) {
            Path target = folder.resolve(unused(names, stem(file)) + ".py");
            AtomicFile.write(target, code);
            written = target.toString();
        } else if (only && !json) {
            System.out.print(code);
        }
        report(file, reading, code, written);
        return true;
    }

    private void refuse(Path file, String reason) {
        if (json) {
            System.out.println(
                    Json.write(Json.object().put("file", file.toString()).put("refused", reason)));
        } else {
            System.out.println(file + ": " + reason);
        }
    }

    private void report(Path file, Reading reading, String code, String written) {
        if (json) {
            ObjectNode node = Json.object().put("file", file.toString());
            node.put("container", reading.container().name().toLowerCase(java.util.Locale.ROOT));
            node.set(
                    "problems",
                    Json.tree(reading.problems().stream()
                            .map(Diagnostic::toString)
                            .toList()));
            if (written.isEmpty()) {
                node.put("code", code);
            } else {
                node.put("written", written);
            }
            System.out.println(Json.write(node));
        } else {
            reading.problems().forEach(problem -> System.err.println(file + ": " + problem));
        }
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String unused(Set<String> names, String stem) {
        String name = stem;
        for (int n = 2; !names.add(name); n++) {
            name = stem + "-" + n;
        }
        return name;
    }
}
