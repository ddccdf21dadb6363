package dev.selvedge.judge.score;

import dev.selvedge.core.UserException;
import dev.selvedge.judge.JsonRecords;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Sample;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and matching of records for {@link Published}. */
final class PublishedFiles {
    private static final BigInteger MINUS_ONE = BigInteger.valueOf(-1);
    private static final Set<String> UNREAD =
            Set.of("messages", "tools", "tool_metrics", "ground_truth", "explanations", "reply");
    private static final Set<String> RAW = Set.of("raw", "_raw", "llm_annotations_raw");
    private static final List<String> TIMES = List.of("updated_at", "created_at", "timestamp");

    /** Where a data set's samples begin in the numbering of all. */
    private static final Map<String, BigInteger> OFFSETS = Map.of(
            "hotpotqa", BigInteger.ZERO,
            "gaia_dev", BigInteger.valueOf(250),
            "bfcl", BigInteger.valueOf(500),
            "tau2", BigInteger.valueOf(750));

    private final Map<String, Map<String, JsonRecords.Located>> labels;
    private final List<String> notes;

    private PublishedFiles(Map<String, Map<String, JsonRecords.Located>> labels, List<String> notes) {
        this.labels = labels;
        this.notes = notes;
    }

    List<String> notes() {
        return notes;
    }

    static PublishedFiles read(Path path, int expected) {
        Map<String, Map<String, JsonRecords.Located>> labels = new LinkedHashMap<>();
        for (Path file : JsonRecords.files(path)) {
            refuseOtherForms(file);
            try (Stream<JsonRecords.Located> records = JsonRecords.streamFile(file, UNREAD)) {
                records.forEach(located -> {
                    String dataset =
                            Sample.of(located.object(), file, located.line()).dataset();
                    String key = at(located, () -> key(located.object(), dataset));
                    if (labels.computeIfAbsent(dataset, d -> new LinkedHashMap<>())
                                    .put(key, located)
                            != null) {
                        throw stop(located, "the labels of sample " + key + " stand twice");
                    }
                });
            }
        }
        List<String> notes = new ArrayList<>();
        labels.forEach((dataset, records) -> {
            if (expected > 0 && records.size() != expected) {
                throw new UserException(
                        "The labels of " + dataset + " are " + records.size() + " trajectories, expected " + expected
                                + ". Give --expected " + records.size() + " if this is what you want.");
            }
            if (expected == 0 && records.size() != Published.EXPECTED) {
                notes.add("The labels of " + dataset + " are " + records.size()
                        + " trajectories; the published comparer would have stopped, because it expects "
                        + Published.EXPECTED + " unless told otherwise.");
            }
        });
        return new PublishedFiles(labels, notes);
    }

    /** One row for each file of a judge, by data set in the order of the labels, then by path. */
    List<Published.Row> compare(Path predictions) {
        List<Path> files = JsonRecords.files(predictions).stream()
                .filter(file -> plainName(file).endsWith(".jsonl"))
                .filter(file -> !hasRawPart(file))
                .sorted(PublishedFiles::byParts)
                .toList();
        List<Published.Row> rows = new ArrayList<>();
        labels.forEach((dataset, records) -> {
            for (Path file : files) {
                if (plainName(file).startsWith(dataset + "__")) {
                    rows.add(row(dataset, records, file));
                }
            }
        });
        if (rows.isEmpty()) {
            throw new UserException("There is no prediction file in '" + predictions
                    + "' that the published comparer would take: their names are DATASET__RUN.jsonl, with DATASET one of "
                    + String.join(", ", labels.keySet()) + ". Other files can be scored with --mode default.");
        }
        return rows;
    }

    private static Published.Row row(String dataset, Map<String, JsonRecords.Located> labels, Path file) {
        Map<String, JsonRecords.Located> predictions = latest(dataset, file);
        int failed = 0;
        int matches = 0;
        int total = 0;
        int exact = 0;
        int first = 0;
        for (Map.Entry<String, JsonRecords.Located> label : labels.entrySet()) {
            JsonRecords.Located prediction = predictions.get(label.getKey());
            Map<String, BigInteger> theirs = steps(label.getValue());
            Map<String, BigInteger> ours = prediction == null ? Map.of() : steps(prediction);
            failed += prediction == null || hasFailed(prediction.object()) ? 1 : 0;
            total += theirs.size();
            for (Map.Entry<String, BigInteger> step : theirs.entrySet()) {
                matches += step.getValue().equals(ours.get(step.getKey())) ? 1 : 0;
            }
            exact += theirs.equals(ours) ? 1 : 0;
            first += first(theirs).equals(first(ours)) ? 1 : 0;
        }
        return new Published.Row(
                dataset,
                file.toString(),
                run(file),
                labels.size(),
                predictions.size(),
                failed,
                matches,
                total,
                exact,
                first);
    }

    private static boolean hasFailed(ObjectNode record) {
        JsonNode comment = record.path("comment");
        return comment.isString() && PythonValue.strip(comment.stringValue()).startsWith(Judgement.FAILED);
    }

    /** Of several records of a sample the one with the latest time stamp, or the last where there is none. */
    private static Map<String, JsonRecords.Located> latest(String dataset, Path file) {
        refuseOtherForms(file);
        Map<String, JsonRecords.Located> latest = new LinkedHashMap<>();
        Map<String, PythonTime> times = new HashMap<>();
        try (Stream<JsonRecords.Located> records = JsonRecords.streamFile(file, UNREAD)) {
            records.forEach(located -> {
                String key = at(located, () -> key(located.object(), dataset));
                PythonTime time = at(located, () -> time(located.object()));
                PythonTime before = times.get(key);
                boolean earlier = before != null && (time == null || at(located, () -> before.isAfter(time)));
                if (!earlier) {
                    latest.put(key, located);
                    if (time != null) {
                        times.put(key, time);
                    }
                }
            });
        }
        return latest;
    }

    private static @Nullable PythonTime time(ObjectNode record) throws PythonValue.Stop {
        for (String field : TIMES) {
            PythonTime time = PythonTime.of(record.path(field));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static String key(ObjectNode record, String dataset) throws PythonValue.Stop {
        BigInteger total = PythonValue.integer(record.path("total_index"));
        if (total != null) {
            return "ti:" + total;
        }
        BigInteger query = PythonValue.integer(record.path("query_index"));
        BigInteger sample = PythonValue.integer(record.path("sample_index"));
        if (query != null && sample != null) {
            BigInteger offset = OFFSETS.get(dataset);
            return offset == null
                    ? "qs:" + query + ":" + sample
                    : "ti:" + offset.add(query.multiply(BigInteger.valueOf(5))).add(sample);
        }
        JsonNode id = record.path("record_id");
        String text = id.isString() ? PythonValue.strip(id.stringValue()) : "";
        if (text.isEmpty()) {
            throw new PythonValue.Stop(
                    "a record needs total_index, or query_index and sample_index, or record_id, and this one has none");
        }
        return "rid:" + text;
    }

    private static Map<String, BigInteger> steps(JsonRecords.Located located) {
        JsonNode steps = located.object().path("step_labels");
        Map<String, BigInteger> labels = new LinkedHashMap<>();
        if (steps.isObject()) {
            steps.properties().forEach(step -> put(labels, located, step.getKey(), step.getValue()));
        } else if (steps.isArray()) {
            for (int i = 0; i < steps.size(); i++) {
                put(labels, located, Integer.toString(i), steps.get(i));
            }
        } else if (!steps.isNull() && !steps.isMissingNode()) {
            throw stop(located, "step_labels is neither an object nor an array");
        }
        return labels;
    }

    private static void put(Map<String, BigInteger> labels, JsonRecords.Located located, String step, JsonNode value) {
        BigInteger label = at(located, () -> PythonValue.integer(value));
        if (label != null) {
            labels.put(step, label);
        }
    }

    /** The least index of a step of label -1, or -1. */
    private static BigInteger first(Map<String, BigInteger> steps) {
        return steps.entrySet().stream()
                .filter(step -> step.getValue().equals(MINUS_ONE))
                .map(step -> PythonValue.ofKey(step.getKey()))
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElse(MINUS_ONE);
    }

    /** What stands after the first {@code __}. */
    private static String run(Path file) {
        String name = plainName(file);
        return name.substring(name.indexOf("__") + 2, name.length() - ".jsonl".length());
    }

    private static String plainName(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static boolean hasRawPart(Path file) {
        for (Path part : file) {
            if (RAW.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static int byParts(Path one, Path other) {
        for (int i = 0; i < Math.min(one.getNameCount(), other.getNameCount()); i++) {
            int order = one.getName(i).toString().compareTo(other.getName(i).toString());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.getNameCount(), other.getNameCount());
    }

    private static void refuseOtherForms(Path file) {
        String form = JsonRecords.hasByteOrderMark(file)
                ? "a byte-order mark"
                : JsonRecords.isArray(file) ? "an array, and each line must be an object" : "";
        if (!form.isEmpty()) {
            throw new UserException(file + " begins with " + form
                    + "; the published comparer stops at that. Write it as JSON Lines, or use --mode default.");
        }
    }

    private interface Reading<T extends @Nullable Object> {
        T read() throws PythonValue.Stop;
    }

    private static <T extends @Nullable Object> T at(JsonRecords.Located located, Reading<T> reading) {
        try {
            return reading.read();
        } catch (PythonValue.Stop e) {
            throw stop(located, String.valueOf(e.getMessage()));
        }
    }

    private static UserException stop(JsonRecords.Located located, String reason) {
        return new UserException(located.place() + ": the published comparer stops here: " + reason
                + ". Mend the record, or use --mode default.");
    }
}
