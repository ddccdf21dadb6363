package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.Model;
import dev.selvedge.synth.export.ChatRow;
import dev.selvedge.synth.export.Exported;
import dev.selvedge.synth.export.Form;
import dev.selvedge.synth.export.Limit;
import dev.selvedge.synth.export.RowExport;
import dev.selvedge.synth.export.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What export and import of data have in common. */
final class DataOptions {
    static final String FORMS = "chat (our own), trl, trl-prompt, trl-completion, trl-preference, openai,"
            + " openai-preference, alpaca, alpaca-preference, sharegpt, sharegpt-preference (the four of"
            + " LLaMA-Factory), verl, verl-sft, parquet or workflowbench.";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the data set in a LLaMA-Factory folder; default selvedge.")
    private @Nullable String name;

    @Option(names = "--most-characters", paramLabel = "N", description = "Refuses rows with more characters than this.")
    private long mostCharacters = Long.MAX_VALUE;

    @Option(
            names = "--most-tokens",
            paramLabel = "N",
            description = "Refuses rows with more tokens than this, by the chat format of --model.")
    private long mostTokens = Long.MAX_VALUE;

    @Option(names = "--model", paramLabel = "DIR", description = "The model directory that counts tokens.")
    private @Nullable Path model;

    @Option(names = "--dry-run", description = "Does all the work and keeps nothing but the counts.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints the counts as one JSON value.")
    private boolean json;

    boolean json() {
        return json;
    }

    @Nullable
    String nameIfGiven() {
        return name;
    }

    /** How long a row may be. */
    Limit limit() {
        Path directory = model;
        if ((mostTokens < Long.MAX_VALUE) != (directory != null)) {
            throw new UserException("--most-tokens and --model belong together: the model's chat format counts.");
        }
        if (directory == null) {
            return new Limit(mostCharacters, new Limit.Characters());
        }
        if (mostCharacters < Long.MAX_VALUE) {
            throw new UserException("Of --most-tokens and --most-characters one can be given.");
        }
        return new Limit(mostTokens, new Tokens(Model.readChat(directory)));
    }

    /** Tokens of a conversation as a model's chat format writes it. */
    private record Tokens(ChatFormat format) implements Limit.Measure {
        @Override
        public long of(ChatRow row, List<Message> conversation) {
            Conversation written = format.begin(row.tools());
            for (Message message : conversation) {
                written = written.append(message);
            }
            return written.tokens().length();
        }

        @Override
        public String unit() {
            return "tokens";
        }
    }

    /** Works through the rows and tells how it went; the verb's exit code. */
    int transfer(Form form, Path out, Stream<Line> lines, RecordStage.Work<Line, Exported> work) throws Exception {
        Path parent = out.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UserException("There is no folder " + parent + " to write " + out.getFileName() + " into.");
        }
        if (Files.isDirectory(out) != (form.container() == Form.Container.FOLDER) && Files.exists(out)) {
            throw new UserException(out + " is " + (Files.isDirectory(out) ? "a folder" : "a file") + "; the form "
                    + form.label() + " is written as the other.");
        }
        Transfer transfer = new Transfer(form, out, name == null ? "selvedge" : name, dryRun);
        try (Progress progress = Progress.start("rows", -1)) {
            Transfer.Summary summary = transfer.run(lines, work, progress);
            tell(summary, transfer);
            long refused = summary.rejected().entrySet().stream()
                    .filter(reason -> !reason.getKey().equals(RowExport.OTHER_PART))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return refused > 0 || summary.out() == 0 ? Main.REFUSED : 0;
        }
    }

    private void tell(Transfer.Summary summary, Transfer transfer) {
        if (json) {
            System.out.println(Json.write(summary));
            return;
        }
        String written = dryRun ? "would be written" : summary.out() == 0 ? "written" : "written to " + transfer.out();
        System.out.println(summary.in() + " rows in, " + summary.out() + " " + written + " as " + summary.form() + ".");
        if (!summary.rejected().isEmpty()) {
            System.out.println("Rejected: " + counts(summary.rejected())
                    + (dryRun ? "." : "; each with its place in " + transfer.rejects() + "."));
        }
        if (!summary.leftOut().isEmpty()) {
            System.out.println("Left out, since the form has no place for it: " + counts(summary.leftOut()) + " rows.");
        }
        summary.notes().forEach(System.out::println);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
