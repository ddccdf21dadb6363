package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A document of the world.
 *
 * @param facts of different things
 */
public record Page(String id, List<Fact> facts) implements Askable {
    public Page {
        facts = List.copyOf(facts);
    }

    /** The document's text, a fact a line. */
    @Override
    public String text() {
        return facts.stream()
                .map(fact -> "T" + fact.wording().substring(1) + " " + fact.told() + ".\n")
                .collect(Collectors.joining());
    }

    @Override
    public int lines() {
        return facts.size();
    }

    /** A question about some facts of this page, drawn without replacement. */
    @Override
    public Question question(RandomGenerator random, int facts) {
        var left = new ArrayList<>(this.facts);
        var asked = new ArrayList<Fact>();
        while (asked.size() < facts) {
            asked.add(left.remove(random.nextInt(left.size())));
        }
        return new Question(asked);
    }

    @Override
    public Lookup lookup(RandomGenerator random) {
        return question(random, 2 + random.nextInt(facts.size() - 1)).lookup();
    }
}
