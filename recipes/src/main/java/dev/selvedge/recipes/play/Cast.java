package dev.selvedge.recipes.play;

import dev.selvedge.core.Json;
import dev.selvedge.recipes.EvaluationRun.Asked;
import dev.selvedge.recipes.PolicyName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who plays the roles that are not trained; null where the run's model does.
 *
 * @param questioner asks
 * @param solver answers in stage 1 without the document
 * @param teacher answers with the document
 * @param judge says whether questions are about their documents; null for a rule
 */
record Cast(
        @Nullable Asked questioner,
        @Nullable Asked solver,
        @Nullable Asked teacher,
        @Nullable Asked judge) {
    static Cast of(CastSettings settings) {
        return new Cast(
                asked(settings.questioner(), settings),
                asked(settings.solver(), settings),
                asked(settings.teacher(), settings),
                asked(settings.judge(), settings));
    }

    private static @Nullable Asked asked(String name, CastSettings settings) {
        String keyVariable = settings.keyVariable().isEmpty() ? null : settings.keyVariable();
        return name.isEmpty() ? null : Asked.of(PolicyName.parse(name), keyVariable, settings.seconds());
    }

    /** What replies depend on, for the identities of stages. */
    ObjectNode identity() {
        ObjectNode identity = Json.object();
        put(identity, "questioner", questioner);
        put(identity, "solver", solver);
        put(identity, "teacher", teacher);
        put(identity, "judge", judge);
        return identity;
    }

    private static void put(ObjectNode identity, String role, @Nullable Asked asked) {
        if (asked != null) {
            identity.set(role, asked.identity());
        }
    }
}
