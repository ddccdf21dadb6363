package dev.selvedge.synth.think;

import dev.selvedge.core.Policy;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run whose stages are driven by a teacher behind an endpoint: thoughts, and better drafts. */
final class KillableThinking {
    static final int IN_FLIGHT = 4;

    private KillableThinking() {}

    /** Directory, URL, number of workflows. */
    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        try (Run run = Run.open(Path.of(arguments[0]), recipe(arguments[1], count), Screen.silent())) {
            run.execute();
        }
    }

    static Recipe recipe(String url, int count) {
        Stage thoughts = Stage.named("thoughts", "1")
                .items(workspace -> ToyWorkflows.of(count))
                .virtualThreads(IN_FLIGHT)
                .worker(workspace -> new Asked<Workflow>(policy(url, workspace), KillableThinking::thought));
        Stage better = Stage.named("better", "1")
                .input("thoughts", thoughts)
                .items(workspace -> workspace.input("thoughts").stream(Annotation.class))
                .virtualThreads(IN_FLIGHT)
                .worker(workspace -> new Asked<Annotation>(policy(url, workspace), KillableThinking::refined));
        return Recipe.of("thinking", Map.of(), List.of(thoughts, better));
    }

    private static Outcome<Annotation> thought(Policy policy, Workflow workflow) {
        return new Thoughts(policy, ToyWorkflows.CATALOG, Teacher.Limits.STANDARD).annotate(workflow, 1);
    }

    private static Outcome<Annotation> refined(Policy policy, Annotation draft) {
        Workflow workflow = CodeParser.parse(draft.code(), ToyWorkflows.CATALOG).workflow();
        if (workflow == null) {
            return Outcome.reject("unreadable", draft.code());
        }
        Outcome<Refined> refined = new Refiner(policy, ToyWorkflows.CATALOG, Teacher.Limits.STANDARD)
                .refine(draft.query(), Skeleton.of(workflow).actions(), draft.plan(), draft.code(), 1);
        return Teacher.then(refined, better -> Outcome.keep(better.annotation()));
    }

    private static RemotePolicy policy(String url, Workspace workspace) {
        Endpoint endpoint = Endpoint.of(url, "teacher")
                .with("inFlight", IN_FLIGHT)
                .with("timeouts", new Endpoint.Timeouts(8, 8, 8))
                .with("retry", new Endpoint.Retry(5, 0.01, 0.05, 0));
        return RemotePolicy.open(endpoint, workspace.journal());
    }

    private interface Thinking<I> {
        Outcome<Annotation> about(Policy policy, I item);
    }

    private record Asked<I>(RemotePolicy policy, Thinking<I> thinking) implements Worker<I, Annotation> {
        @Override
        public List<Outcome<Annotation>> work(List<I> batch) {
            return batch.stream().map(item -> thinking.about(policy, item)).toList();
        }

        @Override
        public void close() {
            policy.close();
        }
    }
}
