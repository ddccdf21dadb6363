package dev.selvedge.synth.near;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Rejection;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes near-duplicates from a file of JSON Lines. Lines that are kept are written as they are; those that are not stand
 * in a second file with place, reason and the line that is kept for them. The file is read twice.
 *
 * @param text what is compared
 */
public record Deduplication(TextField text, Resemblance resemblance) {
    /**
     * What became of the lines: {@code in} is {@code kept} and all that were rejected.
     *
     * @param rejected numbers by reason
     */
    public record Summary(long in, long kept, SortedMap<String, Long> rejected) {}

    /** Lines that have a text, as numbers among all lines, and which texts repeat which. */
    private record Compared(List<Integer> lines, Repeats repeats) {}

    /**
     * Works through a file.
     *
     * @param out kept lines; whole or not there
     * @param rejects {@link Rejection} records of the others; whole or not there
     * @throws UserException if reading or writing fails
     */
    public Summary run(Path in, Path out, Path rejects, Progress progress) {
        if (out.toAbsolutePath().normalize().equals(in.toAbsolutePath().normalize())) {
            throw new UserException("The result would be written over " + in + "; name another file.");
        }
        Compared compared = compare(in, progress);
        Path outAside = AtomicFile.aside(out);
        Path rejectsAside = AtomicFile.aside(rejects);
        try {
            Summary summary;
            try (Stream<Line> lines = Line.all(in);
                    BufferedWriter kept = Files.newBufferedWriter(outAside);
                    BufferedWriter rejected = Files.newBufferedWriter(rejectsAside)) {
                summary = write(lines.iterator(), compared, kept, rejected);
            }
            AtomicFile.publish(rejectsAside, rejects);
            AtomicFile.publish(outAside, out);
            return summary;
        } catch (IOException e) {
            throw UserException.writing(out, e);
        }
    }

    private Compared compare(Path in, Progress progress) {
        NearDuplicates near = new NearDuplicates(resemblance);
        List<Integer> numbers = new ArrayList<>();
        int[] number = {0};
        try (Stream<Line> lines = Line.all(in)) {
            lines.forEachOrdered(line -> {
                if (text.on(line) instanceof Outcome.Kept<String>(List<String> texts)) {
                    near.add(texts.getFirst());
                    numbers.add(number[0]);
                }
                number[0]++;
                progress.advance(1);
            });
        }
        return new Compared(numbers, near.repeats());
    }

    private Summary write(Iterator<Line> lines, Compared compared, BufferedWriter kept, BufferedWriter rejected)
            throws IOException {
        Set<Integer> repeated = compared.repeats.texts().stream()
                .flatMap(Optional::stream)
                .map(Repeat::kept)
                .collect(Collectors.toSet());
        Map<Integer, String> places = new HashMap<>();
        SortedMap<String, Long> reasons = new TreeMap<>();
        int compareds = 0;
        int number = 0;
        for (; lines.hasNext(); number++) {
            Line line = lines.next();
            Outcome<String> outcome;
            if (compareds < compared.lines.size() && compared.lines.get(compareds) == number) {
                if (repeated.contains(compareds)) {
                    places.put(compareds, line.place());
                }
                outcome = compared.repeats.outcome(
                        compareds, line.whole(), first -> places.getOrDefault(first, "a line before"));
                compareds++;
            } else {
                outcome = text.on(line);
            }
            switch (outcome) {
                case Outcome.Kept<String>(List<String> records) ->
                    kept.append(records.getFirst()).append('\n');
                case Outcome.Rejected<String>(String reason, String at, String detail) -> {
                    reasons.merge(reason, 1L, Long::sum);
                    Rejection rejection = new Rejection(number, line.place(), reason, at, detail);
                    rejected.append(Json.write(rejection)).append('\n');
                }
                case Outcome.Postponed<String>(String cause) -> throw new IllegalStateException(cause);
            }
        }
        return new Summary(number, compared.repeats.kept(), reasons);
    }
}
