package dev.selvedge.synth.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.TreeSearch.Bounds;
import dev.selvedge.synth.play.TreeSearch.Expansion;
import dev.selvedge.synth.play.TreeSearch.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeSearchTest {
    private static final Bounds BREADTH = new Bounds(Order.BREADTH, 2, 1, 3, 0.5);
    private static final Bounds DEPTH = new Bounds(Order.DEPTH, 2, 2, 2, 0.5);

    /** What was asked for together, by the names of the nodes. */
    private final List<List<String>> expanded = new ArrayList<>();

    private final List<List<String>> scored = new ArrayList<>();

    private static Task root(String id) {
        return new Task(id, Map.of());
    }

    private static List<String> names(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    /** All nodes have as many children as they may, and the scores of their names, or 0. */
    private TreeSearch search(Bounds bounds, Map<String, Double> scores) {
        return new TreeSearch(
                (nodes, branch) -> {
                    expanded.add(names(nodes));
                    return nodes.stream()
                            .map(node -> Outcome.keepAll(IntStream.range(0, branch)
                                    .mapToObj(i -> root("any"))
                                    .toList()))
                            .toList();
                },
                tasks -> {
                    scored.add(names(tasks));
                    return tasks.stream()
                            .map(task -> Outcome.keep(task.with(Fields.SUCCESS, scores.getOrDefault(task.id(), 0.0))))
                            .toList();
                },
                Fields.SUCCESS,
                bounds);
    }

    private static String found(Outcome<Task> outcome) {
        return switch (outcome) {
            case Outcome.Kept<Task>(List<Task> records) -> records.getFirst().id();
            case Outcome.Rejected<Task>(String reason, String _, String _) -> reason;
            case Outcome.Postponed<Task>(String cause) -> cause;
        };
    }

    private String found(Bounds bounds, Map<String, Double> scores) {
        return found(search(bounds, scores).of(List.of(root("r"))).getFirst());
    }

    /** Scores of {@code r.0}, {@code r.1}, {@code r.0.1} and {@code r.1.0}. */
    @ParameterizedTest
    @CsvSource({
        // The best of a level is expanded; it ends as soon as one is above a half.
        "0.1, 0.6, 0,   0,   BREADTH, r.1,       r",
        "0.9, 0.6, 0,   0,   BREADTH, r.0,       r",
        "0.1, 0.2, 0.9, 0.8, BREADTH, r.1.0,     r r.1",
        // Of equal ones the first; a half is not above a half.
        "0.5, 0.5, 0.9, 0.8, BREADTH, r.0.1,     r r.0",
        "0,   0.1, 0.9, 0.5, BREADTH, not-found, r r.1 r.1.0",
        // In depth the second of a node's children has its turn when all below the first is done.
        "0.1, 0.2, 0.9, 0,   DEPTH,   r.0.1,     r r.1 r.0",
        "0.2, 0.1, 0.9, 0.8, DEPTH,   r.0.1,     r r.0",
        "0.2, 0.1, 0.5, 0.5, DEPTH,   not-found, r r.0 r.1",
    })
    void findsWhatIsAboveTheBound(
            double first, double second, double below, double beside, Order order, String expected, String turns) {
        Map<String, Double> scores = Map.of("r.0", first, "r.1", second, "r.0.1", below, "r.1.0", beside);
        assertThat(found(order == Order.BREADTH ? BREADTH : DEPTH, scores)).isEqualTo(expected);
        assertThat(expanded.stream().flatMap(List::stream)).containsExactly(turns.split(" "));
    }

    @Test
    void aLevelOfAllTreesIsAskedForTogether() {
        List<Outcome<Task>> outcomes = search(new Bounds(Order.BREADTH, 2, 2, 2, 0.5), Map.of("q.1", 0.7, "r.1.1", 0.6))
                .of(List.of(root("q"), root("r"), root("s")));
        assertThat(outcomes.stream().map(TreeSearchTest::found)).containsExactly("q.1", "r.1.1", "not-found");
        assertThat(expanded).containsExactly(List.of("q", "r", "s"), List.of("r.0", "r.1", "s.0", "s.1"));
        assertThat(scored)
                .containsExactly(
                        List.of("q.0", "q.1", "r.0", "r.1", "s.0", "s.1"),
                        List.of("r.0.0", "r.0.1", "r.1.0", "r.1.1", "s.0.0", "s.0.1", "s.1.0", "s.1.1"));
    }

    @Test
    void noMoreIsScoredThanTheBoundsSay() {
        assertThat(found(Bounds.spar(Order.BREADTH), Map.of())).isEqualTo("not-found");
        assertThat(scored).map(List::size).containsExactly(3, 6, 6);
        scored.clear();
        assertThat(found(Bounds.spar(Order.DEPTH), Map.of())).isEqualTo("not-found");
        assertThat(scored.stream().flatMap(List::stream))
                .hasSize(3 * (1 + 2 + 4))
                .doesNotHaveDuplicates();
    }

    /** In the tree of q a score is not known, in that of r an expansion; s goes on, and t has nothing that is followed. */
    @Test
    void whatIsNotKnownIsPostponedAndWhatIsRefusedIsNotFollowed() {
        TreeSearch sound = search(BREADTH, Map.of("q.1", 0.9, "s.1", 0.4, "s.1.0", 0.8));
        Expansion expansion = (nodes, branch) -> {
            var children = new ArrayList<>(sound.expansion().of(nodes, branch));
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).id().equals("r")) {
                    children.set(i, Outcome.postpone("The refiner is down."));
                }
            }
            return children;
        };
        Inquiry gate = Inquiry.each(task -> switch (task.id().charAt(0)) {
            case 'q' -> task.id().equals("q.0") ? Outcome.postpone("The judge is down.") : Outcome.keep(task);
            case 't' -> Outcome.reject("no-answer", "There is none.");
            default -> Outcome.keep(task);
        });
        var search = new TreeSearch(expansion, gate.then(sound.scorer()), Fields.SUCCESS, BREADTH);
        assertThat(search.of(List.of(root("q"), root("r"), root("s"), root("t"))))
                .map(TreeSearchTest::found)
                .containsExactly("The judge is down.", "The refiner is down.", "s.1.0", "not-found");
        assertThat(scored.getFirst()).containsExactly("q.1", "s.0", "s.1");
        assertThat(search.of(List.of())).isEmpty();
    }

    @Test
    void anExpansionKeepsToItsBounds() {
        TreeSearch wide = search(new Bounds(Order.BREADTH, 5, 1, 1, 0.5), Map.of());
        var search =
                new TreeSearch((nodes, branch) -> wide.expansion().of(nodes, 5), wide.scorer(), "success", BREADTH);
        assertThatThrownBy(() -> search.of(List.of(root("r")))).hasMessageContaining("5 children of a node");
        assertThatThrownBy(() -> new Bounds(Order.DEPTH, 3, 0, 3, 0.5)).hasMessageContaining("0 of them kept");
    }

    /**
     * SPaR is configuration: the refiner writes answers anew and votes five times on each. Here an answer grows by a
     * letter, and four of five votes are for three letters.
     */
    @Test
    void sparRefinesAnAnswerThatFailed() {
        var sampling = Sampling.at(0.7, 9);
        Player.Wording wording = task -> List.of(Message.user(task.text(Fields.ANSWER)));
        var refiner = new Player(new View("refiner", Set.of(Fields.QUESTION, Fields.ANSWER)), wording, sampling);
        var judge = new Player(new View("judge", Set.of(Fields.QUESTION, Fields.ANSWER)), wording, sampling);
        Policy refining = ScriptedPolicy.of(
                "refiner",
                prompt -> ScriptedPolicy.say(prompt.messages().getLast().content() + "a"));
        int[] votes = {0};
        Policy judging = ScriptedPolicy.of(
                "judge",
                prompt -> ScriptedPolicy.say(
                        prompt.messages().getLast().content().equals("aaa") && votes[0]++ % 5 > 0 ? "yes" : "no"));
        var grading = new Grading(String::strip, String::equals);
        Verifier accepted = (task, said) -> Score.of(said.equals("yes") ? 1 : 0);
        Task question = root("q").with(Fields.QUESTION, "three letters");
        Task failed = question.with(Fields.ANSWER, "a");
        var spar = new TreeSearch(
                Expansion.by(refiner, refining, grading, 1, (node, said) -> question.with(Fields.ANSWER, said)),
                new SuccessRate(new Answers(judge, judging, 5, grading, 1), accepted),
                Fields.SUCCESS,
                Bounds.spar(Order.BREADTH));
        assertThat(spar.of(List.of(failed)))
                .containsExactly(Outcome.keep(
                        question.named("q.0.0").with(Fields.ANSWER, "aaa").with(Fields.SUCCESS, 0.8)));
    }
}
