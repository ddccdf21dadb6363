package dev.selvedge.synth.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CollectedTest {
    static final String SCORE = """
            provided_input = ask_for_input(prompt="Your score?", type="Number")
            if provided_input > 25:
                show_alert(message=f"Well done: {provided_input}")
            else:
                set_clipboard(content=provided_input)
            """;

    static Workflow workflow(String code) {
        CodeParser.Parsed parsed = CodeParser.parse(code, Catalog.bundled());
        Workflow workflow = parsed.workflow();
        assertThat(workflow).as(parsed.diagnostics().toString()).isNotNull();
        return java.util.Objects.requireNonNull(workflow);
    }

    static byte[] shortcut(String code) {
        return WorkflowWriter.write(workflow(code), Catalog.bundled());
    }

    static Collected collected(String name, byte[] bytes) {
        return switch (read(name, bytes)) {
            case Outcome.Kept<Collected> kept -> kept.records().getFirst();
            case Outcome<Collected> other -> throw new AssertionError(other);
        };
    }

    static Outcome<Collected> read(String name, byte[] bytes) {
        return Collected.read(
                new WorkflowFile(name, new WorkflowFile.Content.Bytes(bytes), Listing.NONE), Catalog.bundled());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void fileAndCodeGiveTheSame() {
        Collected file = collected("score.shortcut", shortcut(SCORE));
        Collected code = collected("score.py", utf8(SCORE));
        assertThat(file.code()).isEqualTo(SCORE).isEqualTo(code.code());
        assertThat(file.container()).isEqualTo("binary");
        assertThat(code.container()).isEqualTo("code");
        assertThat(code.content()).isEqualTo(file.content());
        assertThat(code.skeleton()).isEqualTo(file.skeleton());
        assertThat(code.counts()).isEqualTo(file.counts());
        assertThat(file.counts().actions())
                .as("three calls and an If of three entries")
                .isEqualTo(6);
        assertThat(file.statements()).isEqualTo(4);
        assertThat(Json.read(Json.write(file), Collected.class)).isEqualTo(file);
    }

    @Test
    void namesAndCommentsDoNotMakeAnotherWorkflow() {
        String renamed = SCORE.replace("provided_input", "points");
        assertThat(collected("a.py", utf8("# Asks.\n" + renamed)).content())
                .isEqualTo(collected("b.py", utf8(SCORE)).content());
        Collected other = collected("c.py", utf8(SCORE.replace("25", "26")));
        Collected swapped = collected("d.py", utf8(SCORE.replace("content=provided_input", "content=\"x\"")));
        assertThat(other.content()).isNotEqualTo(collected("b.py", utf8(SCORE)).content());
        assertThat(other.skeleton()).isEqualTo(collected("b.py", utf8(SCORE)).skeleton());
        assertThat(swapped.content()).isNotEqualTo(other.content());
    }

    @Test
    void whatIsNoWorkflowIsRefusedWithItsReason() {
        assertThat(read("a.shortcut", utf8("no"))).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("unreadable");
        });
        assertThat(read("a.py", utf8("launch_missiles()\n")))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo("unreadable");
                    assertThat(rejected.detail()).contains("launch_missiles");
                });
        assertThat(read("a.py", new byte[] {(byte) 0xff}).toString()).contains("UTF-8");
        assertThat(read("a.py", utf8("# nothing\n"))).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("empty");
        });
    }

    @Test
    void categoriesAreKnownInAnySpelling() {
        assertThat(Category.of("food and drink")).contains(Category.FOOD_AND_DRINK);
        assertThat(Category.of("Photo & Video")).contains(Category.PHOTO_AND_VIDEO);
        assertThat(Category.of("Gardening")).isEmpty();
        assertThat(Category.values()).hasSize(28);
    }
}
