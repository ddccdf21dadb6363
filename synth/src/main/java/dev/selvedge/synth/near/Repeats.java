package dev.selvedge.synth.near;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which texts of a sequence repeat which.
 *
 * @param texts for each text the one that it repeats, or empty where it is kept
 */
public record Repeats(List<Optional<Repeat>> texts) {
    /** The reason under which a repeated text is counted. */
    public static final String REASON = "near-duplicate";

    public Repeats {
        texts = List.copyOf(texts);
    }

    /** Number of texts that repeat none. */
    public int kept() {
        return (int) texts.stream().filter(Optional::isEmpty).count();
    }

    /**
     * What becomes of a record of the sequence.
     *
     * @param names gives what people call the text of a number
     */
    public <R> Outcome<R> outcome(int number, R record, Function<Integer, String> names) {
        return texts.get(number)
                .map(repeat -> Outcome.<R>reject(REASON, sentence(repeat, names.apply(repeat.kept()))))
                .orElseGet(() -> Outcome.keep(record));
    }

    /** Says what a text repeats. */
    public static String sentence(Repeat repeat, String kept) {
        return String.format(Locale.ROOT, "It repeats %s, which is kept (Jaccard %.3f).", kept, repeat.resemblance());
    }

    /** An item of a sequence with its number. */
    private record Numbered<R>(int number, R record) {}

    /**
     * The stage that keeps those records of an input stage whose texts repeat none. It reads the input twice: once to
     * compare all texts, once to give every record its outcome.
     *
     * @param blueprint with its settings, the resemblance among them, and the input
     * @param input name of the input
     * @param name what people call a record
     * @param text of a record
     */
    public static <R> Stage stage(
            Stage.Blueprint blueprint,
            String input,
            Class<R> type,
            Function<R, String> name,
            Function<R, String> text,
            Resemblance resemblance) {
        return blueprint
                .items(workspace -> numbered(records(workspace, input, type)))
                .place(item -> name.apply(item.record()))
                .worker(workspace -> {
                    List<String> names = new ArrayList<>();
                    NearDuplicates near = new NearDuplicates(resemblance);
                    try (Stream<R> records = records(workspace, input, type)) {
                        records.forEachOrdered(record -> {
                            names.add(name.apply(record));
                            near.add(text.apply(record));
                        });
                    }
                    Repeats repeats = near.repeats();
                    return batch -> batch.stream()
                            .map(item -> repeats.outcome(item.number(), item.record(), names::get))
                            .toList();
                });
    }

    private static <R> Stream<R> records(Workspace workspace, String input, Class<R> type) {
        return workspace.input(input).stream(type);
    }

    private static <R> Stream<Numbered<R>> numbered(Stream<R> records) {
        int[] number = {0};
        return records.sequential().map(record -> new Numbered<>(number[0]++, record));
    }
}
