package dev.selvedge.workflow.device;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Web;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses scenarios that reach many branches. Candidates are run until all branches are reached or the budget is spent:
 * plain worlds, worlds with the workflows' constants in them, worlds that take menu and list items not yet taken or hold
 * files that were missed, worlds in which a comparison goes the other way, and worlds in which everything is one of the
 * constants. Then those that add most branches and kinds of effects are kept: k of them, and more while they add
 * branches.
 */
final class Reaching {
    private static final int CANDIDATES_PER_SCENARIO = 8;
    private static final int FEWEST_CANDIDATES = 16;
    private static final int MOST_CANDIDATES = 64;
    private static final int MOST_PLANNED = 400;
    private static final int MOST_TRIES = 3;
    private static final int MOST_KEPT_PER_SCENARIO = 8;
    private static final long MOST_WORK = 300_000;

    private final Device device;
    private final List<Workflow> workflows;
    private final int k;
    private final Constants constants;
    private final List<String> paths;
    private final List<Tried> tried = new ArrayList<>();
    private final Deque<Scenario> planned = new ArrayDeque<>();
    private final BitSet plannedBranches = new BitSet();
    private final Set<String> plannedTitles = new HashSet<>();
    private final Map<Integer, Integer> tries = new HashMap<>();
    private final BitSet reached = new BitSet();
    private int branches;
    private int good;
    private long work;

    /**
     * A candidate and what it did.
     *
     * @param executions one for each workflow
     * @param effects kinds of what it did, and how much
     */
    record Tried(Scenario scenario, List<Execution> executions, BitSet reached, Set<String> effects, boolean good) {
        /** What this one adds: branches first, then kinds of effects. */
        int adds(BitSet covered, Set<String> done) {
            BitSet added = (BitSet) reached.clone();
            added.andNot(covered);
            int kinds = 0;
            for (String kind : effects) {
                kinds += done.contains(kind) ? 0 : 1;
            }
            return (added.cardinality() << 10) + Math.min(kinds, 1_023);
        }
    }

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

    /** The best candidates, the one that adds most first: k, and up to 8 k while each adds branches. */
    static List<Tried> best(Device device, List<Workflow> workflows, int k) {
        return new Reaching(device, workflows, k).search();
    }

    private List<Tried> search() {
        int most = Math.max(k, Math.clamp((long) CANDIDATES_PER_SCENARIO * k, FEWEST_CANDIDATES, MOST_CANDIDATES));
        int drawn = 0;
        int directed = 0;
        while (!complete() && (work <= MOST_WORK || tried.size() < k)) {
            Scenario next = directed < MOST_PLANNED ? planned.poll() : null;
            if (next != null) {
                directed++;
                attempt(next);
            } else if (drawn < most) {
                attempt(candidate(drawn++));
            } else {
                break;
            }
            if (drawn == FEWEST_CANDIDATES && planned.isEmpty()) {
                planUniform();
            }
        }
        return chosen();
    }

    private boolean complete() {
        return good >= Math.max(k, FEWEST_CANDIDATES) && reached.cardinality() == branches;
    }

    /** Worlds in which all that is asked, given and copied is one constant. */
    private void planUniform() {
        List<String> all = new ArrayList<>(constants.texts());
        all.addAll(constants.numbers());
        for (String constant : all.subList(0, Math.min(all.size(), MOST_CANDIDATES))) {
            planned.add(Scenario.seeded(planned.size()).saying(constant));
        }
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
        tried.add(new Tried(scenario, executions, own, effects(executions), well));
        if (well) {
            good++;
            reached.or(own);
        }
    }

    private static Set<String> effects(List<Execution> executions) {
        Set<String> kinds = new HashSet<>();
        for (Execution execution : executions) {
            for (Execution.Effect effect : execution.effects()) {
                kinds.add(effect.action());
            }
            kinds.addAll(execution.changes().keySet());
            kinds.add("about 2^"
                    + (32 - Integer.numberOfLeadingZeros(execution.effects().size())));
        }
        return kinds;
    }

    /** Plans worlds that go where this run could have gone: other items of its menus, and the file that it missed. */
    private void plan(Scenario scenario, Machine machine, int offset) {
        String missed = machine.state().missed();
        if (missed != null && paths.size() < MOST_CANDIDATES && !paths.contains(missed)) {
            paths.add(missed);
            SplittableRandom random = new SplittableRandom(Seeds.mix(scenario.seed(), missed));
            planned.add(new Draw(random, constants).withFile(scenario, missed));
        }
        List<List<String>> offered = machine.answers().offered();
        for (int turn = 0; turn < offered.size() && plannedTitles.size() < MOST_CANDIDATES; turn++) {
            for (String title : offered.get(turn)) {
                if (constants.texts().contains(title) && plannedTitles.add(title)) {
                    planned.add(scenario.choosing(choices(machine, turn, title)));
                }
            }
        }
        for (Machine.Decision decision : machine.decisions()) {
            planOther(scenario, decision, offset + decision.otherBranch());
        }
        for (Machine.MenuTurn turn : machine.turns()) {
            for (int i = 0; i < turn.titles().size(); i++) {
                int branch = offset + turn.firstBranch() + i;
                if (!plannedBranches.get(branch) && !reached.get(branch)) {
                    plannedBranches.set(branch);
                    planned.add(scenario.choosing(
                            choices(machine, turn.turn(), turn.titles().get(i))));
                }
            }
        }
    }

    /**
     * Plans a world in which a comparison goes the other way: what was compared is looked for in this world and replaced
     * by what it was compared with. The idea is the input-to-state correspondence of Redqueen (Aschermann et al., NDSS
     * 2019, section 3).
     */
    private void planOther(Scenario scenario, Machine.Decision decision, int branch) {
        String wanted = decision.left().isEmpty() || reached.get(branch) ? null : wanted(decision);
        if (wanted == null || tries.getOrDefault(branch, 0) >= MOST_TRIES) {
            return;
        }
        Scenario other = scenario.replacing(decision.left(), wanted);
        if (!other.equals(scenario)) {
            tries.merge(branch, 1, Integer::sum);
            planned.add(other);
        }
    }

    /** A text with which the comparison would go the other way, null where none is known. */
    private static @Nullable String wanted(Machine.Decision decision) {
        String right = decision.right();
        boolean make = !decision.held();
        BigDecimal number = Decimal.parse(right);
        return switch (decision.operator()) {
            case EQUALS, CONTAINS, BEGINS_WITH, ENDS_WITH -> make ? right : decision.left() + "1";
            case NOT_EQUALS, NOT_CONTAINS -> make ? decision.left() + "1" : right;
            case HAS_VALUE -> make ? null : "";
            case HAS_NO_VALUE -> make ? "" : null;
            case GREATER, AT_LEAST -> beside(number, make);
            case LESS, AT_MOST -> beside(number, !make);
            case BETWEEN -> make ? right : null;
            case IN_NEXT, IN_LAST, IS_TODAY -> null;
        };
    }

    private static @Nullable String beside(@Nullable BigDecimal number, boolean above) {
        return number == null
                ? null
                : Decimal.print(above ? number.add(BigDecimal.ONE) : number.subtract(BigDecimal.ONE));
    }

    /** The choices of a run up to a turn, and another one there. */
    private static List<String> choices(Machine machine, int turn, String title) {
        List<String> choices = new ArrayList<>(machine.answers().chosen().subList(0, turn));
        choices.add(title);
        return choices;
    }

    private List<Tried> chosen() {
        List<Tried> left = new ArrayList<>(tried.stream().filter(Tried::good).toList());
        tried.stream()
                .filter(t -> !t.good())
                .limit(Math.max(0, k - left.size()))
                .forEach(left::add);
        BitSet covered = new BitSet();
        Set<String> done = new HashSet<>();
        List<Tried> chosen = new ArrayList<>();
        while (!left.isEmpty() && chosen.size() < MOST_KEPT_PER_SCENARIO * k) {
            Tried best = left.getFirst();
            int most = -1;
            for (Tried each : left) {
                int added = each.adds(covered, done);
                if (added > most) {
                    most = added;
                    best = each;
                }
            }
            if (most < 1 << 10 && chosen.size() >= k) {
                break;
            }
            left.remove(best);
            covered.or(best.reached());
            done.addAll(best.effects());
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
