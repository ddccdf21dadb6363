package dev.selvedge.cluster;

import dev.selvedge.core.Json;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.collect.WorkflowFile.Content;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.Sidecar;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * A workflow file as code, without loss.
 *
 * @param file its name
 * @param code the workflow
 * @param sidecar what the code does not say; the two give the file back value for value
 */
public record Transcribed(String file, String code, JsonNode sidecar) {
    /** Transcribes a file; what cannot be read, or does not read back, is rejected. */
    static Outcome<Transcribed> of(WorkflowFile file, Catalog catalog) {
        try {
            Reading reading = switch (file.content()) {
                case Content.OnDisk(String path) -> WorkflowReader.read(Path.of(path), catalog);
                case Content.Bytes(byte[] bytes) -> WorkflowReader.read(bytes, catalog);
                case Content.Refused(var reason, String sentence) -> throw new WorkflowFormatException(sentence);
            };
            String code = CodePrinter.print(reading.workflow(), catalog);
            CodeParser.Parsed parsed = CodeParser.parse(code, catalog, reading.resources());
            Workflow workflow = parsed.workflow();
            if (workflow == null) {
                return Outcome.reject(
                        "code",
                        "Its code does not read back: " + parsed.diagnostics().getFirst());
            }
            String sidecar = Sidecar.of(reading.source(), workflow, catalog).json();
            return Outcome.keep(new Transcribed(file.name(), code, Json.parse(sidecar)));
        } catch (WorkflowFormatException e) {
            return Outcome.reject("unreadable", String.valueOf(e.getMessage()));
        }
    }
}
