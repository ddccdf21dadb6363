package dev.selvedge.synth.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.Message;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** WorkflowBench's records: as rows of the paper's form, as samples, and mended where their damage is known. */
class BenchTest {
    private static final String CODE = """
            # Ask the user
            answer = is_workflow_actions_ask( WFAskActionPrompt='''Who?''', Show-WFAskActionPrompt=True)
            # Say it, in two lines
            is_workflow_actions_notification( WFNotificationActionBody=f'''Hi,
            # The second line of the text
            {answer}''', WFNotificationActionTitle='''# no comment''')
            # Choose
            if answer == '''Ann''':
                # Do it
                com_example_App_DoIt( Key='''v''')
            """;

    private static Line line(Object record) {
        return new Line("f:1", Json.write(record), "");
    }

    private static BenchRecord record(String code) {
        return new BenchRecord(
                "k1",
                "Greet me.",
                List.of("is.workflow.actions.ask", "is.workflow.actions.notification", "com.example.App.DoIt"),
                "1. Ask",
                "",
                code);
    }

    @Test
    void recordsBecomeSamplesOfOurDialect() {
        Sample sample = kept(new SampleImport().on(line(record(CODE))));
        assertThat(sample.code()).isEqualTo("""
                answer = ask_for_input(prompt="Who?")
                show_notification(text=f"Hi,\\n{answer}", title="# no comment")
                if answer == "Ann":
                    call("com.example.App.DoIt", Key="v")
                """);
        assertThat(sample.annotatedCode())
                .startsWith("# Ask the user\nanswer = ask")
                .contains("    # Do it\n    call(");
        assertThat(sample.plan()).isEqualTo("1. Ask");
        assertThat(sample.actions()).contains("com.example.App.DoIt", "is.workflow.actions.ask");
        assertThat(sample.origin().from()).containsExactly("k1");
    }

    private static Sample kept(Outcome<Exported> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Kept.class);
        Exported exported = ((Outcome.Kept<Exported>) outcome).records().getFirst();
        return Json.read(Json.write(exported.row()), Sample.class);
    }

    @Test
    void samplesBecomeRecordsAndComeBack() {
        Sample sample = kept(new SampleImport().on(line(record(CODE))));
        Outcome<Exported> written =
                new RowExport(Form.WORKFLOWBENCH, Rendering.OURS, null, Limit.NONE).on(line(sample));
        BenchRecord record = Json.read(
                Json.write(
                        ((Outcome.Kept<Exported>) written).records().getFirst().row()),
                BenchRecord.class);
        assertThat(record).isEqualTo(BenchRecord.of(sample));
        assertThat(record.query()).isEqualTo("Greet me.");
    }

    @Test
    void recordsBecomeRowsOfThePapersForm() {
        ChatRow row = Form.WORKFLOWBENCH.read("f:1", ChatRow.object(Json.write(record(CODE))));
        assertThat(row.messages()).extracting(Message::role).hasToString("[SYSTEM, USER, ASSISTANT]");
        assertThat(row.messages().get(1).content())
                .contains("What is asked: Greet me.", "def ask_for_input(", "call(\"com.example.App.DoIt\", ...)");
        assertThat(row.messages().getLast().content())
                .startsWith("Thought:\n1. Ask\n\nCode:\n```python\n# Ask the user\n")
                .contains("WFAskActionPrompt='''Who?''')", "Body=f'''Hi,\n{answer}'''")
                .endsWith("\n```");
        assertThat(row.context()).isEqualTo(2);
        assertThat(row.rest().path("id").stringValue()).isEqualTo("k1");
    }

    /** A stage on other machines is sent its work. */
    @Test
    void workCanBeSent() throws Exception {
        for (Object work : List.of(
                new RowExport(Form.TRL, Rendering.PAPER, null, Limit.NONE),
                new RowImport(Form.VERL, Limit.NONE),
                new SampleImport())) {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(work);
            }
            try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(work);
            }
        }
    }

    @Test
    void onlySureDamageIsMended() {
        assertThat(BenchCode.repaired("x = '''a\n# b\nc\n# d\ne'''\n")).isEqualTo("x = '''a\nc\ne'''\n");
        assertThat(BenchCode.repaired("x = '''a\n# b\n# c'''")).isEqualTo("x = '''a\n# c'''");
        assertThat(BenchCode.repaired("x = '''# a\nb\n# c'''")).isEqualTo("x = '''# a\nb\n# c'''");
        assertThat(BenchCode.repaired("x = '''a\0b'''")).isEqualTo("x = '''a\\x00b'''");
        assertThat(BenchCode.repaired("f( Show-a.b=True, c=1, Show-d=False)")).isEqualTo("f( c=1)");
        assertThat(BenchCode.repaired("# it's '''\nx = '''Show-a=True'''"))
                .isEqualTo("# it's '''\nx = '''Show-a=True'''");
        for (String open : List.of("", "'''", "x = '''a\n# b", "# '''")) {
            assertThat(BenchCode.repaired(open)).isEqualTo(open);
        }
    }

    @Test
    void whatCannotBeMendedIsRefused() {
        for (String[] bad : new String[][] {
            {"x = '''bplist00\n# more\n\1'''", "binary-text"},
            {"while True: pass", "no-workflow"},
            {"is_workflow_actions_ask( WFAskActionPrompt='''a", "no-workflow"},
            {")))}}}]]] ,=", "no-workflow"}
        }) {
            assertThat(new SampleImport().on(line(record(bad[0]))))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            no -> assertThat(no.reason()).as(no.detail()).isEqualTo(bad[1]));
        }
    }
}
