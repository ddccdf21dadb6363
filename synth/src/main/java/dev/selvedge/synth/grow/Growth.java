package dev.selvedge.synth.grow;

import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
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
        materials = new Draft.Materials(catalog, cards, seeds, lexicon, new Filler(lexicon));
        this.filter = filter;
        this.scale = scale;
        this.seed = seed;
    }

    /** A draft: a workflow that is kept, or the reason why not. */
    public sealed interface Outcome {
        record Kept(Grown grown) implements Outcome {}

        record Refused(String reason) implements Outcome {}
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
                        : 40.0 * materials.seeds().seedsWith(shape).size() / total;
                weights.put(shape, shape.weight() + seeded);
            }
        }
        return weights;
    }

    /** The draft of an index, the same each time. */
    public Outcome draft(long index) {
        SplittableRandom random = new SplittableRandom(mixed(index));
        Shape shape = shape(random);
        return draft(index, shape, random);
    }

    /** The draft of an index after one template, the same each time. */
    Outcome draft(long index, Shape shape) {
        return draft(index, shape, new SplittableRandom(mixed(index)));
    }

    private long mixed(long index) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextLong();
    }

    private Outcome draft(long index, Shape shape, SplittableRandom random) {
        Draft draft = new Draft(materials, random);
        List<String> alike = materials.seeds().seedsWith(shape);
        if (!alike.isEmpty()) {
            draft.from(alike.get(random.nextInt(alike.size())));
        }
        try {
            new Templates(draft).build(shape, scale.aim(random));
        } catch (Draft.Stuck e) {
            return new Outcome.Refused("nothing fits: " + e.getMessage());
        }
        Workflow workflow = Workflow.of("", draft.statements());
        return refusal(workflow, index)
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Kept(new Grown(
                        index, workflow, new Origin(Origin.Kind.GROWN, List.copyOf(draft.from()), shape.label()))));
    }

    private Optional<String> refusal(Workflow workflow, long index) {
        Skeleton skeleton = Skeleton.of(workflow);
        if (!scale.allows(skeleton.statements())) {
            return Optional.of("too short or too long for the scale");
        }
        if (skeleton.actions().isEmpty()) {
            return Optional.of("calls no action");
        }
        if (Tidy.wastes(workflow.body())) {
            return Optional.of("a result is made and never used");
        }
        if (Tidy.repeats(workflow.body())) {
            return Optional.of("the same statement twice in a row");
        }
        return filter.refuse(workflow, mixed(index));
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
     * @param refused how many were refused, by reason
     */
    public record Harvest(List<Grown> kept, long drafts, Map<String, Integer> refused) {
        public Harvest {
            kept = List.copyOf(kept);
            refused = java.util.Collections.unmodifiableMap(new TreeMap<>(refused));
        }
    }

    /**
     * Makes drafts from an index on until enough are kept.
     *
     * @param mostDrafts after so many it ends with fewer
     */
    public Harvest grow(long from, int wanted, long mostDrafts) {
        List<Grown> kept = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        Set<List<Statement>> seen = new HashSet<>();
        long drafts = 0;
        while (kept.size() < wanted && drafts < mostDrafts) {
            switch (draft(from + drafts++)) {
                case Outcome.Kept(Grown grown) -> {
                    if (seen.add(grown.workflow().body())) {
                        kept.add(grown);
                    } else {
                        refused.merge("the same as one before", 1, Integer::sum);
                    }
                }
                case Outcome.Refused(String reason) -> refused.merge(reason, 1, Integer::sum);
            }
        }
        return new Harvest(kept, drafts, refused);
    }
}
