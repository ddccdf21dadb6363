package dev.selvedge.synth;

import dev.selvedge.core.ContentHash;
import dev.selvedge.workflow.Workflow;
import java.util.List;

/**
 * A workflow with everything that is said about it: one row of the data set. Its JSON form is {@code Json.write}.
 *
 * @param id unique; follows from the query and the code
 * @param origin where the workflow comes from
 * @param split the part that it belongs to
 * @param skeleton hash of the {@link Skeleton}
 * @param code the workflow as code, without comments
 * @param annotatedCode the same code with a comment above every statement
 * @param plan numbered steps, a line each
 * @param query what a user would ask for
 * @param actions identifiers of the actions that the workflow calls, sorted
 * @param annotator who wrote comments, plan and query: {@code template}, or the name of a policy
 * @param seed of the annotation
 */
public record Sample(
        String id,
        Origin origin,
        Split.Part split,
        String skeleton,
        String code,
        String annotatedCode,
        String plan,
        String query,
        List<String> actions,
        String annotator,
        long seed) {
    public Sample {
        actions = List.copyOf(actions);
    }

    /** The sample that an annotation of a workflow makes. */
    public static Sample of(
            Workflow workflow, Origin origin, Split split, Annotation annotation, String annotator, long seed) {
        Skeleton skeleton = Skeleton.of(workflow);
        return new Sample(
                ContentHash.of(annotation.query() + "\n" + annotation.code())
                        .hex()
                        .substring(0, 16),
                origin,
                split.partOf(skeleton),
                skeleton.hash(),
                annotation.code(),
                annotation.annotatedCode(),
                annotation.plan(),
                annotation.query(),
                List.copyOf(skeleton.actions()),
                annotator,
                seed);
    }

    /** The query as it is compared for equality: letters and digits in lower case, all else a single space. */
    public String normalizedQuery() {
        return query.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]+", " ")
                .strip();
    }
}
