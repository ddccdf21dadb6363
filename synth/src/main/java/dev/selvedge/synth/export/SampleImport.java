package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What import does with a record of WorkflowBench that is to become a {@link Sample}: its code is mended where the
 * damage is known, translated into our dialect, and parsed; a record whose code is no workflow then is refused with the
 * parser's first finding. A plain value that holds nothing open, for any stage of records.
 */
public record SampleImport() implements RecordStage.Work<Line, Exported>, Serializable {
    /** Samples of files have no split of their own; all are for training. */
    private static final Split TRAINING = new Split(0, Set.of(), 0);

    @Override
    public Outcome<Exported> on(Line line) {
        String text = line.text();
        if (text == null) {
            return Outcome.reject("bad-line", line.problem());
        }
        try {
            Sample sample = sample(line.place(), BenchRecord.read(ChatRow.object(text)));
            return Outcome.keep(new Exported((ObjectNode) Json.tree(sample), List.of()));
        } catch (UnfitRow e) {
            return e.outcome();
        }
    }

    private static Sample sample(String place, BenchRecord record) {
        Catalog catalog = Catalog.bundled();
        String code = BenchCode.repaired(record.code());
        Workflow workflow = workflow(BenchTranslation.of(code, record.apis(), catalog, false));
        Workflow commented = workflow(BenchTranslation.of(code, record.apis(), catalog, true));
        Annotation annotation = new Annotation(
                CodePrinter.print(workflow, catalog),
                CodePrinter.print(commented, catalog),
                record.taskPlan(),
                record.query());
        Origin origin = Origin.file(record.key().isEmpty() ? place : record.key());
        return Sample.of(workflow, origin, TRAINING, annotation, "workflowbench", 0);
    }

    private static Workflow workflow(String code) {
        CodeParser.Parsed parsed = CodeParser.parse(code, Catalog.bundled());
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            String error = parsed.diagnostics().stream()
                    .filter(finding -> finding.severity() == Diagnostic.Severity.ERROR)
                    .map(Diagnostic::toString)
                    .findFirst()
                    .orElse("it does not parse");
            throw new UnfitRow("no-workflow", "", "the code is no workflow: " + error.replaceFirst("\\.$", ""));
        }
        return workflow;
    }
}
