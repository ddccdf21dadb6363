package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.remote.FaultyEndpoint;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.synth.collect.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs that orchestrate: one query with a model behind an endpoint, and the test tasks of a run. */
@Timeout(300)
class OrchestrateTest {
    private static final String QUERY = "Show the battery level in a notification";

    /** The smallest run that has test tasks and a model. */
    private static final List<String> TINY = List.of(
            "data.attempts=10",
            "data.unseenQuestionShare=0.5",
            "data.testTasks=1",
            "data.heldOutActions=2",
            "data.slicesPerFile=0",
            "rows.longestTokens=900",
            "model.width=32",
            "model.layers=1",
            "model.heads=2",
            "model.keyValueHeads=2",
            "model.feedForwardWidth=48",
            "model.vocabulary=300",
            "training.steps=1",
            "training.batch.examples=2",
            "training.threads=1",
            "training.learningRate.warmupSteps=1");

    @TempDir
    private Path folder;

    @Test
    void aModelThatIsToldWhatIsWrongMendsItsCode() throws Exception {
        Path shortcut = folder.resolve("battery.shortcut");
        Path trajectory = folder.resolve("said.jsonl");
        try (var endpoint =
                new FaultyEndpoint(FaultyEndpoint.sound(), FaultyEndpoint.of(OrchestrateRouteTest.LEARNS))) {
            String policy = "endpoint:" + endpoint.url() + "#learns";
            Said said = Said.by(
                    "orchestrate",
                    QUERY,
                    "--policy",
                    policy,
                    "--repairs",
                    "2",
                    "--json",
                    "--export",
                    shortcut.toString(),
                    "--trajectory",
                    trajectory.toString());
            assertThat(said.exit()).as(said.text()).isZero();
            JsonNode made = Json.parse(said.out());
            assertThat(made.path("sound").booleanValue()).isTrue();
            assertThat(made.path("attempts").size()).isEqualTo(2);
            assertThat(made.at("/attempts/0/problems/0").stringValue()).contains("show_notifcation");
            assertThat(Files.readString(trajectory))
                    .contains("show_notifcation")
                    .contains("show_notification");

            Said once = Said.by("orchestrate", QUERY, "--policy", policy, "--repairs", "0");
            assertThat(once.exit()).isEqualTo(Main.REFUSED);
            assertThat(once.err()).contains("Answer 1 of 1").contains("show_notifcation");
            assertThat(once.out()).contains("not a workflow");
        }
        assertThat(Said.by("show", shortcut.toString()).out()).contains("show_notification");
    }

    @Test
    void aDryRunShowsTheQuestionAndAsksNobody() {
        Said said = Said.by("orchestrate", QUERY, "--dry-run");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains(QUERY).contains("show_notification(");
    }

    @Test
    void theTasksOfARunAreOrchestratedByItsModel() throws Exception {
        Path run = folder.resolve("run");
        Recipe demo = Recipes.of(
                        "demo", "toy", TINY, Sources.of(BundledWorkflow.files().subList(0, 6)))
                .recipe();
        List<Stage> stages = demo.stages().stream()
                .filter(stage -> !stage.name().startsWith("grades-"))
                .toList();
        try (Run begun = Run.open(run, new Recipe(demo.name(), demo.settings(), stages), Screen.silent())) {
            begun.execute();
        }
        String[] options = {"--tasks", "1", "--repairs", "1", "--max-tokens", "8"};
        Said said = Said.by(
                "eval",
                "orchestrate",
                run.toString(),
                options[0],
                options[1],
                options[2],
                options[3],
                options[4],
                options[5],
                "--json");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode parts = Json.parse(said.out()).path("parts");
        assertThat(parts.size()).isPositive();
        assertThat(parts.get(0).path("executed").size()).isEqualTo(2);
    }

    @Test
    void mistakesAreToldInASentence() {
        String none = folder.resolve("none").toString();
        String model = folder.toString();
        for (List<String> wrong : List.of(
                List.of("orchestrate", QUERY, "--policy", "nobody"),
                List.of("orchestrate", QUERY, "--policy", "endpoint:http://127.0.0.1:9/v1"),
                List.of("orchestrate", QUERY, "--policy", "scripted:" + none),
                List.of("orchestrate", QUERY, "--model", none),
                List.of("orchestrate", QUERY, "--policy", "scripted:x", "--scenario", none),
                List.of("orchestrate", QUERY, "--policy", "scripted:x", "--repairs", "-1"),
                List.of("orchestrate", QUERY, "--policy", "scripted:x", "--actions", "0"),
                List.of("orchestrate", QUERY, "--policy", "scripted:x", "--samples", "many"),
                List.of("orchestrate", QUERY, "--policy", "scripted:x", "--exprot", "x"),
                List.of("orchestrate"),
                List.of("eval", "orchestrate", none),
                List.of("eval", "orchestrate", model),
                List.of("eval", "orchestrate", model, "--tasks", "0"),
                List.of("eval", "orchestrate", model, "--model", none),
                List.of("run", "workflowbench", "--scale", "huge"),
                List.of("run", "workflowbench", "--scale", "full", "--out", none),
                List.of("run", "workflowbench", "--set", "queries.cuont=3"),
                List.of("run", "workflowbench", "--set", "queries"),
                List.of("run", "workflowbench", "--set", "collecting.wanted.categories=[\"Gaems\"]"),
                List.of("run", "workflowbench", "--set", "model.base=" + none, "--dry-run"),
                List.of("run", "workflowbench", "--set", "annotator.policy=me"),
                List.of("run", "workflowbench", "--workflows", none),
                List.of("run", "workflowbench", "--workflows", model),
                List.of("run", "train"),
                List.of("run"))) {
            Said said = Said.by(wrong.toArray(String[]::new));
            assertThat(said.exit()).as("%s: %s", wrong, said.text()).isEqualTo(2);
            assertThat(said.err())
                    .as("%s", wrong)
                    .isNotBlank()
                    .doesNotContain("\tat ", "Exception", "mistake in Selvedge");
            assertThat(said.out()).as("%s", wrong).isEmpty();
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aDryRunOfTheDataConstructionSpellsWhatIsPublished() {
        Path out = folder.resolve("run");
        Said said = Said.by("run", "workflowbench", "--scale", "full", "--dry-run", "--out", out.toString());
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode settings = Json.parse(said.out()).path("settings");
        assertThat(settings.at("/queries/mostRows").intValue()).isEqualTo(91_992);
        assertThat(settings.at("/data/testTasks").intValue()).isEqualTo(1_190 / 2);
        assertThat(settings.at("/epochs").doubleValue()).isEqualTo(3);
        assertThat(settings.at("/warmupShare").doubleValue()).isEqualTo(0.1);
        assertThat(settings.at("/training/batch/examples").intValue()).isEqualTo(32);
        assertThat(settings.at("/training/batch/maxTokensPerExample").intValue())
                .isEqualTo(8_192);
        assertThat(settings.at("/training/learningRate/peak").doubleValue()).isEqualTo(2e-5);
        assertThat(settings.at("/training/learningRate/decay").stringValue()).isEqualTo("linear");
        assertThat(settings.at("/adapter/rank").intValue()).isZero();
        assertThat(out).doesNotExist();
    }
}
