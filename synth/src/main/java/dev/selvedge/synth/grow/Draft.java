package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.code.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A workflow in the making: the current block, the names taken, and the choices that the seeds weigh. */
final class Draft {
    /** Kinds of values that stand well in a text. */
    private static final Set<String> WORDED = Set.of(Card.TEXT, Card.NUMBER, Card.DATE, "other", "url");

    private final Materials materials;
    private final SplittableRandom random;
    private final Set<String> names = new HashSet<>();
    private final Set<String> from = new TreeSet<>();
    private final Set<Card> used = new HashSet<>();
    private List<Statement> block = new ArrayList<>();
    private String previous = "";
    private int loops;

    /** What drafts are made of. */
    record Materials(Catalog catalog, List<Card> cards, SeedStatistics seeds, Lexicon lexicon, Filler filler) {
        Materials with(List<Card> others) {
            return new Materials(catalog, others, seeds, lexicon, filler);
        }
    }

    /**
     * A value that flows from one action to another.
     *
     * @param kind as in {@link Card#gives()}
     * @param maker card of the action that gave it, null for loop items and values of dictionaries
     */
    record Flow(String variable, String kind, @Nullable Card maker) {
        Value.Reference reference() {
            return Value.Reference.to(variable);
        }
    }

    Draft(Materials materials, SplittableRandom random) {
        this.materials = materials;
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Set<String> from() {
        return from;
    }

    void from(String seed) {
        if (!seed.isEmpty()) {
            from.add(seed);
        }
    }

    List<Statement> statements() {
        return block;
    }

    void add(Statement statement) {
        block.add(statement);
    }

    /** What the builder adds, as a block of its own. */
    List<Statement> block(Runnable builder) {
        List<Statement> outer = block;
        String before = previous;
        block = new ArrayList<>();
        previous = "";
        builder.run();
        List<Statement> made = block;
        block = outer;
        previous = before;
        return made;
    }

    /** As {@link #block}, for the body of a loop: what makes no sense several times stays out of it. */
    List<Statement> loop(Runnable builder) {
        loops++;
        List<Statement> made = block(builder);
        loops--;
        return made;
    }

    /** A name that is not taken: the given one, or with a number, as the reader of files names things. */
    String fresh(String name) {
        boolean reserved = Identifier.reserved(name)
                || materials.catalog().byFunction(name).isPresent();
        String free = reserved ? name + "_1" : name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** A text of a word list. */
    String word(String pool) {
        Lexicon.Literal literal = materials.lexicon().draw(pool, random);
        from(literal.seed());
        return literal.text();
    }

    /** Several different texts of a word list; fewer where it has no more. */
    List<String> words(String pool, int count) {
        Set<String> words = new java.util.LinkedHashSet<>();
        for (int tries = 0; words.size() < count && tries < 10 * count; tries++) {
            words.add(word(pool));
        }
        return List.copyOf(words);
    }

    /** The name of one of the word lists that lists are made of. */
    String listPool() {
        return materials.lexicon().name("lists", random);
    }

    /** A card by weight, leaning on the seeds and on what came before; one used before in this draft is rarely used again. */
    Optional<Card> card(Predicate<Card> wanted) {
        List<Card> cards = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double total = 0;
        for (Card card : materials.cards()) {
            if (wanted.test(card)) {
                double weight = weight(card);
                cards.add(card);
                weights.add(weight);
                total += weight;
            }
        }
        double at = random.nextDouble() * total;
        for (int i = 0; i < cards.size(); i++) {
            at -= weights.get(i);
            if (at < 0) {
                return Optional.of(cards.get(i));
            }
        }
        return Optional.empty();
    }

    private double weight(Card card) {
        SeedStatistics seeds = materials.seeds();
        double seeded = 40 * seeds.share(card.action()) + 10 * seeds.shareAfter(previous, card.action());
        return (card.weight() + seeded) * (used.contains(card) ? 0.15 : 1);
    }

    /** An action that gives a value of one of the kinds out of nothing. */
    Flow source(Collection<String> kinds) {
        Card card = card(each -> each.role() == Card.Role.SOURCE
                        && kinds.contains(each.gives())
                        && (each.again() || !used.contains(each)))
                .orElseThrow(() -> new Stuck("no source"));
        return new Flow(call(card, null), card.gives(), card);
    }

    /** A flow through an action that takes and gives values of the kinds; empty where none does. */
    Optional<Flow> transform(Flow flow, Predicate<Card> wanted) {
        return card(each -> each.role() == Card.Role.TRANSFORM
                        && each.takes().contains(flow.kind())
                        && !each.equals(flow.maker())
                        && wanted.test(each))
                .map(card -> new Flow(call(card, flow.reference()), card.gives(), card));
    }

    private boolean isUse(Card card) {
        return card.role() == Card.Role.SINK && !card.last() && (loops == 0 || card.again());
    }

    /** Uses a flow in an action that people notice, as it is or in a text. */
    void sink(Flow flow) {
        Card card = card(each -> isUse(each) && each.takes().contains(flow.kind()))
                .orElseThrow(() -> new Stuck("no use for " + flow.kind()));
        boolean worded = card.takes().contains(Card.TEXT) && WORDED.contains(flow.kind());
        call(card, worded && chance(0.35) ? wrapped(flow) : flow.reference());
    }

    /** Uses a text in an action that people notice. */
    void sink(Value text) {
        Card card = card(each -> isUse(each) && each.takes().contains(Card.TEXT))
                .orElseThrow(() -> new Stuck("no use for a text"));
        call(card, text);
    }

    /** Something to notice that needs no value from before. */
    void effect() {
        Card card = card(each -> each.role() == Card.Role.EFFECT && (loops == 0 || each.again())
                        || isUse(each) && each.fill().containsKey(each.input()))
                .orElseThrow(() -> new Stuck("no effect"));
        call(card, null);
    }

    /** A text around a value. */
    Value wrapped(Flow flow) {
        List<Value> parts = new ArrayList<>();
        boolean before = chance(0.7);
        if (before) {
            parts.add(new Value.Text(word("prefix")));
        }
        parts.add(flow.reference());
        if (!before || chance(0.15)) {
            parts.add(new Value.Text(word("suffix")));
        }
        return new Value.Template(parts);
    }

    /** Adds a call; the name of its result, also where nothing refers to it yet. */
    private String call(Card card, @Nullable Value input) {
        used.add(card);
        Catalog.Action action = materials.catalog().byId(card.action()).orElseThrow();
        Map<String, Value> values = new LinkedHashMap<>();
        for (Catalog.Parameter parameter : action.parameters()) {
            String key = parameter.key();
            if (input != null && key.equals(card.input())) {
                values.put(key, input);
            } else if (card.fill().containsKey(key)) {
                materials
                        .filler()
                        .fill(card.fill().getOrDefault(key, ""), random)
                        .ifPresent(filled -> {
                            from(filled.seed());
                            values.put(key, filled.value());
                        });
            }
        }
        String result = action.output() == null || card.role() == Card.Role.SINK || card.role() == Card.Role.EFFECT
                ? null
                : fresh(name(action.output().name()));
        add(new Statement.Call(card.action(), values, result));
        previous = card.action();
        return result == null ? "" : result;
    }

    /** {@code Battery Level} is {@code battery_level}. */
    static String name(String output) {
        String name =
                output.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "value" : name;
    }

    /** A draft that cannot go on with the actions that it may use. */
    static final class Stuck extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stuck(String reason) {
            super(reason, null, false, false);
        }
    }
}
