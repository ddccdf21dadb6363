package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comments of a code, given out in order to the blocks in which they stand: their column says in which. */
final class CommentLines {
    private final PythonTree tree;
    private final List<Node> comments;
    private int next;

    CommentLines(PythonTree tree) {
        this.tree = tree;
        comments = tree.select(node -> node.type().equals("comment"));
    }

    /** Adds those that are left down to a line, this one included. */
    void downTo(int line, List<Statement> out) {
        take(line, 0, out);
    }

    /** Adds those that end a block: above a line, not left of the block's column. */
    void endOf(int column, int lineAfter, List<Statement> out) {
        take(lineAfter - 1, column, out);
    }

    private void take(int lastLine, int column, List<Statement> out) {
        StringBuilder text = new StringBuilder();
        Node before = null;
        for (Node comment = peek();
                comment != null && comment.line() <= lastLine && comment.column() >= column;
                comment = peek()) {
            boolean joined =
                    before != null && comment.line() == before.line() + 1 && comment.column() == before.column();
            if (before != null && !joined) {
                out.add(new Statement.Comment(text.toString()));
                text.setLength(0);
            }
            String line = tree.text(comment).substring(1);
            text.append(joined ? "\n" : "").append(line.startsWith(" ") ? line.substring(1) : line);
            before = comment;
            next++;
        }
        if (before != null) {
            out.add(new Statement.Comment(text.toString()));
        }
    }

    private @Nullable Node peek() {
        return next < comments.size() ? comments.get(next) : null;
    }
}
