package dev.selvedge.recipes.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.recipes.EvaluationRun.Asked;
import dev.selvedge.recipes.PolicyName;
import dev.selvedge.synth.play.Inquiry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies at work in a stage: models of its inputs, and those that the cast names. Each is opened once. */
final class Troupe implements AutoCloseable {
    private final Workspace workspace;
    private final Cast cast;
    private final Map<String, Policy> open = new LinkedHashMap<>();

    Troupe(Workspace workspace, Cast cast) {
        this.workspace = workspace;
        this.cast = cast;
    }

    /** The model of an input. */
    Policy model(String input) {
        return open.computeIfAbsent("input " + input, key -> Trainee.policy(workspace, input));
    }

    /** Who asks: the cast's, or else the model of an input. */
    Policy questioner(String input) {
        return played("questioner", cast.questioner(), input);
    }

    /** Who answers without the document. */
    Policy solver(String input) {
        return played("solver", cast.solver(), input);
    }

    /** Who answers with the document. */
    Policy teacher(String input) {
        return played("teacher", cast.teacher(), input);
    }

    /** Who answers with the document where that is not the cast's: the policy that learns. */
    Policy teacher(Policy learner) {
        Asked named = cast.teacher();
        return named == null ? learner : open("teacher", named);
    }

    /** Who says whether questions are about their documents; null for the rule. */
    @Nullable
    Policy judge() {
        Asked named = cast.judge();
        return named == null ? null : open("judge", named);
    }

    private Policy played(String role, @Nullable Asked named, String input) {
        return named == null ? model(input) : open(role, named);
    }

    private Policy open(String role, Asked named) {
        return open.computeIfAbsent(role, key -> named.open().apply(workspace.journal()));
    }

    /** An inquiry as the work of a stage, which closes the policies in the end. */
    Worker<Task, Task> worker(Inquiry inquiry) {
        return new Worker<>() {
            @Override
            public List<Outcome<Task>> work(List<Task> batch) {
                return inquiry.of(batch);
            }

            @Override
            public void close() {
                Troupe.this.close();
            }
        };
    }

    @Override
    public void close() {
        open.values().forEach(PolicyName::close);
    }
}
