package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What seed workflows say about the tasks that people have: how often each action occurs, what follows what, which
 * structures, which literals. Growth leans on it, so other seeds give other data.
 */
public final class SeedStatistics {
    private static final int MOST_LITERALS = 400;

    private final SortedCounts actions = new SortedCounts();
    private final Map<String, SortedCounts> following = new TreeMap<>();
    private final Map<Shape, List<String>> shapes = new EnumMap<>(Shape.class);
    private final Map<String, List<Lexicon.Literal>> literals = new LinkedHashMap<>();
    private final Map<String, Set<String>> seen = new HashMap<>();

    private SeedStatistics() {}

    /** Counts in the order of the keys. */
    private static final class SortedCounts {
        private final Map<String, Integer> counts = new TreeMap<>();
        private int total;

        void add(String key) {
            counts.merge(key, 1, Integer::sum);
            total++;
        }

        double share(String key) {
            return total == 0 ? 0 : (double) counts.getOrDefault(key, 0) / total;
        }
    }

    /** Of no seeds: growth then uses its own lists and weights alone. */
    public static SeedStatistics none() {
        return of(Map.of());
    }

    /** @param seeds workflows by name */
    public static SeedStatistics of(Map<String, Workflow> seeds) {
        SeedStatistics statistics = new SeedStatistics();
        Map<String, List<Card>> cards = new HashMap<>();
        for (Card card : Card.bundled()) {
            cards.computeIfAbsent(card.action(), id -> new ArrayList<>()).add(card);
        }
        new TreeMap<>(seeds).forEach((name, workflow) -> {
            for (Shape shape : Shape.of(workflow)) {
                statistics.shapes.computeIfAbsent(shape, s -> new ArrayList<>()).add(name);
            }
            Set<String> ids = new HashSet<>();
            statistics.read(name, workflow.body(), cards, ids);
            ids.forEach(statistics.actions::add);
        });
        return statistics;
    }

    private void read(String seed, List<Statement> body, Map<String, List<Card>> cards, Set<String> ids) {
        String previous = "";
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Call call -> {
                    ids.add(call.action());
                    following
                            .computeIfAbsent(previous, id -> new SortedCounts())
                            .add(call.action());
                    previous = call.action();
                    cards.getOrDefault(call.action(), List.of()).forEach(card -> harvest(seed, call, card));
                }
                case Statement.If choice -> {
                    choice.condition().comparisons().forEach(each -> harvest(seed, "word", each.right()));
                    read(seed, choice.then(), cards, ids);
                    read(seed, choice.otherwise(), cards, ids);
                }
                case Statement.Menu menu -> {
                    harvest(seed, "menu_prompt", menu.prompt());
                    for (Statement.Case each : menu.cases()) {
                        harvest(seed, "option", each.title());
                        read(seed, each.body(), cards, ids);
                    }
                }
                case Statement.Repeat repeat -> read(seed, repeat.body(), cards, ids);
                case Statement.ForEach loop -> read(seed, loop.body(), cards, ids);
                case Statement.Assign assign -> harvest(seed, "message", assign.value());
                case Statement.Append append -> {}
                case Statement.Comment comment -> {}
            }
        }
    }

    private void harvest(String seed, Statement.Call call, Card card) {
        boolean same = card.fill().entrySet().stream()
                .filter(entry -> entry.getValue().startsWith("="))
                .allMatch(entry -> call.parameters().get(entry.getKey()) instanceof Value.Text text
                        && text.text().equals(entry.getValue().substring(1)));
        if (same) {
            card.fill().forEach((key, notation) -> {
                String pool = Filler.pool(notation);
                if (!pool.isEmpty()) {
                    harvest(seed, pool, call.parameters().get(key));
                }
            });
        }
    }

    private void harvest(String seed, String pool, @org.jspecify.annotations.Nullable Value value) {
        if (value instanceof Value.Text text
                && Cleaning.allows(pool, text.text())
                && seen.computeIfAbsent(pool, p -> new HashSet<>()).add(text.text())) {
            List<Lexicon.Literal> found = literals.computeIfAbsent(pool, p -> new ArrayList<>());
            if (found.size() < MOST_LITERALS) {
                found.add(new Lexicon.Literal(text.text(), seed));
            }
        }
    }

    /** How often each action occurs, counted once a workflow. */
    public Map<String, Integer> actionFrequencies() {
        return Collections.unmodifiableMap(actions.counts);
    }

    Map<String, List<Lexicon.Literal>> literals() {
        return literals;
    }

    /** Seeds that have the structure, in the order of their names. */
    List<String> seedsWith(Shape shape) {
        return shapes.getOrDefault(shape, List.of());
    }

    int shapeTotal() {
        return shapes.values().stream().mapToInt(List::size).sum();
    }

    /** Share of the action among all, 0 without seeds. */
    double share(String action) {
        return actions.share(action);
    }

    /** Share of the action among those that follow the given one; an empty text stands for the beginning of a block. */
    double shareAfter(String previous, String action) {
        SortedCounts counts = following.get(previous);
        return counts == null ? 0 : counts.share(action);
    }
}
