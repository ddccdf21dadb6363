package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Trajectory;
import dev.selvedge.workflow.device.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows on the virtual device, as a user runs them. */
class DeviceRunTest {
    @TempDir
    private Path folder;

    private String file = "";
    private String scenario = "";

    @BeforeEach
    void aWorkflowAndAWorld() throws IOException {
        file = Files.writeString(folder.resolve("score.py"), """
                n = ask_for_input(prompt="Your score?", type="Number")
                if n > 25:
                    show_alert(message=f"Well done: {n}")
                else:
                    set_clipboard(content=n)
                """).toString();
        scenario = Files.writeString(folder.resolve("world.json"), "{\"seed\": 3, \"answers\": {\"Number\": [30]}}")
                .toString();
    }

    @Test
    void showsWhatItDoes() {
        Said said = Said.by("device", "run", file, "--scenario", scenario);
        assertThat(said.exit()).isZero();
        assertThat(said.text()).isEqualTo("""
                ask_for_input(question: "Your score?", type: "Number") on screen
                show_alert(message: "Well done: 30", title: "", cancel: "Yes") on screen
                finished; 3 steps, 3 of 3 statements that ran are interpreted, 1 of 2 branches reached
                """);
    }

    @Test
    void showsItStepByStep() {
        Said said = Said.by("device", "run", file, "--scenario", scenario, "--trace");
        assertThat(said.text()).startsWith("""
                n = ask_for_input(type: "Number", prompt: "Your score?") → "30"
                  ! ask_for_input(question: "Your score?", type: "Number") on screen
                if (left: "30", greater: "25") → "true"
                  show_alert(message: "Well done: 30")
                    ! show_alert(message: "Well done: 30", title: "", cancel: "Yes") on screen
                """);
    }

    @Test
    void printsJsonAndTrajectories() {
        Execution execution = Json.read(
                Said.by("device", "run", file, "--scenario", scenario, "--json").text(), Execution.class);
        assertThat(execution.effects()).hasSize(2);
        Trajectory told = Json.read(
                Said.by("device", "run", file, "--scenario", scenario, "--trajectory")
                        .text(),
                Trajectory.class);
        assertThat(told.steps()).hasSize(5);
        assertThat(told.seed()).isEqualTo(3);
    }

    @Test
    void runsOtherWorkflowsByName() throws IOException {
        String caller = Files.writeString(folder.resolve("caller.py"), "run_shortcut(name=\"helper\")\n")
                .toString();
        String helper = Files.writeString(folder.resolve("helper.py"), "show_result(text=\"helped\")\n")
                .toString();
        assertThat(Said.by("device", "run", caller, "--with", helper).text()).contains("text: \"helped\"");
        assertThat(Said.by("device", "run", caller).text()).doesNotContain("helped");
    }

    @Test
    void tellsCoverageFileByFile() {
        Said said = Said.by("device", "run", file, scenario, "--coverage");
        assertThat(said.exit()).isEqualTo(Main.REFUSED);
        assertThat(said.text())
                .contains("score.py")
                .contains("2 of   2 branches")
                .contains("1 files: 100.0 % of");
    }

    @Test
    void mistakesAreSentences() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"clipbord\": \"x\"}");
        Said said = Said.by("device", "run", file, "--scenario", wrong.toString());
        assertThat(said.exit()).isEqualTo(Main.FAILED);
        assertThat(said.text()).contains("wrong.json").contains("did you mean 'clipboard'?");
        assertThat(Said.by("device", "run", "nowhere.py").text()).contains("it does not exist");
    }
}
