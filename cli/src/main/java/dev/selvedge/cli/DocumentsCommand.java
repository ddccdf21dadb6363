package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.recipes.DocumentCorpus;
import dev.selvedge.recipes.DocumentCorpus.DocumentSettings;
import dev.selvedge.recipes.DocumentReport;
import dev.selvedge.recipes.EvaluationRun;
import dev.selvedge.recipes.PolicyName;
import dev.selvedge.synth.collect.Listing;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.document.DocumentSplit;
import dev.selvedge.synth.document.PolicyAuditor;
import dev.selvedge.synth.document.Splitting;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.CatalogFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Documents from wherever they lie: read, split, without repetition, audited, in two parts. */
@Command(
        name = "documents",
        description = {
            "Makes a corpus of documents from folders, archives (zip, tar, gz) and files: text, Markdown, HTML, PDF, OpenAPI,"
                    + " MCP tool lists and catalogues of actions.",
            "What is too short, repeats an earlier one, or cannot carry questions of three levels is rejected with its"
                    + " reason. Nothing is fetched. Resumes where it stopped.",
            "Writes DIR/documents.jsonl, DIR/rejected.jsonl and a report."
        },
        mixinStandardHelpOptions = true)
final class DocumentsCommand implements Callable<Integer> {
    private static final DocumentSettings STANDARD = DocumentSettings.STANDARD;
    private static final String CATALOGUE = "actions of Selvedge.json";

    @Parameters(arity = "0..*", paramLabel = "PATHS", description = "Folders, archives or files.")
    private List<Path> paths = List.of();

    @Option(names = "--actions", description = "The bundled catalogue of actions is a source, too.")
    private boolean actions;

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("selvedge-out", DocumentCorpus.NAME);

    @Option(
            names = "--audit",
            paramLabel = "POLICY",
            description =
                    "Who decides what can carry questions: endpoint:URL#MODEL, local:DIR or scripted:FILE. Without"
                            + " it a rule that only counts statements, passages and details.")
    private @Nullable String audit;

    @Option(
            names = "--longest",
            paramLabel = "N",
            description = "Most characters of a document; longer ones are split. Default ${DEFAULT-VALUE}.")
    private int longest = STANDARD.splitting().longest();

    @Option(
            names = "--shortest",
            paramLabel = "N",
            description = "Fewest characters of a document; default ${DEFAULT-VALUE}.")
    private int shortest = STANDARD.splitting().shortest();

    @Option(
            names = "--threshold",
            paramLabel = "0..1",
            description = "Least Jaccard similarity of near-duplicates; default ${DEFAULT-VALUE}.")
    private double threshold = STANDARD.near().threshold();

    @Option(
            names = "--held-out",
            paramLabel = "0..1",
            description = "Share that is held out, each with all that is like it; default ${DEFAULT-VALUE}.")
    private double heldOut = STANDARD.split().heldOut();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what is held out; default ${DEFAULT-VALUE}.")
    private long seed = STANDARD.split().seed();

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Option(names = "--dry-run", description = "Prints the recipe with every setting, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        DocumentSettings settings = settings();
        EvaluationRun.Asked judge = audit == null
                ? null
                : EvaluationRun.Asked.of(PolicyName.parse(audit), endpoints.keyVariable(), endpoints.seconds());
        DocumentCorpus corpus = DocumentCorpus.of(settings, sources(), judge);
        if (dryRun) {
            System.out.println(Json.pretty(corpus.recipe().print()));
            return 0;
        }
        try (Run run = Run.open(out, corpus.recipe())) {
            run.execute();
            DocumentReport report = DocumentReport.of(run, corpus, judge == null ? null : judge.name());
            DocumentReport.publish(run, corpus);
            report.report(run, corpus).write(out);
            tell(report);
        }
        return 0;
    }

    private Sources sources() {
        if (!actions) {
            if (paths.isEmpty()) {
                throw new UserException("Name folders, archives or files to read, or --actions.");
            }
            return Collect.sources(paths);
        }
        byte[] catalogue = CatalogFile.write(Catalog.bundled()).getBytes(StandardCharsets.UTF_8);
        return Sources.at(paths)
                .with(new WorkflowFile(CATALOGUE, new WorkflowFile.Content.Bytes(catalogue), Listing.NONE));
    }

    private DocumentSettings settings() {
        Resemblance near = Dedup.resemblance(STANDARD.near(), threshold);
        try {
            Splitting splitting = new Splitting(longest, shortest);
            Resemblance apart = near.withThreshold(
                    Math.min(threshold, STANDARD.split().apart().threshold()));
            PolicyAuditor.Limits asking = STANDARD.asking();
            return new DocumentSettings(
                    splitting, near, new DocumentSplit(seed, heldOut, apart), asking, STANDARD.counting());
        } catch (IllegalArgumentException e) {
            throw new UserException("This cannot be: " + e.getMessage() + ".", e);
        }
    }

    private void tell(DocumentReport report) {
        Path documents = out.resolve(DocumentReport.DOCUMENTS);
        if (json) {
            ObjectNode node = (ObjectNode) Json.tree(report);
            System.out.println(Json.write(node.put("records", documents.toString())));
            return;
        }
        System.out.println(report.table().toText());
        System.out.println("looked at " + report.files() + " files, read " + report.read() + " documents, kept "
                + report.kept() + " (" + report.heldOut() + " held out), rejected: " + report.rejections());
        System.out.println("Audited by: " + report.auditor());
        System.out.println("Documents: " + documents);
        System.out.println("Rejected: " + out.resolve(DocumentReport.REJECTED));
        System.out.println("Report: " + out.resolve("report.html"));
    }
}
