package dev.selvedge.synth.world;

import dev.selvedge.workflow.code.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Words that made-up tools are made of, of three letters, and none a word of the dialect. Errands and functions are taken
 * away as they are used, so that none stands twice.
 */
record ToolWords(List<String> errands, List<String> functions) {
    /** How many errands there are, and as many functions. */
    static final int TOOLS = 24;

    static final int PARAMETERS = 12;

    /** The same in every world, so that one vocabulary fits all. */
    static final List<String> ALL = all();

    /** Factors for which different digits give different results. */
    private static final int[] FACTORS = {1, 3, 7, 9};

    private static List<String> all() {
        var random = new SplittableRandom(9);
        var words = new LinkedHashSet<String>();
        while (words.size() < 2 * TOOLS + PARAMETERS) {
            String word = PagedWorld.word("dlrz", random);
            if (Dialect.isName(word) && !Dialect.reserved().contains(word)) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /** All of them. */
    static ToolWords fresh() {
        return new ToolWords(new ArrayList<>(ALL.subList(0, TOOLS)), new ArrayList<>(ALL.subList(TOOLS, 2 * TOOLS)));
    }

    /** A page of tools with different parameters. */
    ToolPage page(String id, int tools, RandomGenerator random) {
        var parameters = new ArrayList<>(ALL.subList(2 * TOOLS, ALL.size()));
        return new ToolPage(
                id,
                Primer.some(tools, parameters, random).stream()
                        .map(parameter -> tool(parameter, random))
                        .toList());
    }

    private MadeUpTool tool(String parameter, RandomGenerator random) {
        Errand.Kind[] kinds = Errand.Kind.values();
        return new MadeUpTool(
                new Errand(kinds[random.nextInt(kinds.length)], errands.remove(random.nextInt(errands.size()))),
                functions.remove(random.nextInt(functions.size())),
                parameter,
                FACTORS[random.nextInt(FACTORS.length)],
                random.nextInt(MadeUpTool.DIGITS));
    }
}
