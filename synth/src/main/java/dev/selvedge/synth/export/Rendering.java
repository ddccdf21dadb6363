package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.SftRow;
import dev.selvedge.workflow.Catalog;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a sample becomes a row to learn from.
 *
 * @param paper whether as in WorkflowLLM's paper, see {@link PaperRow}; else as our own models are asked, see {@link
 *     SftRow}
 * @param plan whether the answer begins with the plan; the paper's always does
 * @param comments whether our rows have commented code; the paper's always do
 */
public record Rendering(boolean paper, boolean plan, boolean comments) implements Serializable {
    /** Our own rows: plan, and code without comments. */
    public static final Rendering OURS = new Rendering(false, true, false);

    /** The paper's rows. */
    public static final Rendering PAPER = new Rendering(true, true, true);

    /** The row of a sample, with its id and split beside it. Our own offers the sample's actions and no others. */
    public ChatRow row(Sample sample, Catalog catalog) {
        if (!paper) {
            SftRow.Format format = new SftRow.Format(plan, comments, 0);
            return row(SftRow.of(sample, format, catalog, List.of(), sample.seed()));
        }
        return row(
                PaperRow.prompt(sample.query(), sample.actions(), catalog),
                PaperRow.target(sample.plan(), sample.annotatedCode()),
                Json.object()
                        .put("id", sample.id())
                        .put("split", Json.tree(sample.split()).stringValue()));
    }

    /** A row that is already made. */
    static ChatRow row(SftRow row) {
        return row(
                row.prompt(),
                row.target(),
                Json.object()
                        .put("id", row.id())
                        .put("split", Json.tree(row.split()).stringValue()));
    }

    static ChatRow row(List<Message> prompt, String target, ObjectNode rest) {
        List<Message> messages = new ArrayList<>(prompt);
        messages.add(Message.assistant(target));
        return new ChatRow(rest.path("id").asString(""), List.of(), messages, prompt.size(), null, rest);
    }
}
