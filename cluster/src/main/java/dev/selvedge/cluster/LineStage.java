package dev.selvedge.cluster;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.Message;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.Wanted;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.export.Exported;
import dev.selvedge.synth.export.Form;
import dev.selvedge.synth.export.Limit;
import dev.selvedge.synth.export.Rendering;
import dev.selvedge.synth.export.RowExport;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record stage over lines of JSON, known by its name. Only name and settings travel to other machines; each opens the
 * function itself, so that it may hold what does not travel.
 *
 * @param name as it is typed
 * @param says what goes in and what comes out
 * @param files whether a line is a workflow file, so that a folder of them will do as well
 * @param defaults the settings with their defaults
 * @param function opens what is done with each line, by settings that are complete
 */
public record LineStage(
        String name,
        String says,
        boolean files,
        Map<String, String> defaults,
        Function<Map<String, String>, RecordStage.Work<Line, ?>> function) {
    /** Answers that are graded: one line of the stage {@code score}. */
    public record Answered(EvaluationTask task, String system, String answer) {}

    private static final String EXPORT = "export";
    private static final String TO = "to";

    private static final List<LineStage> ALL = List.of(
            new LineStage(
                    "collect",
                    "workflow files, or a folder of them, to workflows as code with what is known of them",
                    true,
                    Map.of(),
                    settings -> records(WorkflowFile.class, file -> Collected.read(file, Catalog.bundled()))),
            new LineStage(
                    "transcribe",
                    "workflow files, or a folder of them, to code with sidecars",
                    true,
                    Map.of(),
                    settings -> records(WorkflowFile.class, file -> Transcribed.of(file, Catalog.bundled()))),
            new LineStage(
                    "filter",
                    "collected workflows to those that are wanted",
                    false,
                    Map.of("min-actions", "1", "max-actions", "1000000", "binary", "false", "unknown-actions", "1"),
                    LineStage::filter),
            new LineStage(
                    EXPORT,
                    "samples, rows or conversations to rows of another form: as JSON Lines, and beside them the Parquet file or"
                            + " LLaMA-Factory's index that the form is read by",
                    false,
                    Map.of(TO, Form.TRL.label(), "paper", "false"),
                    LineStage::export),
            new LineStage(
                    "score",
                    "{task, system, answer} to grades by execution and CodeBLEU",
                    false,
                    Map.of("scenarios", "4"),
                    settings -> scoring(Settings.number(settings, "scenarios"))));

    /** All of them. */
    public static List<LineStage> all() {
        return ALL;
    }

    /**
     * The stage of a name.
     *
     * @throws UserException if there is none
     */
    public static LineStage named(String name) {
        return ALL.stream().filter(stage -> stage.name.equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = Stream.concat(
                            ALL.stream().map(LineStage::name), Stream.of(DuplicateStage.NAME, NearDuplicateStage.NAME))
                    .toList();
            return new UserException("There is no stage " + name + Suggestion.didYouMean(name, names)
                    + ". The stages are " + String.join(", ", names) + ".");
        });
    }

    /**
     * Opens what is done with each line.
     *
     * @param settings those that differ from the defaults
     * @throws UserException if the stage has no such setting, or it has not such a value
     */
    public RecordStage.Work<Line, ?> open(Map<String, String> settings) {
        return function.apply(Settings.complete(name, defaults, settings));
    }

    /** The workflow files of a folder or an archive as lines, in the order of their names. */
    public static List<Line> workflowFiles(Path folder) {
        try (Stream<WorkflowFile> files = Sources.at(List.of(folder.toAbsolutePath())).stream()) {
            return files.map(file -> Line.of(file.name(), Json.write(file))).toList();
        }
    }

    private static RecordStage.Work<Line, Collected> filter(Map<String, String> settings) {
        Wanted wanted;
        try {
            wanted = new Wanted(
                    Set.of(),
                    Settings.number(settings, "min-actions"),
                    Settings.number(settings, "max-actions"),
                    Settings.flag(settings, "binary"),
                    Settings.real(settings, "unknown-actions"));
        } catch (IllegalArgumentException e) {
            throw new UserException("The settings of filter do not fit: " + e.getMessage() + ".", e);
        }
        return records(Collected.class, workflow -> wanted.judge(workflow, Catalog.bundled()));
    }

    /** The form of training data that the records of a stage are in; records of any other kind are our own. */
    static Form form(String stage, Map<String, String> settings) {
        return stage.equals(EXPORT) ? Form.named(settings.getOrDefault(TO, Form.TRL.label())) : Form.CHAT;
    }

    private static RecordStage.Work<Line, ObjectNode> export(Map<String, String> settings) {
        Form form = Form.named(Settings.text(settings, TO));
        Rendering rendering = Settings.flag(settings, "paper") ? Rendering.PAPER : Rendering.OURS;
        RowExport export = new RowExport(form, rendering, Split.Part.TRAINING, Limit.NONE);
        return line -> switch (export.on(line)) {
            case Outcome.Kept<Exported>(List<Exported> rows) ->
                Outcome.keepAll(rows.stream().map(Exported::row).toList());
            case Outcome.Rejected<Exported>(String reason, String at, String detail) ->
                new Outcome.Rejected<>(reason, at, detail);
            case Outcome.Postponed<Exported>(String cause) -> Outcome.postpone(cause);
        };
    }

    private static RecordStage.Work<Line, ?> scoring(int scenarios) {
        Catalog catalog = Catalog.bundled();
        Evaluation evaluation =
                new Evaluation(catalog, new Equivalence(new Device(catalog, Limits.STANDARD)), scenarios);
        return records(
                Answered.class,
                answered -> Outcome.keep(evaluation.grade(
                        answered.system,
                        answered.task,
                        new Reply.Completion(Message.assistant(answered.answer), "stop", -1, -1, null),
                        0)));
    }

    /** Work on records of a type; a line that is none is rejected. */
    static <I, R> RecordStage.Work<Line, R> records(Class<I> type, RecordStage.Work<I, R> work) {
        return line -> {
            String text = line.text();
            if (text == null) {
                return Outcome.reject("bad-line", line.problem());
            }
            I record;
            try {
                record = Json.read(text, type);
            } catch (JacksonException e) {
                return Outcome.reject(
                        "bad-line", "It is no record of " + type.getSimpleName() + ": " + e.getOriginalMessage() + ".");
            }
            return work.on(record);
        };
    }
}
