package dev.selvedge.synth.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.selvedge.core.Json;
import dev.selvedge.synth.Sample;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of WorkflowBench as its files hold it. The samples that are published have no key and no code without
 * comments; the files that the trainer reads have a key and either code.
 *
 * @param key empty where the file has none
 * @param apis identifiers of the actions with dots, empty where the file keeps them elsewhere
 * @param workflowCode without comments, empty where the file has only the other
 * @param annotatedCode with comments, empty where the file has only the other
 */
public record BenchRecord(
        String key,
        String query,
        List<String> apis,
        @JsonProperty("task_plan") String taskPlan,
        @JsonProperty("workflow_code") String workflowCode,
        @JsonProperty("annotated_code") String annotatedCode) {
    public BenchRecord {
        apis = List.copyOf(apis);
    }

    /** The record of a sample; its code calls actions by the names of our catalogue. */
    public static BenchRecord of(Sample sample) {
        return new BenchRecord(
                sample.id(), sample.query(), sample.actions(), sample.plan(), sample.code(), sample.annotatedCode());
    }

    static boolean looksLike(ObjectNode row) {
        return row.has("query") && (row.has("annotated_code") || row.has("workflow_code"));
    }

    /** @throws UnfitRow if it is none */
    static BenchRecord read(ObjectNode row) {
        List<String> apis = new ArrayList<>();
        for (JsonNode api : row.path("apis").isArray() ? row.path("apis") : Json.array()) {
            apis.add(api.asString(""));
        }
        BenchRecord record = new BenchRecord(
                row.path("key").asString(""),
                text(row, "query"),
                apis,
                text(row, "task_plan"),
                row.path("workflow_code").asString(""),
                row.path("annotated_code").asString(""));
        if (record.code().isBlank()) {
            throw new UnfitRow("no-code", "", "the record has neither annotated_code nor workflow_code");
        }
        return record;
    }

    /** The code with comments where there is one. */
    String code() {
        return annotatedCode.isBlank() ? workflowCode : annotatedCode;
    }

    private static String text(ObjectNode row, String name) {
        String text = row.path(name).asString("");
        if (text.isBlank()) {
            throw new UnfitRow("bad-row", name, "the record has no text " + name);
        }
        return text;
    }
}
