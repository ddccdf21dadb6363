package dev.selvedge.recipes;

import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.Annotator;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.think.Teacher;
import dev.selvedge.synth.think.Thoughts;
import dev.selvedge.workflow.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Who writes comments, plans and queries, opened for a stage: a language model behind an endpoint, or the templates.
 *
 * @param annotator writes
 * @param policy behind it, null for the templates
 */
record Words(Annotator annotator, @Nullable RemotePolicy policy) implements AutoCloseable {
    static Words open(PipelineSettings.EndpointSettings settings, Catalog catalog, Workspace workspace) {
        if (settings.url().isEmpty()) {
            return new Words(new TemplateAnnotator(catalog), null);
        }
        RemotePolicy policy = RemotePolicy.open(endpoint(settings), workspace.journal());
        return new Words(new Thoughts(policy, catalog, Teacher.Limits.STANDARD), policy);
    }

    /** The name that stands in every record, without opening anything. */
    static String name(PipelineSettings.EndpointSettings settings) {
        return settings.url().isEmpty()
                ? TemplateAnnotator.NAME
                : endpoint(settings).name();
    }

    static Endpoint endpoint(PipelineSettings.EndpointSettings given) {
        Endpoint standard = Endpoint.of(given.url(), given.model());
        Endpoint.Retry retry = standard.retry();
        return standard.withKeyVariable(given.keyVariable().isEmpty() ? null : given.keyVariable())
                .with("inFlight", given.inFlight())
                .with(
                        "retry",
                        new Endpoint.Retry(
                                given.attempts(), retry.firstWaitSeconds(), retry.longestWaitSeconds(), retry.seed()));
    }

    @Override
    public void close() {
        if (policy != null) {
            policy.close();
        }
    }
}
