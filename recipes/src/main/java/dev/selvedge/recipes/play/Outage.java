package dev.selvedge.recipes.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Inquiry;
import java.util.List;

/**
 * What a practice does when a service fails in the middle of a round. A round that learned from what was left would give
 * other weights than one without the outage, so it is given up before anything is learned from it: the run stops with a
 * sentence, and goes on from the last checkpoint to the same weights once the service is back.
 */
final class Outage {
    private Outage() {}

    /**
     * An inquiry that stops the run where nobody knows of a proposal.
     *
     * @param goesOn whether rounds learn from what is left instead; such proposals are unscored then
     */
    static Inquiry stops(Inquiry inquiry, boolean goesOn) {
        return goesOn
                ? inquiry
                : tasks -> {
                    List<Outcome<Task>> outcomes = inquiry.of(tasks);
                    List<String> causes = outcomes.stream()
                            .filter(outcome -> outcome instanceof Outcome.Postponed<Task>)
                            .map(outcome -> ((Outcome.Postponed<Task>) outcome).cause())
                            .toList();
                    if (!causes.isEmpty()) {
                        throw new UserException("Of " + tasks.size() + " replies of a round " + causes.size()
                                + " could not be scored, for example: " + causes.getFirst()
                                + " Nothing was learned from this round. Run the same command again to go on from the last"
                                + " checkpoint, or with --set cast.giveUp=true to leave such replies out.");
                    }
                    return outcomes;
                };
    }
}
