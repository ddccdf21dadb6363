package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Rejection;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.document.DocumentStatistics;
import dev.selvedge.synth.document.KeptDocument;
import dev.selvedge.synth.document.RuleAuditor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a corpus of documents came to.
 *
 * @param files files and entries of archives that were looked at
 * @param read documents that they came to
 * @param kept documents of the corpus
 * @param heldOut those of them that are held out
 * @param rejected files and documents by the reason why they were not taken
 * @param auditor name of who audited
 * @param ofRead what the documents that were read are like
 * @param ofKept what the corpus is like
 */
public record DocumentReport(
        long files,
        long read,
        long kept,
        long heldOut,
        SortedMap<String, Long> rejected,
        String auditor,
        DocumentStatistics ofRead,
        DocumentStatistics ofKept) {
    /** The corpus in the run's directory. */
    public static final String DOCUMENTS = "documents.jsonl";

    /** What was not taken, in the run's directory. */
    public static final String REJECTED = "rejected.jsonl";

    /** A line of the list of rejects. */
    private record Refused(String stage, String place, String reason, String detail) {}

    /**
     * Of a run that is done.
     *
     * @param auditor name of the policy, null for the rule that counts
     */
    public static DocumentReport of(Run run, DocumentCorpus corpus, @Nullable String auditor) {
        SortedMap<String, Long> rejected = new TreeMap<>();
        for (Stage stage : refusing(corpus)) {
            run.result(stage).summary().rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
        }
        long heldOut;
        try (Stream<KeptDocument> kept = run.result(corpus.kept()).stream(KeptDocument.class)) {
            heldOut = kept.filter(each -> each.part() == KeptDocument.Part.HELD_OUT)
                    .count();
        }
        return new DocumentReport(
                run.result(corpus.read()).summary().items(),
                run.result(corpus.read()).summary().records(),
                run.result(corpus.kept()).summary().records(),
                heldOut,
                rejected,
                auditor == null ? RuleAuditor.NAME : auditor,
                statistics(run.result(corpus.statistics()).file(DocumentCorpus.OF_READ)),
                statistics(run.result(corpus.statistics()).file(DocumentCorpus.OF_KEPT)));
    }

    private static List<Stage> refusing(DocumentCorpus corpus) {
        return List.of(corpus.read(), corpus.distinct(), corpus.apart(), corpus.audited());
    }

    private static DocumentStatistics statistics(Path file) {
        try {
            return Json.read(Files.readString(file), DocumentStatistics.class);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /**
     * Writes the corpus and the list of rejects into the run's directory, each whole or not at all.
     *
     * @throws UserException if they cannot be written
     */
    public static void publish(Run run, DocumentCorpus corpus) {
        Path documents = run.directory().resolve(DOCUMENTS);
        Path rejected = run.directory().resolve(REJECTED);
        Path documentsAside = AtomicFile.aside(documents);
        Path rejectedAside = AtomicFile.aside(rejected);
        try {
            Files.copy(
                    run.result(corpus.kept()).file("records.jsonl"),
                    documentsAside,
                    StandardCopyOption.REPLACE_EXISTING);
            try (BufferedWriter out = Files.newBufferedWriter(rejectedAside)) {
                for (Stage stage : refusing(corpus)) {
                    for (Rejection each : run.result(stage).rejections()) {
                        Refused refused = new Refused(stage.name(), each.place(), each.reason(), each.detail());
                        out.append(Json.write(refused)).append('\n');
                    }
                }
            }
            AtomicFile.publish(rejectedAside, rejected);
            AtomicFile.publish(documentsAside, documents);
        } catch (IOException e) {
            throw UserException.writing(documents, e);
        }
    }

    /** The report of the run, with its chart. */
    public Report report(Run run, DocumentCorpus corpus) {
        return new Report(
                "Corpus of documents",
                "",
                "Files were read as documents; what is too short, repeats an earlier one, or cannot carry questions of"
                        + " three levels was dropped, and a part is held out.",
                List.of(
                        new Report.Fact("Looked at", String.format(Locale.ROOT, "%,d files and entries", files)),
                        new Report.Fact("Kept", String.format(Locale.ROOT, "%,d documents", kept)),
                        new Report.Fact("Held out", String.format(Locale.ROOT, "%,d of them", heldOut)),
                        new Report.Fact("Audited by", auditor),
                        new Report.Fact("Rejected", rejections())),
                new Scoreboard(List.of(), List.of()),
                List.of(),
                Report.StageLine.of(run, corpus.recipe()),
                List.of(),
                List.of(),
                auditor.equals(RuleAuditor.NAME)
                        ? List.of("Nobody read the documents: the counting rule keeps whatever has enough different"
                                + " statements, passages and details.")
                        : List.of(),
                List.of(table()),
                List.of(formats()));
    }

    /** The rejects in a line. */
    public String rejections() {
        return CollectReport.line(rejected);
    }

    /** What was read beside what was kept. */
    public Report.Table table() {
        return new Report.Table(
                "Documents",
                List.of("", "read", "kept"),
                List.of(
                        row("documents", ofRead.documents(), ofKept.documents()),
                        row("files that they are from", ofRead.sources(), ofKept.sources()),
                        row("characters", ofRead.characters(), ofKept.characters()),
                        row("median characters", ofRead.median(), ofKept.median()),
                        row("most characters", ofRead.longest(), ofKept.longest()),
                        row("actions described", ofRead.actions(), ofKept.actions())));
    }

    private static List<String> row(String name, @Nullable Number read, @Nullable Number kept) {
        return List.of(name, number(read), number(kept));
    }

    private static String number(@Nullable Number number) {
        return number == null ? "unknown" : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    private Report.Distribution formats() {
        SortedSet<String> names = new TreeSet<>(ofRead.byFormat().keySet());
        List<Report.Part> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(new Report.Part(name, Arrays.asList(share(ofKept, name), share(ofRead, name))));
        }
        return new Report.Distribution("Documents by format", "", List.of("kept", "read"), parts);
    }

    private static @Nullable Double share(DocumentStatistics set, String format) {
        return set.documents() == 0 ? null : (double) set.byFormat().getOrDefault(format, 0) / set.documents();
    }
}
