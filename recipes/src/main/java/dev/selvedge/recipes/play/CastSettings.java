package dev.selvedge.recipes.play;

/**
 * Who plays the roles that are not trained, by the names of policies: {@code endpoint:URL#MODEL}, {@code local:DIR} or
 * {@code scripted:FILE}. An empty name leaves a role to the model of the run.
 *
 * @param questioner asks; stage 1 is left out then, as nothing there could learn
 * @param solver answers in stage 1 without the document, and is frozen
 * @param teacher answers with the document, for references in stage 1 and labels in stage 2
 * @param judge says whether questions are about their documents; empty for a rule
 * @param keyVariable environment variable that holds the key of all endpoints, empty for none
 * @param seconds that a reply may take
 * @param giveUp leaves out of a round what an outage keeps back, instead of stopping; the weights then depend on outages
 */
public record CastSettings(
        String questioner,
        String solver,
        String teacher,
        String judge,
        String keyVariable,
        double seconds,
        boolean giveUp) {
    /** All roles are the run's model. */
    public static final CastSettings OWN = new CastSettings("", "", "", "", "", 1_200, false);
}
