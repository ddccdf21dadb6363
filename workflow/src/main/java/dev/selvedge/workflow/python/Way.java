package dev.selvedge.workflow.python;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A way back through a {@link Stack} from the end of a reading. */
final class Way {
    /** At most so many are followed at once. */
    private static final int MOST = 64;

    private StackNode node;
    private int trees;
    private final @Nullable List<Subtree> passed;

    private Way(StackNode node, int trees, @Nullable List<Subtree> passed) {
        this.node = node;
        this.trees = trees;
        this.passed = passed;
    }

    /**
     * Follows all ways from a node, those through first links in front, step by step.
     *
     * @param collect whether the ways collect the trees that they pass
     * @param end looks at a way, and says whether it ends here
     */
    static void follow(StackNode from, boolean collect, Predicate<Way> end) {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way(from, 0, collect ? new ArrayList<>() : null));
        while (!ways.isEmpty()) {
            int size = ways.size();
            for (int i = 0; i < size; i++) {
                Way way = ways.get(i);
                if (end.test(way) || way.node.links() == 0) {
                    ways.remove(i--);
                    size--;
                    continue;
                }
                for (int link = 1; link < way.node.links() && ways.size() < MOST; link++) {
                    Way branch = new Way(way.node, way.trees, way.passed == null ? null : new ArrayList<>(way.passed));
                    branch.step(link);
                    ways.add(branch);
                }
                way.step(0);
            }
        }
    }

    private void step(int link) {
        Subtree tree = node.tree(link);
        if (tree != null && passed != null) {
            passed.add(tree);
        }
        trees += weight(tree);
        node = node.before(link);
    }

    /** What counts as a tree: not an extra one, but a change of state. */
    static int weight(@Nullable Subtree tree) {
        return tree == null || !tree.extra ? 1 : 0;
    }

    /** Where it has come. */
    StackNode node() {
        return node;
    }

    /** How many trees it has passed, not counting extra ones. */
    int trees() {
        return trees;
    }

    /** The trees, in the order of the text. */
    List<Subtree> passed() {
        return passed == null ? List.of() : passed.reversed();
    }
}
