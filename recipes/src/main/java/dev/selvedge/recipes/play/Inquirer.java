package dev.selvedge.recipes.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Worker;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.play.Inquiry;
import java.util.List;

/**
 * Finds something out about the tasks of a stage.
 *
 * @param inquiry what
 * @param policies that are asked for it, closed in the end
 */
record Inquirer(Inquiry inquiry, List<LocalPolicy> policies) implements Worker<Task, Task> {
    @Override
    public List<Outcome<Task>> work(List<Task> batch) {
        return inquiry.of(batch);
    }

    @Override
    public void close() {
        policies.forEach(LocalPolicy::close);
    }
}
