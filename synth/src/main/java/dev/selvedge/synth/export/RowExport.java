package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What export does with a line: a sample, a row of a run, or a conversation becomes a row of another form. A plain value
 * that holds nothing open, for any stage of records.
 *
 * @param form to write
 * @param rendering how samples become rows
 * @param part the part of the data that is wanted, of samples and rows that say theirs; null for all
 * @param limit how long a row may be
 */
public record RowExport(Form form, Rendering rendering, Split.@Nullable Part part, Limit limit)
        implements RecordStage.Work<Line, Exported>, Serializable {
    /** The reason of rows that are of a part that is not wanted. */
    public static final String OTHER_PART = "other-part";

    @Override
    public Outcome<Exported> on(Line line) {
        String text = line.text();
        if (text == null) {
            return Outcome.reject("bad-line", line.problem());
        }
        try {
            return Outcome.keep(exported(line.place(), ChatRow.object(text)));
        } catch (UnfitRow e) {
            return e.outcome();
        }
    }

    private Exported exported(String place, ObjectNode line) {
        JsonNode sample = line.has("sample") && line.has("row") ? line.path("sample") : line;
        if (sample.has("annotatedCode")) {
            return exported(record(sample, Sample.class), line.path("row"));
        }
        if (line.has("target") && line.has("offered")) {
            SftRow row = record(line, SftRow.class);
            wanted(row.split());
            return written(Rendering.row(row));
        }
        return written(
                BenchRecord.looksLike(line) ? Form.WORKFLOWBENCH.read(place, line) : ChatForms.read(place, line));
    }

    /** @param row that the run made of the sample, missing where there is none */
    private Exported exported(Sample sample, JsonNode row) {
        wanted(sample.split());
        if (form == Form.WORKFLOWBENCH) {
            return new Exported((ObjectNode) Json.tree(BenchRecord.of(sample)), List.of());
        }
        boolean made = row.isObject() && rendering.equals(Rendering.OURS);
        return written(made ? Rendering.row(record(row, SftRow.class)) : rendering.row(sample, Catalog.bundled()));
    }

    private Exported written(ChatRow row) {
        limit.check(row);
        return form.write(row);
    }

    private void wanted(Split.Part of) {
        if (part != null && part != of) {
            throw new UnfitRow(
                    OTHER_PART,
                    "",
                    "the row is of the part " + Json.tree(of).stringValue() + ", and "
                            + Json.tree(part).stringValue() + " is wanted");
        }
    }

    private static <T> T record(JsonNode node, Class<T> type) {
        try {
            return Json.read(node.toString(), type);
        } catch (JacksonException e) {
            throw new UnfitRow("bad-row", "", "the row is no " + type.getSimpleName() + ": " + e.getOriginalMessage());
        }
    }
}
