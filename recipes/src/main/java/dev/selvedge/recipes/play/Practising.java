package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.Model;
import dev.selvedge.train.rollout.Practice;
import java.util.Map;
import java.util.TreeMap;

/** The body of a stage in which a model practises: goes on from checkpoints, and writes down every round. */
final class Practising {
    /** The model's directory within the stage. */
    static final String MODEL = "model";

    private Practising() {}

    /**
     * Practises and writes the model.
     *
     * @param practice over this model
     * @param given what decides the rollouts beside settings and weights
     */
    static void run(Workspace workspace, Model model, Practice practice, ContentHash given) {
        try (Progress progress =
                workspace.progress(workspace.stage(), practice.settings().rounds())) {
            int[] done = {0};
            practice.run(workspace.work().resolve("checkpoints"), given, round -> {
                if (done[0] == 0 && round.round() > 1) {
                    progress.skip(round.round() - 1L);
                    workspace.log("goes on after round " + (round.round() - 1));
                }
                done[0] = round.round();
                progress.advance(1);
                workspace.metric(round.round(), finite(round.values()));
            });
        }
        model.write(workspace.directory().resolve(MODEL));
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        var finite = new TreeMap<>(values);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
