package dev.selvedge.synth.collect;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.file.ActionCounts;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was read from a file.
 *
 * @param file name of the file
 * @param listing what stands beside the file
 * @param container what kind of file it is: {@code binary}, {@code xml}, {@code signed} or {@code code}
 * @param code the workflow as code
 * @param statements number of statements, comments aside
 * @param actions how often each action is called, by identifier; what the code writes as Python is not a call
 * @param interpreted how many of the statements the device interprets
 * @param counts of the file's list of actions
 * @param blobs number of values that are bytes
 * @param content equal for workflows that do the same, statement by statement ({@link Canonical})
 * @param skeleton equal for workflows that differ in literals, names and comparisons alone ({@link Skeleton#hash})
 * @param problems what was mended or is missing, a sentence each
 */
public record Collected(
        String file,
        Listing listing,
        String container,
        String code,
        int statements,
        SortedMap<String, Integer> actions,
        int interpreted,
        ActionCounts counts,
        int blobs,
        String content,
        String skeleton,
        List<String> problems) {
    public Collected {
        actions = new TreeMap<>(actions);
        problems = List.copyOf(problems);
    }

    /** What a file's bytes give, whatever its form. */
    private record Read(Workflow workflow, String container, List<Diagnostic> problems, ActionCounts counts) {}

    /** Reads a file; what cannot be read is rejected with a {@link Refusal} and a sentence. */
    public static Outcome<Collected> read(WorkflowFile file, Catalog catalog) {
        if (file.content() instanceof WorkflowFile.Content.Refused(Refusal reason, String sentence)) {
            return Outcome.reject(reason, "", sentence);
        }
        try {
            byte[] bytes = bytes(file);
            Read read = file.isCode() ? code(bytes, catalog) : file(bytes, catalog);
            Collected collected = of(file, read, catalog);
            if (collected.statements == 0) {
                return Outcome.reject(Refusal.EMPTY, "", file.name() + " has no actions.");
            }
            CodeParser.Parsed parsed = CodeParser.parse(collected.code, catalog);
            return parsed.workflow() == null
                    ? Outcome.reject(
                            Refusal.CODE,
                            "",
                            "The code of " + file.name() + " does not read back: "
                                    + parsed.diagnostics().getFirst())
                    : Outcome.keep(collected);
        } catch (WorkflowFormatException e) {
            return Outcome.reject(Refusal.UNREADABLE, "", String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // One file must not end the work on all the others.
            return Outcome.reject(
                    Refusal.FAULT, "", "This is a mistake in Selvedge, please report it with the file: " + e);
        }
    }

    private static byte[] bytes(WorkflowFile file) {
        return switch (file.content()) {
            case WorkflowFile.Content.OnDisk(String path) -> WorkflowReader.bytes(Path.of(path));
            case WorkflowFile.Content.Bytes(byte[] bytes) -> bytes;
            case WorkflowFile.Content.Refused refused -> throw new IllegalArgumentException(refused.sentence());
        };
    }

    private static Read file(byte[] bytes, Catalog catalog) {
        Reading reading = WorkflowReader.read(bytes, catalog);
        return new Read(
                reading.workflow(),
                reading.container().name().toLowerCase(Locale.ROOT),
                reading.problems(),
                ActionCounts.of(reading.source()));
    }

    private static Read code(byte[] bytes, Catalog catalog) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WorkflowFormatException("It is no text in UTF-8.", e);
        }
        CodeParser.Parsed parsed = CodeParser.parse(text, catalog);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new WorkflowFormatException("The code is no workflow: " + firstError(parsed.diagnostics()));
        }
        return new Read(workflow, "code", parsed.diagnostics(), ActionCounts.of(workflow, catalog));
    }

    private static @Nullable Diagnostic firstError(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                .findFirst()
                .orElse(null);
    }

    private static Collected of(WorkflowFile file, Read read, Catalog catalog) {
        SortedMap<String, Integer> actions = new TreeMap<>();
        int statements = 0;
        int interpreted = 0;
        for (Place place : Place.of(read.workflow)) {
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
        Canonical canonical = new Canonical(read.workflow);
        return new Collected(
                file.name(),
                file.listing(),
                read.container,
                CodePrinter.print(read.workflow, catalog),
                statements,
                actions,
                interpreted,
                read.counts,
                canonical.blobs(),
                canonical.hash(),
                Skeleton.of(read.workflow).hash(),
                read.problems.stream().map(Object::toString).toList());
    }

    /** The tree that the code says. */
    public Workflow workflow(Catalog catalog) {
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new IllegalStateException(file + " does not parse back: " + parsed.diagnostics());
        }
        return workflow;
    }
}
