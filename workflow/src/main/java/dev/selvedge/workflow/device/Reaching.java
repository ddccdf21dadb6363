package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Web;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Chooses scenarios that reach many branches: many cheap candidates are run, the best kept greedily. */
final class Reaching {
    private static final int CANDIDATES_PER_SCENARIO = 8;
    private static final int MOST_CANDIDATES = 64;

    private Reaching() {}

    /** A candidate and what it reached. */
    private record Tried(Scenario scenario, BitSet reached, boolean good) {}

    static List<Scenario> scenarios(Device device, List<Workflow> workflows, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("at least one scenario is needed, not " + k);
        }
        Constants constants = Constants.of(workflows);
        int most = Math.min(MOST_CANDIDATES, Math.max(CANDIDATES_PER_SCENARIO * k, 2 * CANDIDATES_PER_SCENARIO));
        List<Tried> tried = new ArrayList<>();
        BitSet reached = new BitSet();
        int branches = 0;
        for (int i = 0; i < Math.max(most, k); i++) {
            Scenario scenario = candidate(i, constants);
            Tried result = tried(device, workflows, scenario);
            tried.add(result);
            if (result.good()) {
                reached.or(result.reached());
            }
            if (i == 0) {
                branches = branches(device, workflows, scenario);
            }
            boolean enough = tried.stream().filter(Tried::good).limit(k).count() == k;
            if (enough && reached.cardinality() == branches) {
                break;
            }
        }
        return chosen(tried, k);
    }

    private static int branches(Device device, List<Workflow> workflows, Scenario scenario) {
        int branches = 0;
        for (Workflow workflow : workflows) {
            branches += device.run(workflow, scenario).coverage().branches();
        }
        return branches;
    }

    private static Tried tried(Device device, List<Workflow> workflows, Scenario scenario) {
        BitSet reached = new BitSet();
        boolean good = true;
        int offset = 0;
        for (Workflow workflow : workflows) {
            Execution execution = device.run(workflow, scenario);
            for (int branch : execution.coverage().reached()) {
                reached.set(offset + branch);
            }
            offset += execution.coverage().branches();
            good &= execution.ending().good();
        }
        return new Tried(scenario, reached, good);
    }

    private static List<Scenario> chosen(List<Tried> tried, int k) {
        List<Tried> left = new ArrayList<>(tried.stream().filter(Tried::good).toList());
        tried.stream()
                .filter(t -> !t.good())
                .limit(Math.max(0, k - left.size()))
                .forEach(left::add);
        BitSet covered = new BitSet();
        List<Scenario> chosen = new ArrayList<>();
        while (chosen.size() < k) {
            Tried best = left.getFirst();
            int most = -1;
            for (Tried each : left) {
                BitSet added = (BitSet) each.reached().clone();
                added.andNot(covered);
                if (added.cardinality() > most) {
                    most = added.cardinality();
                    best = each;
                }
            }
            left.remove(best);
            covered.or(best.reached());
            chosen.add(best.scenario());
        }
        return chosen;
    }

    /** The first candidates are plain worlds; all further ones carry constants of the workflows. */
    private static Scenario candidate(int index, Constants constants) {
        Scenario world = Scenario.seeded(index);
        if (index < 1 || constants.isEmpty()) {
            return world;
        }
        SplittableRandom random = new SplittableRandom(Seeds.mix(index, "constants"));
        Draw draw = new Draw(random, constants);
        return new Scenario(
                world.seed(),
                world.now(),
                world.zone(),
                draw.text(world.clipboard()),
                draw.input(world.input()),
                draw.facts(world.device()),
                draw.settings(world.settings()),
                draw.facts(world.network()),
                draw.facts(world.location()),
                draw.facts(world.weather()),
                draw.files(world.files()),
                world.things(),
                draw.web(),
                draw.answers(world.answers()),
                world.choices());
    }

    /** Draws values from a world and from the workflows' constants. */
    private record Draw(SplittableRandom random, Constants constants) {
        private String any(List<String> values, String otherwise) {
            return values.isEmpty() ? otherwise : values.get(random.nextInt(values.size()));
        }

        String text(String otherwise) {
            return switch (random.nextInt(4)) {
                case 0 -> otherwise;
                case 1 -> any(constants.numbers(), any(constants.texts(), otherwise));
                case 2 -> dictionary();
                default -> any(constants.texts(), otherwise);
            };
        }

        private String dictionary() {
            if (constants.keys().isEmpty()) {
                return any(constants.texts(), "");
            }
            Map<String, String> entries = new LinkedHashMap<>();
            for (String key : constants.keys()) {
                if (random.nextInt(8) > 0) {
                    entries.put(key, value());
                }
            }
            return dev.selvedge.core.Json.write(entries);
        }

        private String value() {
            return switch (random.nextInt(3)) {
                case 0 -> any(constants.numbers(), String.valueOf(random.nextInt(100)));
                case 1 -> "value " + random.nextInt(100);
                default -> any(constants.texts(), String.valueOf(random.nextInt(100)));
            };
        }

        List<Content> input(List<Content> otherwise) {
            return switch (random.nextInt(4)) {
                case 0 -> List.of();
                case 1 -> List.of(new Content(ContentType.TEXT, text("")));
                default -> otherwise;
            };
        }

        Map<String, String> facts(Map<String, String> world) {
            Map<String, String> facts = new LinkedHashMap<>(world);
            facts.replaceAll((_, value) -> random.nextInt(3) > 0
                    ? value
                    : Decimal.parse(value) == null ? any(constants.texts(), value) : any(constants.numbers(), value));
            return facts;
        }

        Map<String, String> settings(Map<String, String> world) {
            Map<String, String> settings = new LinkedHashMap<>(world);
            settings.replaceAll((_, value) ->
                    Decimal.parse(value) == null || random.nextBoolean() ? value : any(constants.numbers(), value));
            return settings;
        }

        Map<String, String> files(Map<String, String> world) {
            Map<String, String> files = new LinkedHashMap<>(world);
            for (String path : constants.paths()) {
                if (random.nextInt(3) > 0) {
                    files.put(State.path(path), text("some text"));
                }
            }
            return files;
        }

        Web web() {
            if (constants.keys().isEmpty() || random.nextInt(4) == 0) {
                return new Web(Map.of(), List.of(), List.of());
            }
            List<String> keys = new ArrayList<>();
            for (String key : constants.keys()) {
                if (random.nextInt(6) > 0) {
                    keys.add(key);
                }
            }
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                values.add(random.nextInt(5) == 0 ? "[" + value().length() + ", 2]" : value());
            }
            values.add(dictionary());
            return new Web(Map.of(), keys, values);
        }

        Map<String, List<String>> answers(Map<String, List<String>> world) {
            Map<String, List<String>> answers = new LinkedHashMap<>(world);
            answers.put("Text", several(constants.texts(), world.getOrDefault("Text", List.of())));
            answers.put("Number", several(constants.numbers(), world.getOrDefault("Number", List.of())));
            return answers;
        }

        private List<String> several(List<String> constants, List<String> world) {
            List<String> drawn = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                drawn.add(random.nextInt(3) > 0 ? any(constants, any(world, "")) : any(world, any(constants, "")));
            }
            return drawn;
        }
    }
}
