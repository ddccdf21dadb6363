package dev.selvedge.synth.grow;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;

/**
 * Pools of literals: the built-in word lists, a small grammar in which {@code {verb} the {thing}} draws from other
 * pools, and beside each pool the texts of the same kind from the seeds.
 */
final class Lexicon {
    private static final String RESOURCE = "lexicon.json";
    private static final Pattern SLOT = Pattern.compile("\\{(\\^?)(\\w+)}");
    private static final double SEED_SHARE = 0.3;

    private final Map<String, List<String>> pools;
    private final Map<String, List<Literal>> harvest;

    /**
     * A text and where it was found.
     *
     * @param seed name of the seed workflow, empty for the built-in lists
     */
    record Literal(String text, String seed) {}

    private Lexicon(Map<String, List<String>> pools, Map<String, List<Literal>> harvest) {
        this.pools = pools;
        this.harvest = harvest;
    }

    /** @throws IllegalStateException if a pool draws from one that does not exist */
    static Lexicon bundled(Map<String, List<Literal>> harvest) {
        Map<String, List<String>> pools = Json.mapper()
                .readValue(Resource.text(Lexicon.class, RESOURCE), new TypeReference<Map<String, List<String>>>() {});
        check(pools);
        return new Lexicon(pools, harvest);
    }

    private static void check(Map<String, List<String>> pools) {
        pools.forEach((name, patterns) -> {
            for (String pattern : patterns) {
                Matcher slot = SLOT.matcher(pattern);
                while (slot.find()) {
                    if (!pools.containsKey(slot.group(2))) {
                        throw new IllegalStateException("the word list " + name + " draws from " + slot.group(2)
                                + ", which is none of " + new TreeSet<>(pools.keySet()));
                    }
                }
            }
        });
    }

    /** One text of a pool. */
    Literal draw(String pool, SplittableRandom random) {
        List<Literal> found = harvest.getOrDefault(pool, List.of());
        if (!found.isEmpty() && random.nextDouble() < SEED_SHARE) {
            return found.get(random.nextInt(found.size()));
        }
        return new Literal(expand(pool, random), "");
    }

    /** One entry of a pool as it stands: the name of another pool, for pools of pools. */
    String name(String pool, SplittableRandom random) {
        List<String> names = patterns(pool);
        return names.get(random.nextInt(names.size()));
    }

    private String expand(String pool, SplittableRandom random) {
        return SLOT.matcher(name(pool, random)).replaceAll(slot -> {
            String text = expand(slot.group(2), random);
            String cased =
                    slot.group(1).isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
            return Matcher.quoteReplacement(cased);
        });
    }

    private List<String> patterns(String pool) {
        List<String> patterns = pools.get(pool);
        if (patterns == null) {
            throw new IllegalArgumentException("there is no word list " + pool);
        }
        return patterns;
    }
}
