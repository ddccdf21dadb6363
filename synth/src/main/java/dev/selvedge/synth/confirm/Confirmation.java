package dev.selvedge.synth.confirm;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Annotator;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.confirm.Gates.Verdict;
import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.synth.think.Commented;
import dev.selvedge.synth.think.Refiner;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Equivalence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a draft for a query and makes a row of the data set of it, after WorkflowLLM (section 3.3): of the drafts that
 * passed the rules, refinement of code and plan by a teacher, and the rules again. Different from it, there are several
 * drafts, of which the first that passes is taken; how many of the others do the same when they run is recorded. Safe for use by several threads.
 */
public final class Confirmation {
    private static final int SCENARIOS = 3;

    private final Catalog catalog;
    private final Gates gates;
    private final Equivalence equivalence;
    private final Annotator commenter;
    private final @Nullable Refiner refiner;
    private final Split split;

    /**
     * @param gates that a refinement has to pass
     * @param commenter writes the comments of a draft that lacks any, and the plan of one that has none; normally the
     *     {@link dev.selvedge.synth.TemplateAnnotator}
     * @param refiner makes code and plan better; null for none
     * @param split says to which part each row belongs
     */
    public Confirmation(
            Catalog catalog,
            Gates gates,
            Equivalence equivalence,
            Annotator commenter,
            @Nullable Refiner refiner,
            Split split) {
        this.catalog = catalog;
        this.gates = gates;
        this.equivalence = equivalence;
        this.commenter = commenter;
        this.refiner = refiner;
        this.split = split;
    }

    private record Passing(Drafted draft, Workflow workflow) {}

    /**
     * Chooses among the drafts of one query. What a draft has to pass before is not asked again here; only what a teacher
     * changed is put through the gates.
     *
     * @return the row; a rejection {@code no-draft-passes}, or with the reason of the last draft's refinement; a
     *     postponement where the teacher is out of reach
     * @throws IllegalArgumentException if a draft cannot have passed the gates, for its code is no workflow
     */
    public Outcome<Confirmed> confirm(DraftGroup group) {
        List<Passing> passing = group.passing().stream().map(this::passing).toList();
        Outcome<Confirmed> last = Outcome.reject(
                "no-draft-passes", "None of " + group.drafts() + " drafts passes the gates, whose rejects say why.");
        for (Passing chosen : passing) {
            last = finished(chosen, passing);
            if (!(last instanceof Outcome.Rejected<Confirmed>)) {
                break;
            }
        }
        return last;
    }

    private Passing passing(Drafted draft) {
        Workflow workflow = CodeParser.parse(draft.code(), catalog).workflow();
        if (workflow == null) {
            throw new IllegalArgumentException(
                    "draft " + draft.number() + " of " + draft.query().id() + " is no workflow");
        }
        return new Passing(draft, workflow);
    }

    private Outcome<Confirmed> finished(Passing chosen, List<Passing> passing) {
        Drafted draft = chosen.draft();
        ExpandedQuery query = draft.query();
        if (refiner == null) {
            return annotated(chosen.workflow(), draft)
                    .then(said -> Outcome.keep(confirmed(chosen, chosen.workflow(), said, passing)));
        }
        return refiner.refine(query.query(), query.actions(), draft.plan(), draft.code(), query.seed())
                .then(refined -> again(chosen, refined.annotation(), passing));
    }

    private Outcome<Confirmed> again(Passing chosen, Annotation said, List<Passing> passing) {
        return switch (gates.verdict(said.code(), chosen.draft().query().actions())) {
            case Verdict.Passed(Workflow workflow) -> Outcome.keep(confirmed(chosen, workflow, said, passing));
            case Verdict.Failed(Reason reason, String detail) ->
                new Outcome.Rejected<>(
                        "refined-" + reason.label(), "draft " + chosen.draft().number(), detail);
        };
    }

    /** The draft's own comments and plan where it has them. */
    private Outcome<Annotation> annotated(Workflow workflow, Drafted draft) {
        Commented own = Commented.of(workflow);
        boolean commented = own.uncommented(catalog).isEmpty();
        if (commented && !draft.plan().isBlank()) {
            return Outcome.keep(new Annotation(
                    own.code(catalog),
                    own.annotatedCode(catalog),
                    draft.plan(),
                    draft.query().query()));
        }
        return commenter
                .annotate(own.bare(), draft.query().seed())
                .then(said -> Outcome.keep(new Annotation(
                        commented ? own.code(catalog) : said.code(),
                        commented ? own.annotatedCode(catalog) : said.annotatedCode(),
                        draft.plan().isBlank() ? said.plan() : draft.plan(),
                        draft.query().query())));
    }

    private Confirmed confirmed(Passing chosen, Workflow workflow, Annotation said, List<Passing> passing) {
        ExpandedQuery query = chosen.draft().query();
        Sample sample = Sample.of(workflow, Origin.expanded(query.id()), split, said, query.writer(), query.seed());
        boolean refined = !said.code().equals(Commented.of(chosen.workflow()).code(catalog))
                || !said.plan().equals(chosen.draft().plan());
        return new Confirmed(
                sample,
                chosen.draft().number(),
                passing.size(),
                agreement(chosen, passing),
                refiner != null && refined);
    }

    private Score agreement(Passing chosen, List<Passing> passing) {
        if (passing.size() == 1) {
            return Score.unscored(Fault.DATA, "No other draft passes.");
        }
        Equivalence.Reference reference = equivalence.reference(chosen.workflow(), SCENARIOS);
        int same = 0;
        int decided = 0;
        for (Passing other : passing) {
            if (other.draft().number() != chosen.draft().number()) {
                switch (reference.compare(other.workflow())) {
                    case Comparison.Equal equal -> {
                        same++;
                        decided++;
                    }
                    case Comparison.Different different -> decided++;
                    case Comparison.Undecided undecided -> {}
                }
            }
        }
        return decided == 0
                ? Score.unscored(Fault.SYSTEM, "What the drafts do could not be compared.")
                : Score.of((double) same / decided);
    }
}
