package dev.selvedge.synth.expand;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotator;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.grow.Grown;
import dev.selvedge.synth.grow.Growth;
import java.util.List;
import java.util.Set;

/**
 * Writes questions without a language model: composes a workflow of the brief's actions, as many of them as fit together,
 * lets an annotator say it, and keeps what was asked and the actions. The workflow is the truth of the question, which no
 * annotator of drafts may see.
 */
public final class TemplateQueryWriter implements QueryWriter {
    private static final int DRAFTS = 48;

    private final Growth growth;
    private final Annotator narrator;

    /**
     * @param growth over all actions that may be used
     * @param narrator normally the {@link dev.selvedge.synth.TemplateAnnotator}
     */
    public TemplateQueryWriter(Growth growth, Annotator narrator) {
        this.growth = growth;
        this.narrator = narrator;
    }

    @Override
    public String name() {
        return narrator.name();
    }

    @Override
    public Outcome<Written> write(QueryBrief brief) {
        return growth.only(brief.actions(), brief.seed()).richest(DRAFTS).then(grown -> narrated(brief, grown));
    }

    private Outcome<Written> narrated(QueryBrief brief, Grown grown) {
        Set<String> called = Skeleton.of(grown.workflow()).actions();
        List<String> actions = brief.actions().stream().filter(called::contains).toList();
        return narrator.annotate(grown.workflow(), brief.seed())
                .then(said -> Outcome.keep(new Written(expanded(brief, said.query(), actions), said.code())));
    }
}
