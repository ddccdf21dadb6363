package dev.selvedge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.collect.Duplicates;
import dev.selvedge.synth.collect.Listing;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.export.Form;
import dev.selvedge.synth.export.Limit;
import dev.selvedge.synth.export.Rendering;
import dev.selvedge.synth.export.RowExport;
import dev.selvedge.synth.export.Transfer;
import dev.selvedge.synth.near.Deduplication;
import dev.selvedge.synth.near.PlantedTexts;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.synth.near.TextField;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every stage on two workers of this process beside the run on one machine. One session for all, as it takes seconds. */
class SparkRecordsTest {
    private static SparkRecords spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        spark = SparkRecords.open("local[2]");
    }

    @AfterAll
    static void close() {
        spark.close();
    }

    @Test
    void scores() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            EvaluationTask task =
                    new EvaluationTask("t" + i % 7, "c", "test", "Show it.", "show_alert(message=\"" + i % 7 + "\")\n");
            String code = "show_alert(message=\"" + (i % 3 == 0 ? i % 7 : i) + "\")";
            lines.add(Json.write(
                    new LineStage.Answered(task, "s", i % 11 == 0 ? "no code" : "```python\n" + code + "\n```")));
        }
        lines.add(4, "");
        lines.add(50, "{\"task\":1}");
        lines.add("no json");
        equalToTheLocalRun("score", lines, 2);
    }

    @Test
    void collectsAndTranscribesFiles() throws IOException, InterruptedException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Catalog catalog = Catalog.bundled();
        for (int i = 0; i < 20; i++) {
            Workflow workflow = CodeParser.parse(
                            "show_alert(message=\"" + i + "\")\nset_clipboard(content=\"x\")\n", catalog)
                    .workflow();
            Files.write(
                    files.resolve("w" + i + ".shortcut"),
                    WorkflowWriter.write(Objects.requireNonNull(workflow), catalog));
        }
        Files.writeString(files.resolve("w3.shortcut"), "bplist00 no more");
        List<Line> lines = LineStage.workflowFiles(files);
        equalToTheLocalRun("collect", () -> lines.stream(), files, 1);
        equalToTheLocalRun("transcribe", () -> lines.stream(), files, 1);
    }

    @Test
    void filtersAndKeepsTheFirstOfDuplicates() throws IOException, InterruptedException {
        List<Collected> workflows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            workflows.add(collected("w" + i + ".py", i % 5 == 0 ? "\n" : "set_clipboard(content=\"" + i % 7 + "\")\n"));
        }
        List<String> lines = new ArrayList<>(workflows.stream().map(Json::write).toList());
        lines.add(9, "{}");
        equalToTheLocalRun("filter", lines, 1);
        Duplicates duplicates = new Duplicates(true);
        RecordStage.Work<Line, Collected> local = line -> line.whole().equals("{}")
                ? LineStage.records(Collected.class, Outcome::keep).on(line)
                : duplicates.check(Json.read(line.whole(), Collected.class));
        equalToTheLocalRun(
                "duplicates",
                Map.of("same-skeleton", "true"),
                () -> Line.all(folder.resolve("in.jsonl")),
                local,
                folder.resolve("in.jsonl"),
                59);
    }

    private static Collected collected(String name, String more) {
        WorkflowFile file = new WorkflowFile(
                name,
                new WorkflowFile.Content.Bytes(("show_alert(message=\"a\")\n" + more).getBytes(StandardCharsets.UTF_8)),
                Listing.NONE);
        if (Collected.read(file, Catalog.bundled()) instanceof Outcome.Kept<Collected>(List<Collected> workflows)) {
            return workflows.getFirst();
        }
        throw new AssertionError(name);
    }

    @Test
    void exports() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lines.add("{\"messages\":[{\"role\":\"user\",\"content\":\"" + i
                    + "\"},{\"role\":\"assistant\",\"content\":\"yes\"}]}");
        }
        lines.add(7, "{\"messages\":5}");
        equalToTheLocalRun("export", lines, 1);
    }

    @Test
    void exportsFormsThatHaveAFileOfTheirOwnAsTheLocalExportDoes() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("{\"messages\":[{\"role\":\"user\",\"content\":\"" + i
                    + "\"},{\"role\":\"assistant\",\"content\":\"yes\"}],\"level\":" + i + "}");
        }
        lines.add(7, "{\"messages\":5}");
        lines.add(30, lines.get(30).replace("\"level\":29", "\"level\":{\"a\":[]}"));
        Path in = Files.writeString(folder.resolve("in.jsonl"), String.join("\n", lines) + "\n");
        for (Form form : List.of(Form.ALPACA, Form.SHAREGPT, Form.VERL, Form.VERL_SFT, Form.PARQUET)) {
            boolean index = form.container() == Form.Container.FOLDER;
            String file = index ? "" : "records.parquet";
            Path local = folder.resolve("local-" + form).resolve(file);
            Files.createDirectories(index ? local : Objects.requireNonNull(local.getParent()));
            Transfer.Summary expected;
            try (Stream<Line> rows = Line.all(in)) {
                expected = new Transfer(form, local, "records", false)
                        .run(
                                rows,
                                new RowExport(form, Rendering.OURS, Split.Part.TRAINING, Limit.NONE),
                                Screen.silent().start("rows", -1));
            }
            Path out = folder.resolve("spark-" + form);
            Summary summary = spark.run("export", Map.of("to", form.label()), in.toString(), out);

            assertThat(summary.kept()).as(form.label()).isEqualTo(expected.out());
            assertThat(summary.rejected()).as(form.label()).isEqualTo(expected.rejected());
            assertThat(summary.rejected().containsKey("not-in-the-columns"))
                    .as(form.label())
                    .isEqualTo(form == Form.VERL);
            for (String name : index ? List.of("records.jsonl", "dataset_info.json") : List.of(file)) {
                assertThat(out.resolve(name))
                        .as(form.label())
                        .hasSameBinaryContentAs(index ? local.resolve(name) : local);
            }
        }
    }

    private void equalToTheLocalRun(String name, List<String> lines, int rejected)
            throws IOException, InterruptedException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), String.join("\n", lines) + "\n");
        equalToTheLocalRun(name, () -> Line.all(in), in, rejected);
    }

    private void equalToTheLocalRun(String name, Supplier<Stream<Line>> lines, Path in, int rejected)
            throws IOException, InterruptedException {
        equalToTheLocalRun(name, Map.of(), lines, LineStage.named(name).open(Map.of()), in, rejected);
    }

    private void equalToTheLocalRun(
            String name,
            Map<String, String> settings,
            Supplier<Stream<Line>> lines,
            RecordStage.Work<Line, ?> work,
            Path in,
            int rejected)
            throws IOException, InterruptedException {
        Stage local = Stage.named(name, "1")
                .items(workspace -> lines.get())
                .place(Line::place)
                .each(work);
        Path expected;
        try (Run run = Run.open(
                folder.resolve("local " + name), new Recipe("local", Json.object(), List.of(local)), Screen.silent())) {
            run.execute();
            expected = run.result(local).directory();
        }
        Path out = folder.resolve("spark " + name);
        Summary summary = spark.run(name, settings, in.toString(), out);
        assertThat(summary.items() - summary.kept())
                .isEqualTo(rejected)
                .isEqualTo(
                        summary.rejected().values().stream().mapToLong(n -> n).sum());
        assertThat(out.resolve("records.jsonl")).hasSameTextualContentAs(expected.resolve("records.jsonl"));
        assertThat(out.resolve("rejected.jsonl")).hasSameTextualContentAs(expected.resolve("rejected.jsonl"));
    }

    @Test
    void removesNearDuplicates() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String text : PlantedTexts.of(400, 3).texts()) {
            lines.add(Json.write(Json.object().put("id", lines.size()).put("text", text)));
        }
        lines.add(10, "{\"id\":1}");
        lines.add(20, "");
        lines.add(390, "[");
        Path in = Files.writeString(folder.resolve("in.jsonl"), String.join("\n", lines));
        TextField field = new TextField("text");
        Deduplication.Summary local = new Deduplication(field, Resemblance.DOCUMENTS)
                .run(
                        in,
                        folder.resolve("kept.jsonl"),
                        folder.resolve("rejected.jsonl"),
                        Screen.silent().start("near", -1));
        Path out = folder.resolve("spark");
        Summary summary = spark.run("near-duplicates", Map.of(), in.toString(), out);
        assertThat(summary.rejected()).isEqualTo(local.rejected());
        assertThat(summary.rejected().get("near-duplicate")).isGreaterThan(20);
        assertThat(out.resolve("records.jsonl")).hasSameTextualContentAs(folder.resolve("kept.jsonl"));
        assertThat(out.resolve("rejected.jsonl")).hasSameTextualContentAs(folder.resolve("rejected.jsonl"));
    }

    @Test
    void tellsAMissingFileAndAnUnknownSetting() {
        assertThatThrownBy(() -> spark.run("score", Map.of(), "not/there.jsonl", folder))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no file not/there.jsonl.");
        assertThatThrownBy(() -> spark.run("score", Map.of("worlds", "3"), "in", folder))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no setting worlds; it has scenarios");
        assertThatThrownBy(() -> LineStage.named("scores")).hasMessageContaining("score");
    }
}
