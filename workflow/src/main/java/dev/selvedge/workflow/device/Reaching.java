package dev.selvedge.workflow.device;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Web;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chooses scenarios that reach many branches. Candidates are run until all branches are reached or the budget is spent:
 * plain worlds, worlds with the workflows' constants in them, and worlds that take menu items not yet taken or hold files
 * that were missed. Then the best are kept greedily.
 */
final class Reaching {
    private static final int CANDIDATES_PER_SCENARIO = 8;
    private static final int FEWEST_CANDIDATES = 16;
    private static final int MOST_CANDIDATES = 64;
    private static final long MOST_WORK = 300_000;

    private final Device device;
    private final List<Workflow> workflows;
    private final int k;
    private final Constants constants;
    private final List<String> paths;
    private final List<Tried> tried = new ArrayList<>();
    private final Deque<Scenario> planned = new ArrayDeque<>();
    private final BitSet plannedBranches = new BitSet();
    private final BitSet reached = new BitSet();
    private int branches;
    private int good;
    private long work;

    /**
     * A candidate and what it did.
     *
     * @param executions one for each workflow
     */
    record Tried(Scenario scenario, List<Execution> executions, BitSet reached, boolean good) {}

    private Reaching(Device device, List<Workflow> workflows, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("at least one scenario is needed, not " + k);
        }
        this.device = device;
        this.workflows = workflows;
        this.k = k;
        this.constants = Constants.of(workflows);
        this.paths = new ArrayList<>(constants.paths());
    }

    /** The k best candidates, the one that adds most first. */
    static List<Tried> best(Device device, List<Workflow> workflows, int k) {
        return new Reaching(device, workflows, k).search();
    }

    private List<Tried> search() {
        int most = Math.max(k, Math.clamp((long) CANDIDATES_PER_SCENARIO * k, FEWEST_CANDIDATES, MOST_CANDIDATES));
        int drawn = 0;
        for (int i = 0; i < most; i++) {
            Scenario next = planned.poll();
            attempt(next == null ? candidate(drawn++) : next);
            boolean complete = good >= k && reached.cardinality() == branches;
            if (complete || (work > MOST_WORK && tried.size() >= k)) {
                break;
            }
        }
        return chosen();
    }

    private void attempt(Scenario scenario) {
        BitSet own = new BitSet();
        List<Execution> executions = new ArrayList<>();
        boolean well = true;
        int offset = 0;
        for (Workflow workflow : workflows) {
            Machine machine = new Machine(device, workflow, scenario, false);
            Execution execution = machine.execute();
            executions.add(execution);
            for (int branch : execution.coverage().reached()) {
                own.set(offset + branch);
            }
            well &= execution.ending().good();
            work += execution.steps();
            plan(scenario, machine, offset);
            offset += execution.coverage().branches();
        }
        branches = offset;
        tried.add(new Tried(scenario, executions, own, well));
        if (well) {
            good++;
            reached.or(own);
        }
    }

    /** Plans worlds that go where this run could have gone: other items of its menus, and the file that it missed. */
    private void plan(Scenario scenario, Machine machine, int offset) {
        String missed = machine.state().missed();
        if (missed != null && paths.size() < MOST_CANDIDATES && !paths.contains(missed)) {
            paths.add(missed);
            SplittableRandom random = new SplittableRandom(Seeds.mix(scenario.seed(), missed));
            planned.add(new Draw(random, constants).withFile(scenario, missed));
        }
        for (Machine.MenuTurn turn : machine.turns()) {
            for (int i = 0; i < turn.titles().size(); i++) {
                int branch = offset + turn.firstBranch() + i;
                if (!plannedBranches.get(branch) && !reached.get(branch)) {
                    plannedBranches.set(branch);
                    List<String> choices =
                            new ArrayList<>(machine.answers().chosen().subList(0, turn.turn()));
                    choices.add(turn.titles().get(i));
                    planned.add(scenario.choosing(choices));
                }
            }
        }
    }

    private List<Tried> chosen() {
        List<Tried> left = new ArrayList<>(tried.stream().filter(Tried::good).toList());
        tried.stream()
                .filter(t -> !t.good())
                .limit(Math.max(0, k - left.size()))
                .forEach(left::add);
        BitSet covered = new BitSet();
        List<Tried> chosen = new ArrayList<>();
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
            chosen.add(best);
        }
        return chosen;
    }

    /** The first candidates are plain worlds; all further ones carry constants of the workflows. */
    private Scenario candidate(int index) {
        Scenario world = Scenario.seeded(index);
        if (index < 1 || (constants.isEmpty() && paths.isEmpty())) {
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
                draw.files(world.files(), paths),
                world.things(),
                draw.web(),
                world.commands(),
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
                // JSON takes no half of a surrogate pair in a name.
                if (random.nextInt(8) > 0 && StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
                    entries.put(key, value());
                }
            }
            return Json.write(entries);
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

        Map<String, String> files(Map<String, String> world, List<String> paths) {
            Map<String, String> files = new LinkedHashMap<>(world);
            for (String path : paths) {
                if (random.nextInt(3) > 0) {
                    files.put(State.path(path), text("some text"));
                }
            }
            return files;
        }

        Scenario withFile(Scenario world, String path) {
            Map<String, String> files = new LinkedHashMap<>(world.files());
            files.put(path, text("some text"));
            return world.holding(files);
        }

        Web web() {
            if (constants.keys().isEmpty() || random.nextInt(4) == 0) {
                return new Web(List.of(), List.of(), List.of());
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
            return new Web(List.of(), keys, values);
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
