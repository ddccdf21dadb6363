package dev.selvedge.synth.expand;

import java.util.List;

/**
 * A question that was made up, with what it should need. Its JSON form is {@code Json.write}.
 *
 * @param id of its brief, unique in an expansion
 * @param query what a user would ask for
 * @param actions identifiers of the actions that its workflow should call, in the order in which they are offered
 * @param category the target category, empty without one
 * @param examples ids of the examples that the writer saw
 * @param writer who wrote it: {@code template}, or the name of a policy
 * @param seed of its brief
 */
public record ExpandedQuery(
        String id,
        String query,
        List<String> actions,
        String category,
        List<String> examples,
        String writer,
        long seed) {
    public ExpandedQuery {
        actions = List.copyOf(actions);
        examples = List.copyOf(examples);
    }
}
