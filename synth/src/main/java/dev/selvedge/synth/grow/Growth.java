package dev.selvedge.synth.grow;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes new workflows by composing actions whose types fit, after templates, weighted by what the seeds do. WorkflowLLM
 * (section 3.3) expands queries with a language model and lets another write their workflows; here workflows come first,
 * without a model, and are kept only if they run.
 *
 * <p>Every draft depends on the seed and its index alone, so that drafts can be made in any order, by many threads, and
 * again after a crash. Safe for use by several threads.
 */
public final class Growth {
    private static final int EXPECTING_DRAFTS = 1000;

    private final Draft.Materials materials;
    private final WorkflowFilter filter;
    private final Scale scale;
    private final long seed;

    /**
     * @param usable identifiers of the actions that may be used, normally those that the device interprets
     * @param seeds what growth leans on
     */
    public Growth(
            Catalog catalog, Set<String> usable, SeedStatistics seeds, WorkflowFilter filter, Scale scale, long seed) {
        List<Card> cards = Card.all(catalog, usable);
        Lexicon lexicon = Lexicon.bundled(seeds.literals());
        this(new Draft.Materials(catalog, cards, seeds, lexicon, new Filler(lexicon)), filter, scale, seed);
    }

    private Growth(Draft.Materials materials, WorkflowFilter filter, Scale scale, long seed) {
        this.materials = materials;
        this.filter = filter;
        this.scale = scale;
        this.seed = seed;
    }

    /** The growth that uses none but these of its actions, under another seed. */
    public Growth only(Collection<String> actions, long seed) {
        Set<String> wanted = Set.copyOf(actions);
        List<Card> cards = materials.cards().stream()
                .filter(card -> wanted.contains(card.action()))
                .toList();
        return new Growth(materials.with(cards), filter, scale, seed);
    }

    /**
     * Of the first drafts the one that is kept and calls most different actions, the first of equals; where none is kept,
     * a rejection for the reason of the last one that was looked at.
     *
     * @param drafts how many are composed; few of them are run
     */
    public Outcome<Grown> richest(int drafts) {
        List<Grown> composed = new ArrayList<>();
        Outcome<Grown> last = Outcome.reject("nothing-fits", "No draft was made.");
        for (long index = 0; index < drafts; index++) {
            last = compose(index, Optional.empty());
            if (last instanceof Outcome.Kept<Grown>(List<Grown> grown)) {
                composed.add(grown.getFirst());
            }
        }
        composed.sort(Comparator.comparingInt(
                grown -> -Skeleton.of(grown.workflow()).actions().size()));
        for (Grown grown : composed) {
            last = filtered(Outcome.keep(grown));
            if (last instanceof Outcome.Kept<Grown>) {
                break;
            }
        }
        return last;
    }

    /** Identifiers of the actions that drafts may use, sorted. */
    public Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        materials.cards().forEach(card -> actions.add(card.action()));
        return actions;
    }

    /** Names of the growth templates at this scale. */
    public List<String> shapes() {
        return shapesAtScale().keySet().stream().map(Shape::label).toList();
    }

    private Map<Shape, Double> shapesAtScale() {
        Map<Shape, Double> weights = new EnumMap<>(Shape.class);
        int total = materials.seeds().shapeTotal();
        for (Shape shape : Shape.values()) {
            if (shape.within(scale)) {
                double seeded = total == 0
                        ? 0
                        : 30.0 * materials.seeds().seedsWith(shape).size() / total;
                weights.put(shape, shape.weight() + seeded);
            }
        }
        return weights;
    }

    /** How often each action is to be expected in drafts, for {@link Split#choose}; counts a thousand drafts or so. */
    public Map<String, Integer> expectedFrequencies() {
        Map<String, Integer> frequencies = new TreeMap<>();
        actions().forEach(action -> frequencies.put(action, 0));
        for (long index = -1; index >= -EXPECTING_DRAFTS; index--) {
            if (compose(index, Optional.empty()) instanceof Outcome.Kept<Grown>(List<Grown> grown)) {
                Skeleton.of(grown.getFirst().workflow())
                        .actions()
                        .forEach(id -> frequencies.merge(id, 1, Integer::sum));
            }
        }
        return frequencies;
    }

    /** The draft of an index, the same each time: kept, or rejected for a reason. */
    public Outcome<Grown> draft(long index) {
        return filtered(compose(index, Optional.empty()));
    }

    /** The draft of an index after one template, the same each time. */
    Outcome<Grown> draft(long index, Shape shape) {
        return filtered(compose(index, Optional.of(shape)));
    }

    private long mixed(long index) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextLong();
    }

    private Outcome<Grown> compose(long index, Optional<Shape> wanted) {
        SplittableRandom random = new SplittableRandom(mixed(index));
        Shape shape = wanted.orElseGet(() -> shape(random));
        Draft draft = new Draft(materials, random);
        List<String> alike = materials.seeds().seedsWith(shape);
        if (!alike.isEmpty()) {
            draft.from(alike.get(random.nextInt(alike.size())));
        }
        String label = "Draft " + index + " after the template " + shape.label();
        try {
            new Templates(draft).build(shape, scale.aim(random));
        } catch (Draft.Stuck e) {
            return Outcome.reject("nothing-fits", label + " cannot go on: " + e.getMessage() + ".");
        }
        Workflow workflow = Workflow.of("", draft.statements());
        Optional<String> flaw = flaw(workflow);
        Origin origin = new Origin(Origin.Kind.GROWN, List.copyOf(draft.from()), shape.label());
        return flaw.isPresent()
                ? Outcome.reject(flaw.get(), label + ".")
                : Outcome.keep(new Grown(index, workflow, origin));
    }

    private Optional<String> flaw(Workflow workflow) {
        Skeleton skeleton = Skeleton.of(workflow);
        if (!scale.allows(skeleton.statements())) {
            return Optional.of("not-of-the-scale");
        }
        if (skeleton.actions().isEmpty()) {
            return Optional.of("no-action");
        }
        if (Tidy.wastes(workflow.body())) {
            return Optional.of("unused-result");
        }
        if (Tidy.copiesBack(workflow.body())) {
            return Optional.of("nothing-to-notice");
        }
        return Tidy.repeats(workflow.body()) ? Optional.of("said-twice") : Optional.empty();
    }

    private Outcome<Grown> filtered(Outcome<Grown> composed) {
        if (composed instanceof Outcome.Kept<Grown>(List<Grown> grown)) {
            Grown draft = grown.getFirst();
            Optional<String> refusal = filter.refuse(draft.workflow(), mixed(draft.index()));
            if (refusal.isPresent()) {
                return Outcome.reject(
                        refusal.get(),
                        "Draft " + draft.index() + " after the template "
                                + draft.origin().shape() + ".");
            }
        }
        return composed;
    }

    private Shape shape(SplittableRandom random) {
        Map<Shape, Double> weights = shapesAtScale();
        double at = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Shape last = Shape.CHAIN;
        for (Map.Entry<Shape, Double> entry : weights.entrySet()) {
            at -= entry.getValue();
            last = entry.getKey();
            if (at < 0) {
                break;
            }
        }
        return last;
    }

    /**
     * What growth gave.
     *
     * @param kept workflows that are kept, by index, no two with the same statements
     * @param drafts drafts made
     * @param refused how many were not kept, by reason; {@code part-is-full} for those of a part that has enough
     */
    public record Harvest(List<Grown> kept, long drafts, Map<String, Integer> refused) {
        public Harvest {
            kept = List.copyOf(kept);
            refused = java.util.Collections.unmodifiableMap(new TreeMap<>(refused));
        }
    }

    /**
     * Makes drafts from index 0 on until every part has enough.
     *
     * @param split says to which part each draft belongs
     * @param wanted how many to keep of each part; none of a part that it lacks
     * @param mostDrafts after so many it ends with fewer
     */
    public Harvest grow(Split split, Map<Split.Part, Integer> wanted, long mostDrafts) {
        List<Grown> kept = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        Set<List<Statement>> seen = new HashSet<>();
        Map<Split.Part, Integer> left = new EnumMap<>(Split.Part.class);
        left.putAll(wanted);
        long index = 0;
        while (index < mostDrafts && left.values().stream().anyMatch(count -> count > 0)) {
            switch (part(compose(index++, Optional.empty()), split, left)) {
                case Outcome.Kept<Grown>(List<Grown> grown) -> {
                    Workflow workflow = grown.getFirst().workflow();
                    if (seen.add(workflow.body())) {
                        kept.add(grown.getFirst());
                        left.merge(split.partOf(Skeleton.of(workflow)), -1, Integer::sum);
                    } else {
                        refused.merge("same-as-before", 1, Integer::sum);
                    }
                }
                case Outcome.Rejected<Grown> rejected -> refused.merge(rejected.reason(), 1, Integer::sum);
                case Outcome.Postponed<Grown> postponed -> refused.merge("postponed", 1, Integer::sum);
            }
        }
        return new Harvest(kept, index, refused);
    }

    private Outcome<Grown> part(Outcome<Grown> composed, Split split, Map<Split.Part, Integer> left) {
        if (composed instanceof Outcome.Kept<Grown>(List<Grown> grown)
                && left.getOrDefault(split.partOf(Skeleton.of(grown.getFirst().workflow())), 0) <= 0) {
            return Outcome.reject("part-is-full", "Draft " + grown.getFirst().index() + ".");
        }
        return filtered(composed);
    }
}
