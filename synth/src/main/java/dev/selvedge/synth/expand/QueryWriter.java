package dev.selvedge.synth.expand;

import dev.selvedge.core.run.Outcome;
import java.util.List;

/** Writes questions for briefs. Safe for use by several threads. */
public interface QueryWriter {
    /** Name for records and reports. */
    String name();

    /** Writes one question: a single one, a rejection, or a postponement where the writer is out of reach. */
    Outcome<Written> write(QueryBrief brief);

    /**
     * What became of a brief.
     *
     * @param query the question; never shows the truth
     * @param truth code of a workflow that answers it, for measuring drafts; empty where the writer knows none
     */
    record Written(ExpandedQuery query, String truth) {}

    /** The question of a brief, in these words and with these of its actions. */
    default ExpandedQuery expanded(QueryBrief brief, String query, List<String> actions) {
        return new ExpandedQuery(
                brief.id(),
                query,
                actions,
                brief.category(),
                brief.examples().stream().map(QueryExample::id).toList(),
                name(),
                brief.seed());
    }
}
