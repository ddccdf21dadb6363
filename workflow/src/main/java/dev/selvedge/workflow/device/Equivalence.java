package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Effect;
import dev.selvedge.workflow.device.Execution.Ending;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares workflows by what they do. Two executions are the same when their effects, their output and the state they
 * leave are. Effects are compared as a person sees them: by action and arguments, as texts, where texts that are numbers
 * compare as numbers. The order of effects on one stream matters (all that is shown is one stream; each file, setting and
 * the clipboard is one of its own), the order between streams does not. Effects that only one of the two has are a
 * difference, on either side. Opaque values are the same when the calls that made them are.
 *
 * <p>An execution that fails, as it would on a real device, is the same as one that fails in the same way after the same
 * effects. An execution of the reference that reaches a limit decides nothing, and a reference that ends well in no
 * scenario decides nothing at all: what stands after the failure was never seen. A candidate that reaches a limit of
 * steps or text gets eight times as much; one that does not end then is different from a reference that does. What is
 * beyond the device itself (a pattern too deep to follow, the clock's deadline) leaves the candidate undecided.
 *
 * @param device that runs both
 */
public record Equivalence(Device device) {
    private static final int PATIENCE = 8;

    /** Compares in k scenarios chosen to reach the reference's branches. */
    public Comparison compare(Workflow reference, Workflow candidate, int k) {
        return reference(reference, k).compare(candidate);
    }

    /** Compares in these scenarios. */
    public Comparison compare(Workflow reference, Workflow candidate, List<Scenario> scenarios) {
        return reference(reference, scenarios).compare(candidate);
    }

    /** Runs the reference once, to compare many candidates with it. */
    public Reference reference(Workflow reference, int k) {
        List<Reaching.Tried> best = Reaching.best(device, List.of(reference), k);
        return new Reference(
                device,
                best.stream().map(Reaching.Tried::scenario).toList(),
                best.stream().map(tried -> tried.executions().getFirst()).toList());
    }

    /** Runs the reference once in these scenarios, to compare many candidates with it. */
    public Reference reference(Workflow reference, List<Scenario> scenarios) {
        if (scenarios.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one scenario");
        }
        return new Reference(
                device,
                scenarios,
                scenarios.stream()
                        .map(scenario -> device.run(reference, scenario))
                        .toList());
    }

    /**
     * A workflow that has been run, to compare others with.
     *
     * @param executions one for each scenario
     */
    public record Reference(Device device, List<Scenario> scenarios, List<Execution> executions) {
        public Reference {
            scenarios = List.copyOf(scenarios);
            executions = List.copyOf(executions);
        }

        public Comparison compare(Workflow candidate) {
            Optional<String> undecided = undecided();
            if (undecided.isPresent()) {
                return new Comparison.Undecided(undecided.get());
            }
            int compared = 0;
            for (int i = 0; i < scenarios.size(); i++) {
                if (beyond(executions.get(i))) {
                    continue;
                }
                compared++;
                Execution actual = device.run(candidate, scenarios.get(i));
                if (actual.ending().kind() == Ending.Kind.LIMIT) {
                    actual = device.within(device.limits().times(PATIENCE)).run(candidate, scenarios.get(i));
                }
                if (actual.ending().kind() == Ending.Kind.DEADLINE) {
                    return new Comparison.Undecided(
                            "The candidate went beyond " + actual.ending().reason() + ".");
                }
                String difference = difference(executions.get(i), actual);
                if (difference != null) {
                    return new Comparison.Different(scenarios.get(i), difference);
                }
            }
            return new Comparison.Equal(compared, coverage());
        }

        private static boolean beyond(Execution execution) {
            Ending.Kind kind = execution.ending().kind();
            return kind == Ending.Kind.LIMIT || kind == Ending.Kind.DEADLINE;
        }

        /** Why this reference decides nothing, empty where it does. */
        public Optional<String> undecided() {
            if (executions.stream().anyMatch(execution -> execution.ending().good())) {
                return Optional.empty();
            }
            Ending first = executions.getFirst().ending();
            return Optional.of(
                    "The reference ends well in none of " + executions.size() + " scenarios: " + ending(first) + ".");
        }

        /** Share of the reference's branches that its executions reach together. */
        public double coverage() {
            BitSet reached = new BitSet();
            for (Execution execution : executions) {
                execution.coverage().reached().forEach(reached::set);
            }
            int branches = executions.getFirst().coverage().branches();
            return branches == 0 ? 1 : (double) reached.cardinality() / branches;
        }
    }

    private static String ending(Ending ending) {
        return switch (ending.kind()) {
            case FINISHED -> "finished";
            case EXITED -> "stopped itself";
            case CANCELLED -> "was cancelled by the user";
            case LIMIT -> "it reached " + ending.reason();
            case DEADLINE -> "it went beyond " + ending.reason();
            case FAULT -> ending.reason().replaceAll("\\.$", "");
        };
    }

    /** The first difference as a sentence, null if there is none. */
    static @Nullable String difference(Execution expected, Execution actual) {
        if (actual.ending().good() != expected.ending().good()) {
            return actual.ending().good()
                    ? "The candidate ended well, the reference did not: " + ending(expected.ending()) + "."
                    : "The candidate did not end well: " + ending(actual.ending()) + ".";
        }
        Map<String, List<Effect>> wanted = streams(expected.effects());
        Map<String, List<Effect>> found = streams(actual.effects());
        Set<String> names = new LinkedHashSet<>(wanted.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String difference =
                    difference(name, wanted.getOrDefault(name, List.of()), found.getOrDefault(name, List.of()));
            if (difference != null) {
                return difference;
            }
        }
        String output = text(expected.output());
        String other = text(actual.output());
        if (!same(output, other)) {
            return "The output is " + quote(other) + ", expected " + quote(output) + ".";
        }
        String change = changes(expected.changes(), actual.changes());
        boolean sameEnd = expected.ending().good()
                || expected.ending().reason().equals(actual.ending().reason());
        return change != null || sameEnd
                ? change
                : "The candidate failed: " + ending(actual.ending()) + "; expected: " + ending(expected.ending()) + ".";
    }

    private static Map<String, List<Effect>> streams(List<Effect> effects) {
        Map<String, List<Effect>> streams = new LinkedHashMap<>();
        for (Effect effect : effects) {
            streams.computeIfAbsent(effect.stream(), _ -> new ArrayList<>()).add(effect);
        }
        return streams;
    }

    private static @Nullable String difference(String stream, List<Effect> wanted, List<Effect> found) {
        for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
            String place = "Effect " + (i + 1) + " on " + stream;
            if (i >= found.size()) {
                return place + " is missing: " + shown(wanted.get(i)) + ".";
            }
            if (i >= wanted.size()) {
                return place + " is one too many: " + shown(found.get(i)) + ".";
            }
            if (!same(wanted.get(i), found.get(i))) {
                return place + " is " + shown(found.get(i)) + ", expected " + shown(wanted.get(i)) + ".";
            }
        }
        return null;
    }

    private static boolean same(Effect a, Effect b) {
        return a.action().equals(b.action()) && same(a.arguments(), b.arguments());
    }

    private static boolean same(Map<String, String> a, Map<String, String> b) {
        if (!a.keySet().equals(b.keySet())) {
            return false;
        }
        for (Map.Entry<String, String> entry : a.entrySet()) {
            if (!same(entry.getValue(), b.getOrDefault(entry.getKey(), ""))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a person sees the same: equal texts, or equal numbers. */
    static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        BigDecimal x = Decimal.parse(a);
        BigDecimal y = x == null ? null : Decimal.parse(b);
        return x != null && y != null && Decimal.same(x, y);
    }

    private static @Nullable String changes(Map<String, String> wanted, Map<String, String> found) {
        SequencedSet<String> places = new LinkedHashSet<>(wanted.keySet());
        places.addAll(found.keySet());
        for (String place : places) {
            String expected = wanted.get(place);
            String actual = found.get(place);
            if (expected == null || actual == null || !same(expected, actual)) {
                return "In the end " + place + " is " + state(actual) + ", expected " + state(expected) + ".";
            }
        }
        return null;
    }

    private static String state(@Nullable String value) {
        return value == null ? "unchanged" : quote(value);
    }

    private static String text(@Nullable String output) {
        return output == null ? "" : output;
    }

    private static String shown(Effect effect) {
        StringBuilder text = new StringBuilder(effect.action().replace("is.workflow.actions.", "")).append('(');
        String separator = "";
        for (Map.Entry<String, String> argument : effect.arguments().entrySet()) {
            text.append(separator).append(argument.getKey()).append(": ").append(quote(argument.getValue()));
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static String quote(String text) {
        String line = text.replace("\n", "\\n");
        return line.length() <= 120
                ? '"' + line + '"'
                : '"' + line.substring(0, 120) + "…\" (" + text.length() + " characters)";
    }
}
