package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.document.Audited;
import dev.selvedge.synth.document.Auditor;
import dev.selvedge.synth.document.DistinctDocuments;
import dev.selvedge.synth.document.Document;
import dev.selvedge.synth.document.DocumentReader;
import dev.selvedge.synth.document.DocumentSplit;
import dev.selvedge.synth.document.DocumentStatistics;
import dev.selvedge.synth.document.KeptDocument;
import dev.selvedge.synth.document.PolicyAuditor;
import dev.selvedge.synth.document.RuleAuditor;
import dev.selvedge.synth.document.Splitting;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.near.Resemblance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a corpus of documents that questions of three levels can be asked about: reads files, drops what repeats, keeps what
 * the auditor accepts, and holds a part of it out. After DARC's preparation of data (its document filter), which leaves the
 * reading to others and cuts where documents are too long.
 *
 * @param recipe the run as a value
 * @param read every document that could be read
 * @param distinct those that are long enough and have a text of their own
 * @param apart those that are no near-duplicates of earlier ones
 * @param audited those that the auditor accepts
 * @param kept the corpus in its two parts; the result
 * @param statistics of what was read and of what was kept, as {@link DocumentStatistics} in a file each
 */
public record DocumentCorpus(
        Recipe recipe, Stage read, Stage distinct, Stage apart, Stage audited, Stage kept, Stage statistics) {
    public static final String NAME = "documents";

    /** Statistics of everything that could be read. */
    static final String OF_READ = "read.json";

    /** Statistics of what was kept. */
    static final String OF_KEPT = "kept.json";

    private static final String DOCUMENTS = "documents";

    /**
     * What is kept of the documents, and in which form.
     *
     * @param near when a document repeats an earlier one. Numbers tell documents apart, other than where text is collected
     *     for reading alone: questions ask for them
     * @param asking how an auditor that is a policy is asked
     * @param counting what the auditor that counts wants
     */
    public record DocumentSettings(
            Splitting splitting,
            Resemblance near,
            DocumentSplit split,
            PolicyAuditor.Limits asking,
            RuleAuditor.Floors counting) {
        private static final Resemblance NEAR = new Resemblance(Resemblance.Unit.WORDS, 5, false, 0.75);

        /** A tenth is held out, with everything that resembles it by a half. */
        public static final DocumentSettings STANDARD = new DocumentSettings(
                Splitting.STANDARD,
                NEAR,
                new DocumentSplit(1, 0.1, NEAR.withThreshold(0.5)),
                PolicyAuditor.Limits.STANDARD,
                RuleAuditor.Floors.STANDARD);
    }

    /**
     * The run over some sources, of which every file is read for their hash.
     *
     * @param judge the policy that audits; null for the rule that counts
     */
    public static DocumentCorpus of(DocumentSettings settings, Sources sources, EvaluationRun.@Nullable Asked judge) {
        return of(settings, sources, judge, "");
    }

    /**
     * The same as the beginning of another recipe.
     *
     * @param prefix of the names of all stages
     */
    public static DocumentCorpus of(
            DocumentSettings settings, Sources sources, EvaluationRun.@Nullable Asked judge, String prefix) {
        Stage read = Stage.named(prefix + "read", "3")
                .settings(settings.splitting())
                .input("files", sources.hash())
                .items(workspace -> sources.everyFile())
                .place(WorkflowFile::name)
                .threads(Runtime.getRuntime().availableProcessors())
                .each(file -> DocumentReader.read(file, settings.splitting()));
        Stage distinct = Stage.named(prefix + "duplicates", "1")
                .settings(Map.of("shortest", settings.splitting().shortest()))
                .input(DOCUMENTS, read)
                .directory(workspace -> distinct(workspace, settings.splitting().shortest()));
        Stage apart = Repeats.stage(
                Stage.named(prefix + "near-duplicates", "1")
                        .settings(settings.near())
                        .input(DOCUMENTS, distinct),
                DOCUMENTS,
                Document.class,
                Document::place,
                Document::text,
                settings.near());
        Stage audited = audit(settings, apart, judge, prefix);
        Stage kept = Stage.named(prefix + "kept", "1")
                .settings(settings.split())
                .input(DOCUMENTS, audited)
                .items(workspace -> workspace.input(DOCUMENTS).stream(Audited.class))
                .place(each -> each.document().place())
                .batches(64)
                .worker(workspace -> parting(workspace, settings.split()));
        Stage statistics = Stage.named(prefix + "statistics", "1")
                .input("read", read)
                .input("kept", kept)
                .directory(workspace -> {
                    count(workspace, "read", OF_READ, Document.class, Function.identity());
                    count(workspace, "kept", OF_KEPT, KeptDocument.class, KeptDocument::document);
                });
        List<Stage> stages = List.of(read, distinct, apart, audited, kept, statistics);
        return new DocumentCorpus(Recipe.of(NAME, settings, stages), read, distinct, apart, audited, kept, statistics);
    }

    private static void distinct(Workspace workspace, int shortest) {
        DistinctDocuments distinct = new DistinctDocuments(shortest);
        try (Stream<Document> documents = workspace.input(DOCUMENTS).stream(Document.class);
                Progress progress = workspace.progress(
                        workspace.stage(), workspace.input(DOCUMENTS).summary().records())) {
            documents.forEachOrdered(document -> {
                workspace.records().add(document.place(), distinct.check(document));
                progress.advance(1);
            });
        }
    }

    private static Stage audit(
            DocumentSettings settings, Stage apart, EvaluationRun.@Nullable Asked judge, String prefix) {
        Stage.Blueprint blueprint = Stage.named(prefix + "audit", "1").input(DOCUMENTS, apart);
        if (judge == null) {
            return blueprint
                    .settings(Map.of("counting", settings.counting()))
                    .items(workspace -> workspace.input(DOCUMENTS).stream(Document.class))
                    .place(Document::place)
                    .batches(64)
                    .threads(Runtime.getRuntime().availableProcessors())
                    .each(new RuleAuditor(settings.counting())::audit);
        }
        return blueprint
                .settings(Map.of("policy", judge.identity(), "asking", settings.asking()))
                .items(workspace -> workspace.input(DOCUMENTS).stream(Document.class))
                .place(Document::place)
                .virtualThreads(judge.concurrency())
                .worker(workspace -> {
                    Policy policy = judge.open().apply(workspace.journal());
                    return new Auditing(policy, new PolicyAuditor(policy, settings.asking()));
                });
    }

    /** A policy at work as auditor. */
    private record Auditing(Policy policy, Auditor auditor) implements Worker<Document, Audited> {
        @Override
        public List<Outcome<Audited>> work(List<Document> batch) {
            return batch.stream().map(auditor::audit).toList();
        }

        @Override
        public void close() {
            PolicyName.close(policy);
        }
    }

    /** Compares all documents first; then each gets its part. */
    private static Worker<Audited, KeptDocument> parting(Workspace workspace, DocumentSplit split) {
        List<Document> documents;
        try (Stream<Audited> all = workspace.input(DOCUMENTS).stream(Audited.class)) {
            documents = all.map(Audited::document).toList();
        }
        List<KeptDocument.Part> parts = split.parts(documents);
        Map<String, KeptDocument.Part> byId = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            byId.put(documents.get(i).id(), parts.get(i));
        }
        return batch -> batch.stream()
                .map(each -> Outcome.keep(new KeptDocument(
                        each.document(),
                        each.audit(),
                        Objects.requireNonNull(byId.get(each.document().id())))))
                .toList();
    }

    private static <R> void count(
            Workspace workspace, String input, String file, Class<R> type, Function<R, Document> document) {
        try (Stream<R> records = workspace.input(input).stream(type)) {
            DocumentStatistics statistics = DocumentStatistics.of(records.map(document));
            AtomicFile.write(workspace.directory().resolve(file), Json.pretty(statistics) + "\n");
        }
    }
}
