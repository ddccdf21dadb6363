package dev.selvedge.judge;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a judge said of one sample. The file form is the benchmark's judge output, with two fields more where they are
 * known: {@code confidences} (by step) and {@code reply}. Read too is the short form with {@code m} (judge), {@code d}
 * (data set), {@code ti} (number of the sample), {@code s} (labels), {@code f} (outcome) and {@code err}.
 *
 * @param sample what it is about
 * @param verdict label by message index, and the outcome; unscored where the judge gave no readable label. Its
 *     explanation is the one of the outcome
 * @param reasons explanation by message index, where the judge gave one
 * @param confidences how sure the judge is of its label, from 0 to 1, by message index, where it tells
 * @param failure why there is no verdict, null where there is one; then every score of the verdict is unscored
 * @param model full name of the model that judged, empty where not told
 * @param reply the judge's words, where kept
 * @param judgedAt when, as the file tells it (ISO 8601), where it does
 * @param rest what else the record holds
 */
public record Judgement(
        Sample sample,
        Verdict verdict,
        SortedMap<Integer, String> reasons,
        SortedMap<Integer, Double> confidences,
        @Nullable String failure,
        String model,
        @Nullable String reply,
        @Nullable String judgedAt,
        Leftover rest) {
    /** How the comment of a failed record begins. */
    public static final String FAILED = "llm_annotate_failed:";

    /** The fields that hold a judge's words, which scoring does not need. */
    public static final Set<String> WORDS = Set.of("explanations", "reply");

    public Judgement {
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
        confidences = Collections.unmodifiableSortedMap(new TreeMap<>(confidences));
    }

    /**
     * The judgements in a file or folder, read as they are asked for; close the stream.
     *
     * @throws dev.selvedge.core.UserException if there is no file, or at something that is no record
     */
    public static Stream<Judgement> stream(Path path) {
        return JsonRecords.stream(path, Set.of()).map(Judgement::of);
    }

    /** A verdict, and nothing else that is known. */
    public static Judgement of(Sample sample, Verdict verdict) {
        return new Judgement(sample, verdict, new TreeMap<>(), new TreeMap<>(), null, "", null, null, Leftover.NONE);
    }

    /**
     * The judgement of a record, for scoring: what else the record holds is not kept.
     *
     * @throws dev.selvedge.core.UserException if it is no record
     */
    public static Judgement labelsOf(JsonRecords.Located located) {
        ObjectNode record = located.object();
        return bare(record, Sample.of(record, located.file(), located.line()), located.file());
    }

    /** The judgement of a record. */
    static Judgement of(JsonRecords.Located located) {
        ObjectNode record = located.object();
        Judgement bare = labelsOf(located);
        return bare.with(Leftover.between(record, bare.toJson()));
    }

    private static Judgement bare(ObjectNode record, Sample sample, Path file) {
        String failure = failure(record);
        String judge = text(record, "annotator", text(record, "m", Sample.stem(file)));
        JsonNode steps = record.has("s") ? record.path("s") : record.path("step_labels");
        SortedMap<Integer, Score> labels = Label.readSteps(steps, Fault.JUDGE);
        Score outcome = Label.read(record.path(record.has("f") ? "f" : "final_label"), Fault.JUDGE);
        if (failure != null) {
            Score unscored = Score.unscored(fault(failure), failure);
            labels.replaceAll((step, label) -> unscored);
            outcome = unscored;
        }
        JsonNode explanations = record.path("explanations");
        Verdict verdict = new Verdict(sample.id(), judge, outcome, labels, text(explanations, "final", ""));
        return new Judgement(
                sample,
                verdict,
                texts(explanations.path("steps")),
                numbers(record.path("confidences")),
                failure,
                text(record, "username", ""),
                orNull(record, "reply"),
                judgedAt(record),
                Leftover.NONE);
    }

    /** The first time that is told; numbers are seconds, or milli- or nanoseconds where they are too large for them. */
    private static @Nullable String judgedAt(ObjectNode record) {
        for (String field : List.of("updated_at", "created_at", "timestamp")) {
            JsonNode value = record.path(field);
            if (value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            }
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            double seconds = number > 1e15 ? number / 1e9 : number > 1e12 ? number / 1e3 : number;
            if (Math.abs(seconds) < 1e11) {
                return Instant.EPOCH
                        .plusNanos((long) (seconds % 1 * 1e9))
                        .plusSeconds((long) seconds)
                        .toString();
            }
        }
        return null;
    }

    private static @Nullable String failure(ObjectNode record) {
        String comment = text(record, "comment", "").strip();
        if (comment.startsWith(FAILED)) {
            return comment.substring(FAILED.length()).strip();
        }
        if (record.path("err").isBoolean() && record.path("err").booleanValue()) {
            return "the judge failed";
        }
        JsonNode steps = record.has("s") ? record.path("s") : record.path("step_labels");
        return steps.isObject()
                ? null
                : "step_labels is " + steps.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** Replies that cannot be read are the judge's fault; what the transport names is the system's. */
    private static Fault fault(String failure) {
        String kind = failure.split(":", 2)[0];
        return Set.of("JSONDecodeError", "ValueError", "KeyError", "TypeError").contains(kind)
                        || kind.startsWith("step_labels")
                ? Fault.JUDGE
                : Fault.SYSTEM;
    }

    private Judgement with(Leftover left) {
        return new Judgement(sample, verdict, reasons, confidences, failure, model, reply, judgedAt, left);
    }

    /** The record in the benchmark's form of a judge's output. */
    public ObjectNode toJson() {
        ObjectNode record = Json.object();
        sample.write(record);
        record.put("annotator", verdict.judge()).put("username", model);
        Label.write(verdict, record);
        if (failure != null) {
            record.put("final_label", 0);
        }
        record.put("final_label_touched", true).put("status", "done");
        record.put("comment", failure == null ? "" : FAILED + " " + failure);
        if (judgedAt != null) {
            record.put("updated_at", judgedAt);
        }
        ObjectNode explanations = record.putObject("explanations");
        ObjectNode steps = explanations.putObject("steps");
        for (Integer step : verdict.steps().keySet()) {
            steps.put(step.toString(), failure == null ? reasons.getOrDefault(step, "") : null);
        }
        explanations.put("final", failure == null ? verdict.explanation() : null);
        if (!confidences.isEmpty()) {
            ObjectNode sure = record.putObject("confidences");
            confidences.forEach((step, value) -> sure.put(step.toString(), value));
        }
        if (reply != null) {
            record.put("reply", reply);
        }
        return rest.onto(record);
    }

    private static SortedMap<Integer, String> texts(JsonNode steps) {
        SortedMap<Integer, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> step : steps.properties()) {
            int index = Label.index(step.getKey());
            if (index >= 0 && step.getValue().isString()) {
                texts.put(index, step.getValue().stringValue());
            }
        }
        return texts;
    }

    private static SortedMap<Integer, Double> numbers(JsonNode steps) {
        SortedMap<Integer, Double> numbers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> step : steps.properties()) {
            double value = step.getValue().isNumber() ? step.getValue().doubleValue() : Double.NaN;
            int index = Label.index(step.getKey());
            if (index >= 0 && value >= 0 && value <= 1) {
                numbers.put(index, value);
            }
        }
        return numbers;
    }

    private static String text(JsonNode record, String field, String otherwise) {
        JsonNode value = record.path(field);
        return value.isString() ? value.stringValue() : otherwise;
    }

    private static @Nullable String orNull(JsonNode record, String field) {
        JsonNode value = record.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
