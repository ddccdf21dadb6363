package dev.selvedge.synth.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import java.util.ArrayList;
import java.util.List;

/**
 * A role in self-play: what it may see of a task, how that is put to it, and how it samples. Who plays it is said when it
 * is asked, so that one set of weights may play several roles, and a role may go from one policy to another.
 *
 * @param view the fields that the wording gets; it cannot read another
 * @param wording of the visible task
 * @param sampling its seed is replaced by one for each sample
 */
public record Player(View view, Wording wording, Sampling sampling) {
    /** Puts a task into words. */
    @FunctionalInterface
    public interface Wording {
        /** The messages for a task that has the fields of the view and no others. */
        List<Message> of(Task visible);
    }

    public String name() {
        return view.role();
    }

    /**
     * What the role is asked.
     *
     * @throws IllegalArgumentException if the task lacks a field of the view, or the wording reads one beside it
     */
    public Prompt prompt(Task task, long seed) {
        return new Prompt(wording.of(view.of(task)), List.of(), sampling.withSeed(seed));
    }

    /**
     * Asks a policy in this role, everything at once.
     *
     * @param times samples for each task
     * @param seed each sample's follows from it, the task's id, the role and the sample's number
     * @return for each task its replies
     */
    public List<List<Reply>> ask(Policy policy, List<Task> tasks, int times, long seed) {
        var prompts = new ArrayList<Prompt>();
        for (Task task : tasks) {
            for (int i = 0; i < times; i++) {
                prompts.add(prompt(task, seed(task, seed, i)));
            }
        }
        List<Reply> replies = policy.completeAll(prompts);
        var grouped = new ArrayList<List<Reply>>();
        for (int t = 0; t < tasks.size(); t++) {
            grouped.add(List.copyOf(replies.subList(t * times, (t + 1) * times)));
        }
        return grouped;
    }

    private long seed(Task task, long seed, int sample) {
        String all = seed + "\n" + name() + "\n" + task.id() + "\n" + sample;
        return Long.parseUnsignedLong(ContentHash.of(all).hex().substring(0, 16), 16) >>> 1;
    }
}
