package dev.selvedge.cluster;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.export.Companion;
import dev.selvedge.synth.export.Form;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What went in and came out of a stage: {@code items} is {@code kept} and all that were rejected.
 *
 * @param items that went in
 * @param kept of which records came out
 * @param records that came out
 * @param rejected numbers by reason
 * @param postponed items of which nothing is known yet; 0 in a finished stage
 * @param cause of the first of them, empty for none
 */
public record Summary(long items, long kept, long records, Map<String, Long> rejected, long postponed, String cause)
        implements Serializable {
    private static final String RECORDS = "records";
    static final Summary NONE = new Summary(0, 0, 0, Map.of(), 0, "");

    public Summary {
        rejected = new TreeMap<>(rejected);
    }

    static Summary and(Summary sum, Decided one) {
        return and(
                sum,
                switch (one.kind()) {
                    case KEPT -> new Summary(1, 1, one.lines().size(), Map.of(), 0, "");
                    case REJECTED -> new Summary(1, 0, 0, Map.of(one.reason(), 1L), 0, "");
                    case POSTPONED -> new Summary(1, 0, 0, Map.of(), 1, one.reason());
                });
    }

    static Summary and(Summary a, Summary b) {
        Map<String, Long> rejected = new TreeMap<>(a.rejected);
        b.rejected.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
        return new Summary(
                a.items + b.items,
                a.kept + b.kept,
                a.records + b.records,
                rejected,
                a.postponed + b.postponed,
                a.cause.isEmpty() ? b.cause : a.cause);
    }

    void requireDecided() {
        if (postponed > 0) {
            throw new UserException("The stage is not finished: " + postponed
                    + " items could not be decided, one because: " + cause + " Nothing was written; run again.");
        }
    }

    /**
     * Writes the result of a stage; each file is whole or not there, the summary comes last.
     *
     * @param form of training data that the records are in; what it needs beside them is written too, and records that
     *     cannot stand there are rejected
     */
    static Summary write(Iterator<Decided> decided, Form form, Path out) {
        Summary summary = NONE;
        Path records = out.resolve(RECORDS + ".jsonl");
        Path rejects = out.resolve("rejected.jsonl");
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw UserException.writing(out, e);
        }
        try (Companion beside = Companion.open(form, out, RECORDS)) {
            try (BufferedWriter kept = Files.newBufferedWriter(AtomicFile.aside(records));
                    BufferedWriter refused = Files.newBufferedWriter(AtomicFile.aside(rejects))) {
                while (decided.hasNext()) {
                    Decided next = fitted(decided.next(), form, beside);
                    summary = and(summary, next);
                    BufferedWriter lines = next.kind() == Decided.Kind.KEPT ? kept : refused;
                    for (String line : next.lines()) {
                        lines.append(line).append('\n');
                    }
                }
            }
            AtomicFile.publish(AtomicFile.aside(records), records);
            beside.publish();
            AtomicFile.publish(AtomicFile.aside(rejects), rejects);
            AtomicFile.write(out.resolve("summary.json"), Json.pretty(summary) + "\n");
            return summary;
        } catch (IOException e) {
            throw UserException.writing(out, e);
        }
    }

    /** The decision, or that a record cannot stand beside the others after all. */
    private static Decided fitted(Decided decided, Form form, Companion beside) {
        if (decided.kind() == Decided.Kind.KEPT && form.container() != Form.Container.LINES) {
            for (String line : decided.lines()) {
                if (beside.add((ObjectNode) Json.parse(line)) instanceof Outcome.Rejected<ObjectNode> refused) {
                    return Decided.of(decided.number(), decided.place(), refused);
                }
            }
        }
        return decided;
    }
}
