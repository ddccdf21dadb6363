package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.Sidecar;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowReader;
import dev.selvedge.workflow.python.PythonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that a user names: a Shortcut file, or code with or without its sidecar.
 *
 * @param problems of the file, or warnings of the code
 * @param reading what the file gave, null for code
 * @param sidecar of the code, null without one
 */
record Source(
        Workflow workflow,
        List<Diagnostic> problems,
        @Nullable Reading reading,
        @Nullable Sidecar sidecar) {
    static final String SIDECAR = ".sidecar.json";
    private static final String CODE = ".py";
    private static final long LARGEST_SIDECAR = 256L << 20;

    static boolean isCode(Path file) {
        return file.toString().endsWith(CODE);
    }

    /**
     * Reads a file of either form.
     *
     * @throws UserException if it is no workflow; the sentence names the file
     */
    static Source read(Path file, Catalog catalog) {
        try {
            return read(file, catalog, true);
        } catch (WorkflowFormatException e) {
            throw new UserException(file + ": " + e.getMessage(), e);
        }
    }

    /** The workflow of a file of either form; what is wrong with it goes to standard error. */
    static Workflow workflow(Path file, Catalog catalog) {
        Source source = read(file, catalog);
        source.problems().forEach(problem -> System.err.println(file + ": " + problem));
        return source.workflow();
    }

    /**
     * Reads a file of either form.
     *
     * @param withSidecar whether code takes the sidecar beside it, if there is one
     * @throws WorkflowFormatException if it is no workflow; the sentence does not name the file
     */
    static Source read(Path file, Catalog catalog, boolean withSidecar) {
        if (!isCode(file)) {
            Reading reading = WorkflowReader.read(file, catalog);
            return new Source(reading.workflow(), reading.problems(), reading, null);
        }
        Path beside = sidecar(file);
        Sidecar sidecar =
                withSidecar && Files.isRegularFile(beside) ? Sidecar.read(text(beside, LARGEST_SIDECAR)) : null;
        Map<String, byte[]> resources = sidecar == null ? Map.of() : sidecar.resources();
        CodeParser.Parsed parsed = CodeParser.parse(text(file, PythonTree.MAX_BYTES), catalog, resources);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new WorkflowFormatException("The code is no workflow: " + errors(parsed.diagnostics()));
        }
        return new Source(workflow, parsed.diagnostics(), null, sidecar);
    }

    /**
     * The file at a path, or those below a folder that are wanted, in order of name. Those that are passed over are
     * counted on standard error.
     *
     * @param kind what is wanted, for that sentence
     */
    static List<Path> files(Path path, Predicate<Path> wanted, String kind) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> all = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.toString().endsWith(SIDECAR))
                    .sorted()
                    .toList();
            List<Path> files = all.stream().filter(wanted).toList();
            if (files.size() < all.size()) {
                System.err.println("In " + path + " " + (all.size() - files.size()) + " of " + all.size()
                        + " files are passed over; they are no " + kind + ".");
            }
            return files;
        } catch (IOException e) {
            throw UserException.reading(path, e);
        }
    }

    /** The workflow files at a path: itself, or those below a folder. */
    static List<Path> files(Path path) {
        return files(path, WorkflowReader::looksLikeWorkflow, "workflow files");
    }

    /** A file's name without its ending. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Where the sidecar of a code is. */
    static Path sidecar(Path code) {
        String name = code.getFileName().toString();
        return code.resolveSibling(name.substring(0, name.length() - CODE.length()) + SIDECAR);
    }

    private static String errors(List<Diagnostic> diagnostics) {
        List<Diagnostic> errors = diagnostics.stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .toList();
        return errors.getFirst() + (errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)");
    }

    /** @throws WorkflowFormatException if it has more bytes than that, or is no text, or cannot be read */
    static String text(Path file, long most) {
        try {
            if (Files.size(file) > most) {
                throw new WorkflowFormatException("It has more than " + most + " bytes, which are not read.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WorkflowFormatException("It is no text in UTF-8.", e);
        } catch (IOException e) {
            throw new WorkflowFormatException(
                    String.valueOf(UserException.reading(file, e).getMessage()), e);
        }
    }
}
