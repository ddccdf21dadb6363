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
        return new Question(Primer.some(facts, new ArrayList<>(this.facts), random));
    }

    @Override
    public Lookup lookup(RandomGenerator random) {
        return Lookup.of(facts, Fact::thing, Fact::found, random);
    }
}
