package dev.selvedge.synth.expand;

import dev.selvedge.synth.collect.Category;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Draws what new questions should be about, after WorkflowLLM (section 3.3): how many different actions from the real
 * distribution, a share of them built in, the others from a few applications of which all actions are considered, a target
 * category, and examples chosen for their control structure ({@link ExampleChoice}).
 *
 * <p>What the paper leaves open is decided so. The number of actions is drawn from {@link ActionUse#sizes} within bounds.
 * The built-in ones (by their identifier) are that number times the share, rounded down. From one to so many applications
 * are drawn, all numbers alike, but no more than third-party actions are wanted; an application has as weight the uses of
 * its actions, an action its own, each with a constant added, so that what nobody used yet is drawn too. Where the
 * applications have too few actions, built-in ones stand in, and the other way round. Categories are drawn all alike, as
 * the paper's result has them.
 *
 * <p>A brief depends on the seed and its index alone. Safe for use by several threads.
 */
public final class QuerySampling {
    private static final String BUILT_IN = "is.workflow.actions.";

    private final Settings settings;
    private final long seed;
    private final SortedMap<Integer, Integer> sizes;
    private final SortedMap<String, Double> builtIn = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Double>> applications = new TreeMap<>();
    private final ExampleChoice examples;
    private final List<String> needed;

    /**
     * How briefs are drawn.
     *
     * @param mostApplications most third-party applications of a brief, at least 0
     * @param builtInShare share of the actions that are built in, 0 to 1
     * @param fewestActions fewest different actions, at least 1
     * @param mostActions most different actions
     * @param smoothing added to the uses of every action, above 0
     * @param examples how many examples a writer is shown
     * @param categories to draw from; empty for no target category
     */
    public record Settings(
            int mostApplications,
            double builtInShare,
            int fewestActions,
            int mostActions,
            double smoothing,
            int examples,
            List<String> categories) {
        /** As in the paper, within what one question can say. */
        public static final Settings STANDARD = new Settings(5, 0.5, 2, 20, 1, 2, QuerySampling.categories());

        public Settings {
            categories = List.copyOf(categories);
            if (mostApplications < 0
                    || !(builtInShare >= 0 && builtInShare <= 1)
                    || fewestActions < 1
                    || mostActions < fewestActions
                    || !(smoothing > 0)
                    || examples < 0) {
                throw new IllegalArgumentException("briefs cannot be drawn with up to " + mostApplications
                        + " applications, a built-in share of " + builtInShare + ", " + fewestActions + " to "
                        + mostActions + " actions, smoothing " + smoothing + " and " + examples + " examples");
            }
        }
    }

    /** The 28 categories by which people file their workflows. */
    public static List<String> categories() {
        return Arrays.stream(Category.values()).map(Category::label).toList();
    }

    /**
     * @param use what may be drawn, and how often it is used; without held-out actions
     * @param examples questions of the training part
     * @throws IllegalArgumentException if there is no action to draw
     */
    public QuerySampling(Catalog catalog, ActionUse use, List<QueryExample> examples, Settings settings, long seed) {
        this(catalog, use, Set.of(), examples, settings, seed);
    }

    private QuerySampling(
            Catalog catalog,
            ActionUse use,
            Collection<String> needed,
            List<QueryExample> examples,
            Settings settings,
            long seed) {
        this.settings = settings;
        this.seed = seed;
        this.needed = List.copyOf(new TreeSet<>(needed));
        this.examples = new ExampleChoice(examples);
        SortedMap<Integer, Integer> within =
                new TreeMap<>(use.sizes().subMap(settings.fewestActions(), settings.mostActions() + 1));
        sizes = within.isEmpty() ? new TreeMap<>(Map.of(settings.fewestActions(), 1)) : within;
        use.workflows().forEach((action, count) -> {
            double weight = count + settings.smoothing();
            if (action.startsWith(BUILT_IN)) {
                builtIn.put(action, weight);
            } else {
                String app = catalog.byId(action).map(Catalog.Action::app).orElse(action);
                applications.computeIfAbsent(app, _ -> new TreeMap<>()).put(action, weight);
            }
        });
        if (builtIn.isEmpty() && (applications.isEmpty() || settings.mostApplications() == 0)) {
            throw new IllegalArgumentException("there is no action to draw questions about");
        }
    }

    /**
     * A sampling for tests of unseen actions: every brief has at least one of these, beside others as usual.
     *
     * @param heldOut actions that training never has
     */
    public static QuerySampling needing(
            Set<String> heldOut,
            Catalog catalog,
            ActionUse use,
            List<QueryExample> examples,
            Settings settings,
            long seed) {
        if (heldOut.isEmpty()) {
            throw new IllegalArgumentException("there is no held-out action to draw questions about");
        }
        return new QuerySampling(catalog, use, heldOut, examples, settings, seed);
    }

    /** The brief of an index, the same each time. */
    public QueryBrief brief(long index) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
        long briefSeed = random.nextLong();
        int size = WeightedDraw.distinct(sizes, 1, random).getFirst();
        List<String> first = needed.isEmpty() ? List.of() : List.of(needed.get(random.nextInt(needed.size())));
        int wantedBuiltIn = Math.min((int) Math.floor(size * settings.builtInShare()), builtIn.size());
        int wantedOthers = settings.mostApplications() == 0 ? 0 : size - wantedBuiltIn;
        List<String> apps = applications(wantedOthers, random);
        SortedMap<String, Double> offered = new TreeMap<>();
        apps.forEach(app -> offered.putAll(applications.getOrDefault(app, new TreeMap<>())));
        List<String> others = WeightedDraw.distinct(offered, wantedOthers, random);
        List<String> actions = new ArrayList<>(WeightedDraw.distinct(builtIn, size - others.size(), random));
        actions.addAll(others);
        if (!first.isEmpty()) {
            actions.removeLast();
            actions.addAll(0, first);
        }
        return new QueryBrief(
                "q" + seed + "-" + index,
                briefSeed,
                apps,
                actions,
                settings.categories().isEmpty()
                        ? ""
                        : settings.categories()
                                .get(random.nextInt(settings.categories().size())),
                examples.choose(settings.examples(), random));
    }

    private List<String> applications(int wantedActions, SplittableRandom random) {
        int most = Math.min(settings.mostApplications(), Math.min(wantedActions, applications.size()));
        if (most == 0) {
            return List.of();
        }
        SortedMap<String, Double> weights = new TreeMap<>();
        applications.forEach((app, actions) -> weights.put(
                app, actions.values().stream().mapToDouble(Double::doubleValue).sum()));
        return WeightedDraw.distinct(weights, 1 + random.nextInt(most), random);
    }
}
