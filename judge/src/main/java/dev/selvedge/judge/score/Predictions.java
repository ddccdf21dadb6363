package dev.selvedge.judge.score;

import dev.selvedge.core.UserException;
import dev.selvedge.judge.JsonRecords;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges' files. A judge is a run name (what stands after {@code __} in its files, whatever its case, else the judge that
 * the records name). Where several folders hold the same data set under one run name they are several judges. A judge
 * that has a folder to itself is called like the folder.
 */
final class Predictions {
    private final Path root;
    private final LabelSet labels;
    private final Map<String, Part> parts = new TreeMap<>();

    /** The records of one judge in one folder. */
    private static final class Part {
        final String folder;
        final String run;
        final Set<String> datasets = new HashSet<>();
        final Map<Integer, Judgement> judgements = new LinkedHashMap<>();
        final List<String> unreadable = new ArrayList<>();
        int records;
        int superseded;
        int extra;

        Part(String folder, String run) {
            this.folder = folder;
            this.run = run;
        }

        void add(Part more) {
            records += more.records;
            superseded += more.superseded;
            extra += more.extra;
            unreadable.addAll(more.unreadable);
            datasets.addAll(more.datasets);
            judgements.putAll(more.judgements);
        }
    }

    private Predictions(Path root, LabelSet labels) {
        this.root = root;
        this.labels = labels;
    }

    /**
     * The judges at a path, by name.
     *
     * @throws UserException if there are none
     */
    static List<JudgeRun> read(Path path, LabelSet labels) {
        Predictions predictions = new Predictions(path, labels);
        JsonRecords.files(path).forEach(predictions::readFile);
        List<JudgeRun> runs = predictions.runs();
        if (runs.stream().allMatch(run -> run.judgements().isEmpty())) {
            throw new UserException("No record in '" + path + "' is about a labelled sample ("
                    + runs.stream().mapToInt(JudgeRun::extra).sum()
                    + " are about others). Do the labels belong to these predictions?");
        }
        return runs;
    }

    private void readFile(Path file) {
        Path parent = root.equals(file) ? null : root.relativize(file).getParent();
        String folder = parent == null ? "" : parent.toString().replace('\\', '/');
        String name = file.getFileName().toString().replaceFirst("(\\.jsonl?)?(\\.gz)?$", "");
        int mark = name.indexOf("__");
        String run = mark < 0 ? "" : name.substring(mark + 2);
        Set<String> seen = new HashSet<>();
        try (Stream<JsonRecords.Located> records = JsonRecords.streamFile(file, Judgement.WORDS)) {
            records.forEach(located -> seen.add(take(located, folder, run)));
        }
        if (seen.isEmpty() && mark >= 0) {
            part(folder, run).datasets.add(Sample.dataset(file));
        }
    }

    private String take(JsonRecords.Located located, String folder, String run) {
        Judgement judgement;
        try {
            judgement = Judgement.labelsOf(located);
        } catch (UserException e) {
            Part part = part(folder, run.isEmpty() ? Sample.dataset(located.file()) : run);
            part.records++;
            part.unreadable.add(String.valueOf(e.getMessage()));
            return part.run;
        }
        Part part = part(folder, run.isEmpty() ? judgement.verdict().judge() : run);
        part.records++;
        part.datasets.add(judgement.sample().dataset());
        Integer place = labels.find(judgement.sample());
        if (place == null) {
            part.extra++;
            return part.run;
        }
        Judgement before = part.judgements.get(place);
        part.superseded += before == null ? 0 : 1;
        if (before == null || !JudgedAt.isAfter(before, judgement)) {
            part.judgements.put(place, judgement);
        }
        return part.run;
    }

    private Part part(String folder, String run) {
        return parts.computeIfAbsent(folder + "\n" + fold(run), key -> new Part(folder, run));
    }

    private static String fold(String run) {
        return run.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private List<JudgeRun> runs() {
        List<Part> judges = new ArrayList<>();
        Map<String, List<Part>> byRun = new TreeMap<>();
        parts.values()
                .forEach(part -> byRun.computeIfAbsent(fold(part.run), k -> new ArrayList<>())
                        .add(part));
        for (List<Part> same : byRun.values()) {
            int datasets = same.stream().mapToInt(part -> part.datasets.size()).sum();
            long different = same.stream()
                    .flatMap(part -> part.datasets.stream())
                    .distinct()
                    .count();
            if (same.size() > 1 && datasets == different) {
                Part together = new Part("", same.getFirst().run);
                same.forEach(together::add);
                judges.add(together);
            } else {
                judges.addAll(same);
            }
        }
        return judges.stream()
                .map(part -> run(part, name(part, judges)))
                .sorted(Comparator.comparing(JudgeRun::name))
                .toList();
    }

    private static String name(Part part, List<Part> judges) {
        boolean alone =
                judges.stream().filter(one -> one.folder.equals(part.folder)).count() == 1;
        boolean unique = judges.stream()
                        .filter(one -> fold(one.run).equals(fold(part.run)))
                        .count()
                == 1;
        return alone && !part.folder.isEmpty() ? part.folder : unique ? part.run : part.folder + "/" + part.run;
    }

    private static JudgeRun run(Part part, String name) {
        return new JudgeRun(
                name, part.run, false, part.judgements, part.records, part.superseded, part.extra, part.unreadable);
    }
}
