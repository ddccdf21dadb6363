package dev.selvedge.synth.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question for how many of a unit so many of another are.
 *
 * @param chain conversions from one to the other, at least one
 * @param count of the first unit, a digit from 1
 */
record UnitQuestion(List<Conversion> chain, int count) implements Asked {
    private static final int LONGEST = 200;
    private static final Pattern TEXT = Pattern.compile("What are ([a-z]+) ([a-z]+) in ([a-z]+)\\?");

    UnitQuestion {
        chain = List.copyOf(chain);
    }

    /** The question that a text asks; empty where it is none about these units, or one of more than two conversions. */
    static Optional<UnitQuestion> read(String text, Map<String, Conversion> byUnit) {
        Matcher asked = TEXT.matcher(text.length() > LONGEST ? "" : text.strip());
        if (!asked.matches() || Fact.DIGITS.indexOf(asked.group(1)) < 1) {
            return Optional.empty();
        }
        List<Conversion> chain = Conversion.chain(asked.group(2), PagedWorld.HARDEST, byUnit);
        return IntStream.range(0, chain.size())
                .filter(i -> chain.get(i).other().equals(asked.group(3)))
                .mapToObj(i -> new UnitQuestion(chain.subList(0, i + 1), Fact.DIGITS.indexOf(asked.group(1))))
                .findFirst();
    }

    /** The unit it begins with stands before the other, as on the page: a small model copies them in that order. */
    @Override
    public String text() {
        return "What are " + begun() + " in " + chain.getLast().other() + "?";
    }

    @Override
    public String answer() {
        return "" + numbers().reduce(1, (a, b) -> a * b);
    }

    /** Tells each conversion, and multiplies. */
    @Override
    public String reply() {
        List<Integer> numbers = numbers().skip(count == 1 ? 1 : 0).toList();
        return "So " + begun() + " " + chain.stream().map(Conversion::told).collect(Collectors.joining(" "))
                + Asked.worked(SmallProgram.Operation.TIMES, numbers);
    }

    @Override
    public double known() {
        return Math.pow(chain.getFirst().kind().known(), chain.size());
    }

    @Override
    public String recalled(RandomGenerator random, long seed) {
        return new UnitQuestion(
                        chain.stream()
                                .map(conversion -> conversion.half(random, seed))
                                .toList(),
                        count)
                .reply();
    }

    private String begun() {
        return Fact.DIGITS.get(count) + " " + chain.getFirst().unit();
    }

    private Stream<Integer> numbers() {
        return Stream.concat(Stream.of(count), chain.stream().map(Conversion::factor));
    }
}
