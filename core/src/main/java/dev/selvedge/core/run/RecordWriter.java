package dev.selvedge.core.run;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the records and rejects of a directory stage, for work that must see all items before it can decide on one,
 * such as removing duplicates. Not durable before the stage ends. Not safe for several threads.
 */
public final class RecordWriter implements AutoCloseable {
    private final Path records;
    private final Path rejects;
    private final BufferedWriter recordLines;
    private final BufferedWriter rejectLines;
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private long items;
    private long kept;
    private long written;

    RecordWriter(Path directory) {
        records = directory.resolve(StageResult.RECORDS);
        rejects = directory.resolve(StageResult.REJECTED);
        try {
            recordLines = Files.newBufferedWriter(AtomicFile.aside(records), StandardCharsets.UTF_8);
            rejectLines = Files.newBufferedWriter(AtomicFile.aside(rejects), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw UserException.writing(records, e);
        }
    }

    /** Writes down what became of the next item. */
    public void add(String place, Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Kept<?> kept -> keep(kept);
            case Outcome.Rejected<?> no -> {
                rejected.merge(no.reason(), 1L, Long::sum);
                line(rejects, rejectLines, new Rejection(items, place, no.reason(), no.at(), no.detail()));
            }
            case Outcome.Postponed<?>(String cause) ->
                throw new UserException(
                        "This stage cannot be put off at " + place + ": " + cause + " Run again to make it.");
        }
        items++;
    }

    private void keep(Outcome.Kept<?> outcome) {
        kept++;
        for (Object record : outcome.records()) {
            line(records, recordLines, record);
            written++;
        }
    }

    private static void line(Path path, BufferedWriter lines, Object value) {
        try {
            lines.write(Json.write(value));
            lines.write('\n');
        } catch (IOException e) {
            throw UserException.writing(path, e);
        }
    }

    Tally publish() throws IOException {
        close();
        AtomicFile.publish(AtomicFile.aside(records), records);
        AtomicFile.publish(AtomicFile.aside(rejects), rejects);
        return new Tally(items, kept, written, rejected);
    }

    @Override
    public void close() {
        try {
            recordLines.close();
            rejectLines.close();
        } catch (IOException e) {
            throw UserException.writing(records, e);
        }
    }
}
