package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import tools.jackson.databind.node.ObjectNode;

/** WorkflowBench's records as rows of the paper's form. Only samples become such records. */
record BenchForm() implements RowForm {
    @Override
    public ObjectNode write(ChatRow row) {
        throw new UnfitRow("no-sample", "", "the row is a conversation, and only samples become WorkflowBench records");
    }

    @Override
    public ChatRow read(String id, ObjectNode row) {
        BenchRecord record = BenchRecord.read(row);
        String code = BenchCode.repaired(record.code());
        ObjectNode rest = Json.object();
        if (!record.key().isEmpty()) {
            rest.put("id", record.key());
        }
        rest.set("apis", Json.tree(record.apis()));
        return Rendering.row(
                PaperRow.prompt(record.query(), record.apis(), Catalog.bundled()),
                PaperRow.target(record.taskPlan(), code),
                rest);
    }
}
