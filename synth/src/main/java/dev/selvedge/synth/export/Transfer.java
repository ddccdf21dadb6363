package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.core.run.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes rows from a file to a file of another form. Rows that are refused are counted by reason and kept beside the
 * result in {@code OUT.rejected.jsonl}, with place and reason; the result is written whole or not at all, and not at all
 * where no row is left.
 *
 * @param form of the result
 * @param out the file, or LLaMA-Factory's folder
 * @param name of the data set in such a folder
 * @param dry whether only the counts are wanted and nothing is written
 */
public record Transfer(Form form, Path out, String name, boolean dry) {
    /**
     * What became of the rows: {@code in} is {@code out} and all that were rejected.
     *
     * @param rejected numbers by reason
     * @param leftOut by name, of how many rows something was left out that is not learned from
     * @param written the result, empty where there is none
     * @param notes what a user should know of the result, sentences
     */
    public record Summary(
            String form,
            long in,
            long out,
            SortedMap<String, Long> rejected,
            SortedMap<String, Long> leftOut,
            String written,
            List<String> notes) {}

    /**
     * Works through the rows.
     *
     * @param work what is done with each
     * @throws UserException if reading or writing fails
     */
    public Summary run(Stream<Line> lines, RecordStage.Work<Line, Exported> work, Progress progress) throws Exception {
        long in = 0;
        long kept = 0;
        SortedMap<String, Long> rejected = new TreeMap<>();
        SortedMap<String, Long> leftOut = new TreeMap<>();
        Path rejects = rejects();
        try (RowSink sink = dry ? new RowSink.Nothing(form.schema()) : RowSink.open(form, out, name);
                RowSink refused = dry ? new RowSink.Nothing(null) : RowSink.Lines.open(rejects)) {
            for (Line line : (Iterable<Line>) lines::iterator) {
                switch (added(sink, work.on(line))) {
                    case Outcome.Kept<Exported>(List<Exported> rows) -> {
                        kept++;
                        rows.forEach(row -> row.leftOut().forEach(field -> leftOut.merge(field, 1L, Long::sum)));
                    }
                    case Outcome.Rejected<Exported>(String reason, String at, String detail) -> {
                        rejected.merge(reason, 1L, Long::sum);
                        refused.add((ObjectNode) Json.tree(new Rejection(in, line.place(), reason, at, detail)));
                    }
                    case Outcome.Postponed<Exported>(String cause) -> throw new UserException(cause);
                }
                in++;
                progress.advance(1);
            }
            if (kept > 0) {
                sink.publish();
            }
            if (!rejected.isEmpty()) {
                refused.publish();
            } else if (!dry) {
                Files.deleteIfExists(rejects);
            }
            return new Summary(
                    form.label(), in, kept, rejected, leftOut, kept > 0 && !dry ? out.toString() : "", notes(kept));
        } catch (IOException e) {
            throw UserException.writing(rejects, e);
        }
    }

    /** The file of what is refused. */
    public Path rejects() {
        String file = form.container() == Form.Container.FOLDER
                ? name
                : out.getFileName().toString();
        String rejects = file + ".rejected.jsonl";
        return form.container() == Form.Container.FOLDER ? out.resolve(rejects) : out.resolveSibling(rejects);
    }

    private static Outcome<Exported> added(RowSink sink, Outcome<Exported> outcome) {
        if (outcome instanceof Outcome.Kept<Exported>(List<Exported> rows)) {
            try {
                rows.forEach(row -> sink.add(row.row()));
            } catch (UnfitRow e) {
                return e.outcome();
            }
        }
        return outcome;
    }

    private List<String> notes(long kept) throws IOException {
        List<String> notes = new ArrayList<>();
        boolean openAi = form == Form.OPENAI || form == Form.OPENAI_PREFERENCE;
        if (openAi && kept < OpenAiForms.LEAST_ROWS) {
            notes.add("OpenAI takes files of at least " + OpenAiForms.LEAST_ROWS + " rows.");
        }
        if (openAi && kept > 0 && !dry && Files.size(out) > OpenAiForms.MOST_FILE_BYTES) {
            notes.add("OpenAI takes files of at most " + (OpenAiForms.MOST_FILE_BYTES >> 20) + " MB.");
        }
        if (form.container() == Form.Container.FOLDER && kept > 0) {
            notes.add("In LLaMA-Factory: dataset_dir: " + out + ", dataset: " + name + ".");
        }
        return notes;
    }
}
