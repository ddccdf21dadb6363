package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.synth.parquet.ParquetSchema;
import dev.selvedge.synth.parquet.ParquetType.Struct;
import dev.selvedge.synth.parquet.ParquetType.Text;
import dev.selvedge.synth.parquet.ParquetType.Whole;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of the Questioner's training set in verl's form (DARC, the published example files): a document, the wanted level
 * and type of answer, and the prompt that tells them. The rows of a document stand beside each other, easy first.
 *
 * @param prompt the messages, one of the user as published
 * @param ability {@code math} or {@code general}
 * @param level the wanted level
 * @param answerType the wanted type by its published name
 * @param documentId the same for all rows of a document
 * @param split name of the split
 * @param document the text
 */
public record QuestionerRecord(
        List<Turn> prompt,
        String ability,
        int level,
        String answerType,
        long documentId,
        String split,
        String document) {
    private static final String SOURCE = "questioner_given_difficulty_id";

    /** The columns, in the order of the published files. */
    public static final ParquetSchema SCHEMA = ParquetSchema.of(VerlRows.columns(
            "data_source",
            new Text(),
            "prompt",
            VerlRows.TURNS,
            "ability",
            new Text(),
            "reward_model",
            new Struct(VerlRows.columns("ground_truth", new Whole(), "style", new Text())),
            "extra_info",
            new Struct(VerlRows.columns(
                    "answer_type", new Text(), "index", new Whole(), "split", new Text(), "text", new Text()))));

    public QuestionerRecord {
        prompt = List.copyOf(prompt);
    }

    /**
     * The record of a wanted question: of general knowledge where its answer is to be an option, else of mathematics.
     *
     * @param prompt what the Questioner is asked, as {@link PublishedWording#asking} has it or in another wording
     */
    public static QuestionerRecord of(
            long documentId, List<Message> prompt, int level, AnswerType type, String document) {
        Ability ability = type == AnswerType.CATEGORICAL ? Ability.GENERAL : Ability.MATH;
        return new QuestionerRecord(
                Turn.list(prompt), ability.published(), level, type.published(), documentId, "train", document);
    }

    /** What the reward needs of it. */
    public Assignment assignment() {
        return new Assignment(
                OptionalInt.of(level),
                Optional.of(answerType),
                Optional.of(document).filter(text -> !text.isBlank()),
                Optional.of(Long.toString(documentId)));
    }

    /** The row of a file. */
    public ObjectNode row() {
        ObjectNode row = Json.object();
        row.put("data_source", SOURCE);
        row.set("prompt", Turn.column(prompt));
        row.put("ability", ability);
        row.putObject("reward_model").put("ground_truth", level).put("style", "rule");
        row.putObject("extra_info")
                .put("answer_type", answerType)
                .put("index", documentId)
                .put("split", split)
                .put("text", document);
        return row;
    }

    /**
     * Reads a row of a file.
     *
     * @throws IllegalArgumentException if the row has another form, or more than this one holds
     */
    public static QuestionerRecord of(JsonNode row) {
        JsonNode extra = row.path("extra_info");
        QuestionerRecord record = new QuestionerRecord(
                Turn.list(row.path("prompt")),
                row.path("ability").stringValue(""),
                row.path("reward_model").path("ground_truth").intValue(-1),
                extra.path("answer_type").stringValue(""),
                extra.path("index").longValue(-1),
                extra.path("split").stringValue(""),
                extra.path("text").stringValue(""));
        VerlRows.requireSame("Questioner record", row, record.row());
        return record;
    }
}
