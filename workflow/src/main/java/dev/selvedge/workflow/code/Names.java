package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The variables of a code: where each gets its value, where it is used, and what it was last seen to hold. */
final class Names {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private final Map<String, Integer> firstValue = new TreeMap<>();
    private final Map<String, ContentType> types = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Span> loops = new ArrayList<>();

    private record Use(String name, Node at) {}

    private record Span(int start, int end) {}

    Names(PythonTree tree) {
        tree.select(node -> node.type().equals("identifier")).forEach(node -> taken.add(tree.text(node)));
    }

    /** The variable gets a value, which is there from the end of this node on. */
    void assign(String name, ContentType type, Node at) {
        firstValue.merge(name, at.endByte(), Math::min);
        types.put(name, type);
    }

    void use(String name, Node at) {
        uses.add(new Use(name, at));
    }

    void loop(Node loop) {
        loops.add(new Span(loop.startByte(), loop.endByte()));
    }

    ContentType type(String name) {
        return types.getOrDefault(name, ContentType.ANY);
    }

    boolean known(String name) {
        return firstValue.containsKey(name);
    }

    /** A name that stands nowhere in the code; its variable needs no check. */
    String fresh(String base, ContentType type) {
        String stem = Dialect.isName(base) && !base.equals("_") ? base : "value";
        String name = stem;
        while (!taken.add(name)) {
            name = stem + "_" + counters.merge(stem, 1, Integer::sum);
        }
        types.put(name, type);
        return name;
    }

    /** Reports variables that are used and never assigned, or only further down. */
    void check(Problems problems, Set<String> functions) {
        for (Use use : uses) {
            Integer value = firstValue.get(use.name);
            if (value == null) {
                problems.error(use.at, "The name " + use.name + " has no value.", hint(use.name, functions));
            } else if (value > use.at.endByte() && loops.stream().noneMatch(loop -> holds(loop, use.at, value))) {
                problems.warning(
                        use.at, use.name + " is used before it gets a value.", "Move the assignment before this line.");
            }
        }
    }

    private String hint(String name, Set<String> functions) {
        return functions.contains(name)
                ? "It is a function: write " + name + "(…)."
                : Nearest.hint(name, firstValue.keySet(), "Assign it first, or quote it if it is text.");
    }

    private static boolean holds(Span loop, Node use, int value) {
        return loop.start <= use.startByte() && value <= loop.end && use.endByte() <= loop.end;
    }
}
