package dev.selvedge.synth.expand;

import java.util.List;

/**
 * A question of the collected part that a writer is shown.
 *
 * @param id of the sample that it comes from
 * @param query as asked
 * @param structure of its workflow
 * @param actions identifiers of the actions that its workflow calls
 */
public record QueryExample(String id, String query, Structure structure, List<String> actions) {
    public QueryExample {
        actions = List.copyOf(actions);
    }
}
