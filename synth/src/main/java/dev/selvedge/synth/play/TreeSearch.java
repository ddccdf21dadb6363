package dev.selvedge.synth.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for something good in a tree below each proposal: nodes are expanded, their children scored, the best of these
 * expanded in turn. So SPaR (arXiv 2412.11605) refines answers that failed. What is found is kept; a proposal below which
 * nothing is found is refused as {@code not-found}; one below which an expansion or a score is unknown is postponed, as a
 * choice among the others would hang on an outage.
 *
 * <p>What is asked for goes out together: in breadth a level of all trees, in depth a node of each. A node is named by its
 * place, the proposal's id and the number of each branch on the way, so that each samples with a seed of its own.
 *
 * @param expansion from nodes to their children
 * @param scorer finds out how good children are; what it refuses is not followed. Proposals themselves are not scored
 * @param field of the score, such as {@link Fields#SUCCESS}
 */
public record TreeSearch(Expansion expansion, Inquiry scorer, String field, Bounds bounds) implements Inquiry {
    /** What is expanded next. */
    public enum Order {
        /** The best of a level, whoever their parents are. */
        BREADTH,
        /** The best children of a node, one after the other with all that is below it. */
        DEPTH
    }

    /**
     * How far is searched: at most {@code branch (1 + keep (depth - 1))} nodes are scored in breadth, {@code branch (1 +
     * keep + … + keep^(depth - 1))} in depth.
     *
     * @param branch most children of a node
     * @param keep how many of a level, in depth of a node's children, are expanded; of equal ones the first
     * @param depth levels below the proposal
     * @param above the best of those scored together is found if its score is above this
     */
    public record Bounds(Order order, int branch, int keep, int depth, double above) {
        public Bounds {
            if (branch < 1 || keep < 1 || depth < 1) {
                throw new IllegalArgumentException(
                        "a tree of " + branch + " branches, " + keep + " of them kept, " + depth + " levels");
            }
        }

        /** SPaR's, for a score that is the share of the refiner's votes for an answer. */
        public static Bounds spar(Order order) {
            return new Bounds(order, 3, 2, 3, 0.5);
        }
    }

    /** Makes children of nodes. */
    @FunctionalInterface
    public interface Expansion {
        /**
         * Expands nodes.
         *
         * @param nodes proposals, and children as the scorer gave them back
         * @return for each node at most so many children; why it has none; or why nobody knows
         */
        List<Outcome<Task>> of(List<Task> nodes, int branch);

        /** A role's answers to a node, each made a child with it; a blank answer is none. */
        static Expansion by(
                Player player, Policy policy, Grading grading, long seed, BiFunction<Task, String, Task> child) {
            return (nodes, branch) -> new Answers(player, policy, branch, grading, seed)
                    .conclude(
                            nodes,
                            (node, said) -> Outcome.keepAll(said.stream()
                                    .filter(answer -> !answer.isBlank())
                                    .map(answer -> child.apply(node, answer))
                                    .toList()));
        }
    }

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        List<Tree> trees = proposals.stream().map(Tree::new).toList();
        List<Tree> growing = trees;
        while (!growing.isEmpty()) {
            together(growing, Tree::turn, nodes -> expansion.of(nodes, bounds.branch), Tree::branch);
            together(growing, tree -> tree.children, scorer::of, Tree::choose);
            growing = growing.stream().filter(tree -> tree.end == null).toList();
        }
        return trees.stream().map(tree -> Objects.requireNonNull(tree.end)).toList();
    }

    /** Asks about nodes of all trees at once, and gives each tree what is its own. */
    private static void together(
            List<Tree> trees,
            Function<Tree, List<Node>> nodes,
            Function<List<Task>, List<Outcome<Task>>> ask,
            BiConsumer<Tree, List<Outcome<Task>>> take) {
        List<List<Node>> parts = trees.stream().map(nodes).toList();
        List<Task> all = parts.stream().flatMap(List::stream).map(Node::task).toList();
        List<Outcome<Task>> outcomes = all.isEmpty() ? List.of() : ask.apply(all);
        int from = 0;
        for (int i = 0; i < parts.size(); i++) {
            int to = from + parts.get(i).size();
            take.accept(trees.get(i), outcomes.subList(from, to));
            from = to;
        }
    }

    private record Node(Task task, int level) {}

    /** What is searched below a proposal: nodes to be expanded, those to be scored, and what came of it. */
    private final class Tree {
        private List<Node> open;
        private List<Node> children = List.of();
        private @Nullable Outcome<Task> end;

        Tree(Task proposal) {
            open = List.of(new Node(proposal, 0));
        }

        List<Node> turn() {
            return bounds.order == Order.BREADTH ? open : open.subList(0, 1);
        }

        /** The records of an outcome; where nobody knows them, the tree comes to an end. */
        private List<Task> records(Outcome<Task> outcome) {
            return switch (outcome) {
                case Outcome.Kept<Task>(List<Task> records) -> records;
                case Outcome.Rejected<Task> _ -> List.of();
                case Outcome.Postponed<Task> postponed -> {
                    end = postponed;
                    yield List.of();
                }
            };
        }

        void branch(List<Outcome<Task>> expanded) {
            var all = new ArrayList<Node>();
            for (int i = 0; i < expanded.size(); i++) {
                Node parent = open.get(i);
                List<Task> own = records(expanded.get(i));
                if (own.size() > bounds.branch) {
                    throw new IllegalArgumentException(own.size() + " children of a node, more than " + bounds.branch);
                }
                for (int b = 0; b < own.size(); b++) {
                    all.add(new Node(own.get(b).named(parent.task.id() + "." + b), parent.level + 1));
                }
            }
            open = open.subList(expanded.size(), open.size());
            children = end == null ? all : List.of();
        }

        void choose(List<Outcome<Task>> scored) {
            var good = new ArrayList<Node>();
            for (int i = 0; i < scored.size(); i++) {
                for (Task child : records(scored.get(i))) {
                    good.add(new Node(child, children.get(i).level));
                }
            }
            if (end != null) {
                return;
            }
            good.sort(Comparator.comparingDouble(this::score).reversed());
            if (!good.isEmpty() && score(good.getFirst()) > bounds.above) {
                end = Outcome.keep(good.getFirst().task);
                return;
            }
            Stream<Node> further =
                    good.stream().filter(node -> node.level < bounds.depth).limit(bounds.keep);
            open = Stream.concat(further, open.stream()).toList();
            if (open.isEmpty()) {
                end = Outcome.reject(
                        "not-found",
                        "Nothing within " + bounds.depth + " levels has a " + field + " above " + bounds.above + ".");
            }
        }

        private double score(Node node) {
            return node.task.number(field);
        }
    }
}
