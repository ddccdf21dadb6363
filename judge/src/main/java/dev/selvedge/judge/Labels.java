package dev.selvedge.judge;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Verdict;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people said of one sample, without the sample.
 *
 * @param sample what it is about
 * @param verdict label by message index, and the outcome
 * @param rest what else the record holds
 */
public record Labels(Sample sample, Verdict verdict, Leftover rest) {
    /** Name of people as a judge. */
    public static final String HUMAN = "human";

    private static final Set<String> UNREAD =
            Set.of("messages", "tools", "tool_metrics", "ground_truth", "explanations");

    /**
     * The labels in a file or folder of labels or of labelled trajectories, read as they are asked for; close the stream.
     * Conversations are passed over, not kept.
     *
     * @throws dev.selvedge.core.UserException if there is no file, or at a record without labels
     */
    public static Stream<Labels> stream(Path path) {
        return JsonRecords.stream(path, UNREAD).map(Labels::of);
    }

    /** The labels of a record. */
    static Labels of(JsonRecords.Located located) {
        ObjectNode record = located.object();
        if (!record.path("step_labels").isObject()) {
            throw located.refused("it has no step_labels, which a labelled record has as an object");
        }
        Sample sample = Sample.of(record, located.file(), located.line());
        Verdict verdict = verdict(record, sample);
        return new Labels(
                sample, verdict, Leftover.between(record, new Labels(sample, verdict, Leftover.NONE).toJson()));
    }

    static Verdict verdict(ObjectNode record, Sample sample) {
        return new Verdict(
                sample.id(),
                HUMAN,
                Label.read(record.path("final_label"), Fault.DATA),
                Label.readSteps(record.path("step_labels"), Fault.DATA),
                "");
    }

    /** The record in the benchmark's form of labels alone. */
    public ObjectNode toJson() {
        ObjectNode record = Json.object();
        sample.write(record);
        Label.write(verdict, record);
        return rest.onto(record);
    }
}
