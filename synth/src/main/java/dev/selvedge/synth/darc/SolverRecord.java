package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.synth.parquet.ParquetSchema;
import dev.selvedge.synth.parquet.ParquetType.Struct;
import dev.selvedge.synth.parquet.ParquetType.Text;
import dev.selvedge.synth.parquet.ParquetType.Whole;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of the Solver's training set in verl's form (DARC, the published example files): what the student reads, what
 * the teacher reads, and the Questioner's own answer, which the teacher's vote replaces during training.
 *
 * @param prompt what the student reads, without the document
 * @param documentPrompt what the teacher reads, with it
 * @param groundTruth the Questioner's own answer
 * @param answerType by its published name
 * @param level of difficulty
 * @param index place in the curriculum
 * @param split name of the split
 * @param document the text
 */
public record SolverRecord(
        List<Turn> prompt,
        List<Turn> documentPrompt,
        String groundTruth,
        String answerType,
        int level,
        long index,
        String split,
        String document) {
    private static final String SOURCE = "solver";
    private static final String ABILITY = "math";

    /** The columns, in the order of the published files. */
    public static final ParquetSchema SCHEMA = ParquetSchema.of(VerlRows.columns(
            "data_source",
            new Text(),
            "prompt",
            VerlRows.TURNS,
            "text_prompt",
            VerlRows.TURNS,
            "ability",
            new Text(),
            "reward_model",
            new Struct(VerlRows.columns("ground_truth", new Text(), "style", new Text())),
            "extra_info",
            new Struct(VerlRows.columns(
                    "answer_type",
                    new Text(),
                    "difficulty_id",
                    new Whole(),
                    "index",
                    new Whole(),
                    "split",
                    new Text(),
                    "text",
                    new Text()))));

    public SolverRecord {
        prompt = List.copyOf(prompt);
        documentPrompt = List.copyOf(documentPrompt);
    }

    /** The record of a question in the published wording: it is asked as one of options where its answer is a letter. */
    public static SolverRecord of(long index, GeneratedQuestion question) {
        boolean categorical = question.answerType().equals("categorical");
        return of(
                index,
                question,
                PublishedSolver.prompt(question.question(), categorical),
                PublishedSolver.prompt(question.document(), question.question(), categorical));
    }

    /**
     * The record of a question in any wording.
     *
     * @param prompt what the student is asked
     * @param documentPrompt what the teacher is asked
     */
    public static SolverRecord of(
            long index, GeneratedQuestion question, List<Message> prompt, List<Message> documentPrompt) {
        return new SolverRecord(
                Turn.list(prompt),
                Turn.list(documentPrompt),
                question.answer(),
                question.answerType(),
                question.level(),
                index,
                "train",
                question.document());
    }

    /** What the student is asked, with the instruction that follows it. */
    String question() {
        return prompt.stream()
                .filter(turn -> turn.role().equals("user"))
                .map(Turn::content)
                .findFirst()
                .orElse("");
    }

    /** The row of a file. */
    public ObjectNode row() {
        ObjectNode row = Json.object();
        row.put("data_source", SOURCE);
        row.set("prompt", Turn.column(prompt));
        row.set("text_prompt", Turn.column(documentPrompt));
        row.put("ability", ABILITY);
        row.putObject("reward_model").put("ground_truth", groundTruth).put("style", "rule");
        row.putObject("extra_info")
                .put("answer_type", answerType)
                .put("difficulty_id", level)
                .put("index", index)
                .put("split", split)
                .put("text", document);
        return row;
    }

    /**
     * Reads a row of a file.
     *
     * @throws IllegalArgumentException if the row has another form, or more than this one holds
     */
    public static SolverRecord of(JsonNode row) {
        JsonNode extra = row.path("extra_info");
        SolverRecord record = new SolverRecord(
                Turn.list(row.path("prompt")),
                Turn.list(row.path("text_prompt")),
                row.path("reward_model").path("ground_truth").stringValue(""),
                extra.path("answer_type").stringValue(""),
                extra.path("difficulty_id").intValue(-1),
                extra.path("index").longValue(-1),
                extra.path("split").stringValue(""),
                extra.path("text").stringValue(""));
        VerlRows.requireSame("Solver record", row, record.row());
        return record;
    }
}
