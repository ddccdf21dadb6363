package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.JsonLines;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.recipes.DocumentCorpus;
import dev.selvedge.recipes.DocumentReport;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.darc.Ability;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.document.KeptDocument;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stages that make the user's documents what self-play begins with (DARC, section 2.2): documents of mathematics and
 * general ones, so many of each, shuffled. What differs: nothing is cut off a document, which is split before; a part is
 * held out for the exam.
 *
 * @param stages in order
 * @param documents the last of them; its tasks have {@link Fields#DOCUMENT}, {@link Fields#DOCUMENT_ID}, {@link #ABILITY}
 *     and {@link #PART}
 */
record Corpus(List<Stage> stages, Stage documents) {
    /** Of a document: what its corpus is of. */
    static final String ABILITY = "ability";

    /** Of a document: the {@link Part}'s name. */
    static final String PART = "part";

    Corpus {
        stages = List.copyOf(stages);
    }

    /**
     * The stages for some places.
     *
     * @param seed of the order
     * @throws UserException if there is nothing at a place
     */
    static Corpus of(CorpusSettings settings, long seed) {
        var places = new TreeMap<Ability, Path>();
        put(places, Ability.MATH, settings.math());
        put(places, Ability.GENERAL, settings.general());
        var stages = new ArrayList<Stage>();
        var files = new TreeMap<Ability, Path>();
        Stage.Blueprint blueprint =
                Stage.named("documents", "1").settings(Map.of("most", settings.most(), "seed", seed));
        places.forEach((ability, place) -> {
            Path made = Files.isDirectory(place) ? place.resolve(DocumentReport.DOCUMENTS) : place;
            if (made.toString().endsWith(".jsonl") && Files.isRegularFile(made)) {
                files.put(ability, made);
                blueprint.input(ability.published(), ContentHash.ofFile(made));
            } else {
                DocumentCorpus corpus = DocumentCorpus.of(
                        DocumentCorpus.DocumentSettings.STANDARD,
                        Sources.at(List.of(place)),
                        null,
                        ability.published() + "-");
                stages.addAll(corpus.recipe().stages());
                blueprint.input(ability.published(), corpus.kept());
            }
        });
        Stage documents = blueprint
                .items(workspace ->
                        taken(workspace, settings.most(), seed, List.copyOf(places.keySet()), files).stream())
                .place(Task::id)
                .each(Outcome::keep);
        stages.add(documents);
        return new Corpus(stages, documents);
    }

    private static void put(Map<Ability, Path> places, Ability ability, String text) {
        if (text.isEmpty()) {
            return;
        }
        Path place = Path.of(text);
        if (!Files.exists(place)) {
            throw new UserException(
                    "The setting documents." + ability.published() + " names " + place
                            + ", where there is nothing. It is a folder of documents, or what 'selvedge documents' made of one.");
        }
        places.put(ability, place);
    }

    private static List<Task> taken(
            Workspace workspace, int most, long seed, List<Ability> abilities, Map<Ability, Path> files) {
        var taken = new ArrayList<Task>();
        var seen = new HashSet<String>();
        for (Ability ability : abilities) {
            Path file = files.get(ability);
            int[] training = {0};
            try (Stream<KeptDocument> kept = file == null
                    ? workspace.input(ability.published()).stream(KeptDocument.class)
                    : JsonLines.stream(file, KeptDocument.class)) {
                kept.filter(document -> seen.add(document.document().id()))
                        .filter(document -> document.part() == Part.HELD_OUT || most == 0 || training[0]++ < most)
                        .forEachOrdered(document -> taken.add(task(document, ability)));
            }
        }
        Collections.shuffle(taken, new Random(seed));
        return taken;
    }

    private static Task task(KeptDocument kept, Ability ability) {
        return new Task(kept.document().id(), Map.of())
                .with(Fields.DOCUMENT, kept.document().text())
                .with(Fields.DOCUMENT_ID, kept.document().id())
                .with(ABILITY, ability.published())
                .with(PART, kept.part().name());
    }

    /** Documents of a part, each at all levels one after the other, with a type of answer drawn for each. */
    static List<List<Task>> assignments(Stream<Task> documents, Part part, long seed) {
        try (documents) {
            return documents
                    .filter(document -> document.text(PART).equals(part.name()))
                    .map(document -> atAllLevels(document).stream()
                            .map(task -> task.with(Fields.ANSWER_TYPE, type(task, seed)))
                            .toList())
                    .toList();
        }
    }

    /** A document at all levels, easy first. */
    static List<Task> atAllLevels(Task document) {
        return new TreeSet<>(Targets.PUBLISHED.keySet())
                .stream()
                        .map(level ->
                                document.named(document.id() + "-" + level).with(Fields.LEVEL, level))
                        .toList();
    }

    private static String type(Task task, long seed) {
        Ability ability = task.text(ABILITY).equals(Ability.MATH.published()) ? Ability.MATH : Ability.GENERAL;
        return ability.answerType(Split.fraction(seed + " answer type " + task.id()))
                .published();
    }
}
