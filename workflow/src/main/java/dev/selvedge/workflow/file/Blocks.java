package dev.selvedge.workflow.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks in a file's flat list of actions. Damaged blocks are recovered by their group: a middle or an end
 * whose group is not open is left out, and blocks still open inside an outer block's middle or end are closed there.
 */
final class Blocks {
    /** An action, or a block of them. */
    sealed interface Node {
        record Plain(Action action) implements Node {}

        /**
         * A block.
         *
         * @param branches an If's two bodies (the second may be missing), a menu's cases, or a loop's one body
         */
        record Block(
                Action start,
                List<Branch> branches,
                @Nullable Action end) implements Node {}
    }

    /**
     * A body.
     *
     * @param head the middle action that begins it, null for a first body
     */
    record Branch(@Nullable Action head, List<Node> nodes) {}

    private static final class Open {
        final Action start;
        final List<Branch> branches = new ArrayList<>();
        final int indent;

        Open(Action start, int indent) {
            this.start = start;
            this.indent = indent;
            branches.add(new Branch(null, new ArrayList<>()));
        }

        List<Node> body() {
            return branches.getLast().nodes();
        }

        boolean holds(Action action) {
            return start.id().equals(action.id())
                    && (action.group().isEmpty() || start.group().equals(action.group()));
        }

        Node.Block close(@Nullable Action end) {
            return new Node.Block(start, List.copyOf(branches), end);
        }
    }

    private final List<Node> top = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Problems problems;

    private Blocks(Problems problems) {
        this.problems = problems;
    }

    /** @throws WorkflowFormatException if blocks nest deeper than code can be indented */
    static List<Node> of(List<Action> actions, Problems problems) {
        Blocks blocks = new Blocks(problems);
        for (Action action : actions) {
            blocks.add(action);
        }
        while (!blocks.open.isEmpty()) {
            blocks.problems.warn(
                    blocks.open.element().start, "is never closed; its body reaches to the end of the file.");
            blocks.close(null);
        }
        return blocks.top;
    }

    private void add(Action action) {
        if (!action.control()) {
            body().add(new Node.Plain(action));
        } else if (action.mode() == Action.Mode.START) {
            start(action);
        } else if (open.stream().noneMatch(block -> block.holds(action))) {
            problems.warn(action, "belongs to no open block and is left out.");
        } else {
            while (!open.element().holds(action)) {
                problems.warn(
                        open.element().start, "is not closed before its outer block goes on; it is closed there.");
                close(null);
            }
            if (action.mode() == Action.Mode.END) {
                close(action);
            } else {
                middle(action);
            }
        }
    }

    private void start(Action action) {
        // A menu indents twice: match and case.
        int indent = (open.isEmpty() ? 0 : open.element().indent) + (action.id().equals(Literals.MENU) ? 2 : 1);
        if (indent > Bounds.INDENTS) {
            throw new WorkflowFormatException("Action " + (action.index() + 1) + " is nested more than "
                    + Bounds.INDENTS + " levels deep in blocks, which is not read.");
        }
        open.push(new Open(action, indent));
    }

    private void middle(Action action) {
        Open block = open.element();
        switch (action.id()) {
            case Literals.MENU -> block.branches.add(new Branch(action, new ArrayList<>()));
            case Literals.IF -> {
                if (block.branches.size() == 2) {
                    problems.warn(action, "is a second Otherwise of one If; its body is joined to the first one's.");
                } else {
                    block.branches.add(new Branch(action, new ArrayList<>()));
                }
            }
            default -> problems.warn(action, "is a middle of a loop, which has none, and is left out.");
        }
    }

    private void close(@Nullable Action end) {
        Node.Block block = open.pop().close(end);
        body().add(block);
    }

    private List<Node> body() {
        return open.isEmpty() ? top : open.element().body();
    }
}
