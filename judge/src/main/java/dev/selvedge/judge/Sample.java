package dev.selvedge.judge;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which attempt at which query of which data set a record is about.
 *
 * @param id unique in its data set: the record's {@code record_id}, else {@code source:query:attempt}, else made of the
 *     file's name and the record's place in it
 * @param dataset for example {@code hotpotqa}; empty where neither record nor file tells
 * @param source where the query is from, often finer than the data set, for example {@code tau2_airline}
 * @param query number of the query in its data set, from 0, where told
 * @param attempt which of the attempts at this query, from 0, where told
 * @param total number among all samples of all data sets, where told
 * @param position number of the record in the file of its data set, where told
 */
public record Sample(
        String id,
        String dataset,
        String source,
        @Nullable Integer query,
        @Nullable Integer attempt,
        @Nullable Integer total,
        @Nullable Integer position) {

    /** A sample that only has a name. */
    public static Sample of(String id, String dataset) {
        return new Sample(id, dataset, dataset, null, null, null, null);
    }

    /**
     * The sample that a record is about.
     *
     * @param record in one of the benchmark's forms, or any object
     * @param file where it stands; its name tells what the record leaves out
     * @param line where it stands, from 1
     */
    public static Sample of(JsonNode record, Path file, long line) {
        String dataset = text(record, "dataset", text(record, "d", dataset(file)));
        String source = text(record, "data_source", dataset);
        Integer query = number(record, "query_index");
        Integer attempt = number(record, "sample_index");
        String made = query == null || attempt == null ? stem(file) + ":" + line : source + ":" + query + ":" + attempt;
        String id = text(record, "record_id", text(record, "id", made));
        Integer total = number(record, record.has("ti") ? "ti" : "total_index");
        return new Sample(id, dataset, source, query, attempt, total, number(record, "index_in_dataset"));
    }

    /** The data set that a file's name tells: what stands before {@code __}, or before {@code _final}, or all of it. */
    public static String dataset(Path file) {
        String stem = stem(file);
        int mark = stem.indexOf("__");
        return mark > 0
                ? stem.substring(0, mark)
                : stem.endsWith("_final") ? stem.substring(0, stem.length() - 6) : stem;
    }

    /** A file's name without {@code .gz} and {@code .jsonl}, {@code .json}. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : List.of(".gz", ".jsonl", ".json")) {
            name = name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
        }
        return name;
    }

    /** Attempts at one query are not independent of each other; this names the query, or the sample where it is unknown. */
    public String cluster() {
        return query == null ? dataset + "/" + id : dataset + ":" + query;
    }

    /** Writes the fields that are known. */
    void write(ObjectNode record) {
        if (total != null) {
            record.put("total_index", total);
        }
        record.put("dataset", dataset).put("record_id", id);
        if (position != null) {
            record.put("index_in_dataset", position);
        }
        record.put("data_source", source);
        if (query != null) {
            record.put("query_index", query);
        }
        if (attempt != null) {
            record.put("sample_index", attempt);
        }
    }

    private static String text(JsonNode record, String field, String otherwise) {
        JsonNode value = record.path(field);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : otherwise;
    }

    /** A whole number, also one that is written as a text or with a fraction of 0. */
    private static @Nullable Integer number(JsonNode record, String field) {
        JsonNode value = record.path(field);
        if (value.isInt() && value.intValue() >= 0) {
            return value.intValue();
        }
        String text = value.isString() ? value.stringValue().strip() : value.isNumber() ? value.toString() : "";
        return text.matches("\\d{1,9}(\\.0)?") ? Integer.valueOf(text.replace(".0", "")) : null;
    }
}
