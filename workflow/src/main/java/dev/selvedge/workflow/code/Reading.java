package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of the parser share while one code is read.
 *
 * @param broken whether the code is no Python, so that only what is whole in it is worth a word
 */
record Reading(
        PythonTree tree,
        boolean broken,
        Catalog catalog,
        Map<String, byte[]> resources,
        Problems problems,
        Names names) {
    /** What stands where an error was reported; the tree is never given out then. */
    static final Value UNKNOWN = new Value.Nothing();

    String text(Node node) {
        return tree.text(node);
    }

    /**
     * The name of a variable in the tree: as it is written, or another one where that is the name of a function. The
     * grammar lets some keywords through.
     */
    String name(Node node) {
        String name = text(node);
        if (!Dialect.isName(name)) {
            problems.error(node, name + " is no name.", "Write a name of letters, digits and underscores.");
        }
        return names.variable(name);
    }

    Value error(Node at, String message, String hint) {
        problems.error(at, message, hint);
        return UNKNOWN;
    }

    /** Whether a name stands somewhere in a part of the code. */
    boolean uses(Node node, String name) {
        return (node.type().equals("identifier") && text(node).equals(name))
                || node.children().stream().anyMatch(child -> uses(child, name));
    }

    /** The child in a role; where a broken text lacks it, an error of no length. */
    static Node part(Node node, String role) {
        Node child = node.child(role);
        return child == null ? nothing(node) : child;
    }

    /** The first named child that is no comment, or an error of no length. */
    static Node first(Node node) {
        List<Node> parts = parts(node);
        return parts.isEmpty() ? nothing(node) : parts.getFirst();
    }

    private static Node nothing(Node at) {
        return new Node(
                "ERROR",
                true,
                null,
                at.startByte(),
                at.startByte(),
                at.line(),
                at.column(),
                List.of(),
                false,
                null,
                null);
    }

    /** The named children that are no comments. */
    static List<Node> parts(Node node) {
        return node.children().stream()
                .filter(child -> child.named() && !child.type().equals("comment"))
                .toList();
    }

    /**
     * Adds a call and gives a reference to its result.
     *
     * @param target the variable for the result, null for a fresh one
     * @param base what a fresh variable is named after
     */
    Reference call(
            String action,
            Map<String, Value> parameters,
            ContentType type,
            String base,
            List<Statement> out,
            @Nullable String target) {
        String result = target == null ? names.fresh(base, type) : target;
        out.add(new Statement.Call(action, parameters, result));
        return Reference.to(result);
    }

    /** A hint {@code Did you mean x?}, or else the fallback. */
    String meant(String word, Collection<String> known, String fallback) {
        String nearest = problems.full() ? null : Nearest.of(word, known);
        return nearest == null ? fallback : "Did you mean " + nearest + "?";
    }

    /** How an action is called in code, for a hint. */
    String function(String id) {
        Catalog.Action action = Dialect.named(catalog, id);
        return action == null ? Dialect.CALL + "(\"" + id + "\", …)" : action.function() + "(…)";
    }

    /** The value as a reference that can be followed further: a literal goes into a fresh variable first. */
    Reference reference(Value value, List<Statement> out) {
        if (value instanceof Reference reference) {
            return reference;
        }
        String name = names.fresh("value", type(value));
        out.add(new Statement.Assign(name, value));
        return Reference.to(name);
    }

    Reference follow(Value value, Access access, List<Statement> out) {
        Reference reference = reference(value, out);
        List<Access> accesses = new ArrayList<>(reference.accesses());
        accesses.add(access);
        return new Reference(reference.source(), accesses);
    }

    /** What a value is known to be. */
    ContentType type(Value value) {
        return switch (value) {
            case Value.Nothing() -> ContentType.ANY;
            case Value.Text text -> ContentType.TEXT;
            case Value.Template template -> ContentType.TEXT;
            case Value.Num number -> ContentType.NUMBER;
            case Value.Bool bool -> ContentType.BOOLEAN;
            case Value.Moment moment -> ContentType.DATE;
            case Value.Blob blob -> ContentType.FILE;
            case Value.ListOf list -> ContentType.LIST;
            case Value.Dictionary dictionary -> ContentType.DICTIONARY;
            case Value.Quantity quantity -> ContentType.QUANTITY;
            case Value.Struct struct -> ContentType.ANY;
            case Reference(var source, var accesses) -> accesses.isEmpty() ? type(source) : type(accesses.getLast());
        };
    }

    private ContentType type(Source source) {
        return switch (source) {
            case Source.Variable(var name) -> names.type(name);
            case Source.CurrentDate() -> ContentType.DATE;
            case Source.WorkflowInput() -> ContentType.ANY;
            case Source.Ask ask -> ContentType.ANY;
            case Source.Clipboard() -> ContentType.ANY;
            case Source.DeviceDetails() -> ContentType.ANY;
            case Source.Other other -> ContentType.ANY;
        };
    }

    private static ContentType type(Access access) {
        return switch (access) {
            case Access.Coerce(var type, var contentClass) -> type;
            case Access.Format format -> ContentType.TEXT;
            case Access.Key key -> ContentType.ANY;
            case Access.Property property -> ContentType.ANY;
        };
    }
}
