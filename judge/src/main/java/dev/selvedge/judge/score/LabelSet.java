package dev.selvedge.judge.score;

import dev.selvedge.core.UserException;
import dev.selvedge.judge.Labels;
import dev.selvedge.judge.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people said of some samples, found again by whatever names a record of a judge gives. */
public final class LabelSet {
    private final List<Labels> all = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    private LabelSet() {}

    /**
     * Reads the labels in a file or folder.
     *
     * @throws UserException if there are none, a record has no labels, or a sample is labelled twice
     */
    public static LabelSet read(Path path) {
        LabelSet set = new LabelSet();
        try (Stream<Labels> labels = Labels.stream(path)) {
            labels.forEach(set::add);
        }
        if (set.all.isEmpty()) {
            throw new UserException("There is no labelled record in '" + path + "'.");
        }
        return set;
    }

    /** Labels that are in memory. */
    public static LabelSet of(List<Labels> labels) {
        LabelSet set = new LabelSet();
        labels.forEach(set::add);
        return set;
    }

    private void add(Labels labels) {
        for (String name : names(labels.sample())) {
            Integer before = places.put(name, all.size());
            if (before != null) {
                throw new UserException("The sample " + labels.sample().id() + " of "
                        + labels.sample().dataset() + " is labelled twice (" + name
                        + "). Give one file or folder in which every sample stands once.");
            }
        }
        all.add(labels);
    }

    /** The strongest name first. */
    private static List<String> names(Sample sample) {
        List<String> names = new ArrayList<>();
        if (sample.total() != null) {
            names.add("total_index " + sample.total());
        }
        if (sample.query() != null && sample.attempt() != null) {
            names.add(sample.dataset() + " " + sample.query() + ":" + sample.attempt());
        }
        names.add(sample.dataset() + " record_id " + sample.id());
        return names;
    }

    /** Place of the labels of a sample in {@link #all}, null where nobody labelled it. */
    @Nullable
    Integer find(Sample sample) {
        return names(sample).stream()
                .map(places::get)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    /** In the order of the files. */
    public List<Labels> all() {
        return List.copyOf(all);
    }

    /** The data sets, in the order in which they first appear. */
    public List<String> datasets() {
        return all.stream().map(labels -> labels.sample().dataset()).distinct().toList();
    }
}
