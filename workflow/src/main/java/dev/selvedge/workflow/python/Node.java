package dev.selvedge.workflow.python;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link PythonTree}. Names of types and fields are those of the tree-sitter grammar for Python.
 *
 * @param type for example {@code call}; for a token the token itself, for example {@code =}; {@code ERROR} for what the
 *     grammar cannot place
 * @param named whether the grammar has a name for it; keywords, operators and brackets have none
 * @param field its role in its parent, for example {@code arguments}, null without one
 * @param startByte first byte in the UTF-8 source
 * @param endByte one past the last byte
 * @param line of the first byte, 1-based
 * @param column of the first byte, 1-based, in code points
 * @param children in order, tokens included
 * @param missing whether the parser put it in to repair the text; it has no bytes then
 * @param unexpected for an {@code ERROR} without children the character that was met, as tree-sitter prints it, for
 *     example {@code '?'}; else null
 * @param renamedFrom the type that it has elsewhere, for a node with children that the grammar gives another name in this
 *     place; else null
 */
public record Node(
        String type,
        boolean named,
        @Nullable String field,
        int startByte,
        int endByte,
        int line,
        int column,
        List<Node> children,
        boolean missing,
        @Nullable String unexpected,
        @Nullable String renamedFrom) {
    public Node {
        children = List.copyOf(children);
    }

    /** Whether the grammar could not place this text. */
    public boolean error() {
        return type.equals("ERROR");
    }

    /** Whether it is a repair that tree-sitter prints but does not let a program reach. */
    public boolean hidden() {
        return missing && type.startsWith("_");
    }

    /** The first child in this role, null without one. */
    public @Nullable Node child(String role) {
        for (Node child : children) {
            if (role.equals(child.field)) {
                return child;
            }
        }
        return null;
    }

    /** The children in this role. */
    public List<Node> children(String role) {
        return children.stream().filter(c -> Objects.equals(c.field, role)).toList();
    }

    /** The children that have a name in the grammar, comments included. */
    public List<Node> namedChildren() {
        return children.stream().filter(Node::named).toList();
    }

    Node withChildren(List<Node> others) {
        return new Node(type, named, field, startByte, endByte, line, column, others, missing, unexpected, renamedFrom);
    }
}
