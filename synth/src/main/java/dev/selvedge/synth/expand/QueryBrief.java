package dev.selvedge.synth.expand;

import java.util.List;

/**
 * Everything that goes into one new question, so that the question can be explained and asked for again.
 *
 * @param id follows from the expansion's seed and the index
 * @param seed decides what a writer leaves open
 * @param applications that were drawn, without the built-in one, in the order of drawing
 * @param actions identifiers of the actions that the question should need, built-in ones first
 * @param category that the question should be about, empty for any
 * @param examples that the writer is shown
 */
public record QueryBrief(
        String id,
        long seed,
        List<String> applications,
        List<String> actions,
        String category,
        List<QueryExample> examples) {
    public QueryBrief {
        applications = List.copyOf(applications);
        actions = List.copyOf(actions);
        examples = List.copyOf(examples);
    }
}
