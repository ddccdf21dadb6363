package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.ArrayList;
import java.util.EnumSet;
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
    /** All that a variable ever holds, for those that the code names. */
    private final Map<String, Set<ContentType>> held = new HashMap<>();
    /** Names in the tree of variables that the code calls as a function is called. */
    private final Map<String, String> renamed = new TreeMap<>();

    private final Map<String, Node> shadows = new TreeMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    /** End of the outermost loop that was entered last. */
    private int loopEnd;

    /**
     * A variable that is used.
     *
     * @param loopEnd end of the outermost loop around it, 0 outside of loops
     */
    private record Use(String name, Node at, int loopEnd) {}

    private final Catalog catalog;

    Names(PythonTree tree, Catalog catalog) {
        this.catalog = catalog;
        tree.select(node -> node.type().equals("identifier")).forEach(node -> taken.add(tree.text(node)));
    }

    /** The name in the tree of a variable: no variable is called as a function is, so that code never hides one. */
    String variable(String written) {
        return Calls.isFunction(written, catalog)
                ? renamed.computeIfAbsent(written, name -> fresh(name, ContentType.ANY))
                : written;
    }

    /** The variable gets a value, which is there from the end of this node on. */
    void assign(String name, ContentType type, Node at) {
        firstValue.merge(name, at.endByte(), Math::min);
        shadows.putIfAbsent(name, at);
        types.put(name, type);
        held.computeIfAbsent(name, any -> EnumSet.noneOf(ContentType.class)).add(type);
    }

    /** All that a variable holds anywhere in the code, nothing where that is not known. Whole once all is read. */
    Set<ContentType> held(String name) {
        return held.getOrDefault(name, Set.of());
    }

    /** Runs a check when all is read. */
    void later(Runnable check) {
        later.add(check);
    }

    void use(String name, Node at) {
        uses.add(new Use(name, at, at.endByte() <= loopEnd ? loopEnd : 0));
    }

    /** A loop begins: what its body assigns is there in its next round. */
    void loop(Node loop) {
        loopEnd = Math.max(loopEnd, loop.endByte());
    }

    ContentType type(String name) {
        return types.getOrDefault(name, ContentType.ANY);
    }

    boolean known(String name) {
        return firstValue.containsKey(name);
    }

    /** A name that stands nowhere in the code and calls nothing; its variable needs no check. */
    String fresh(String base, ContentType type) {
        String stem = Dialect.isName(base) && !base.equals("_") ? base : "value";
        String name = stem;
        while (Calls.isFunction(name, catalog) || !taken.add(name)) {
            name = stem + "_" + counters.merge(stem, 1, Integer::sum);
        }
        types.put(name, type);
        return name;
    }

    /** Reports variables that are used and never assigned, or only further down. */
    void check(Reading reading) {
        Problems problems = reading.problems();
        renamed.forEach((written, name) -> {
            Node at = shadows.get(name);
            if (at != null) {
                problems.warning(
                        at,
                        written + " is the name of a function, so the variable is called " + name + ".",
                        "Give the variable a name of its own.");
            }
        });
        later.forEach(Runnable::run);
        for (Use use : uses) {
            Integer value = firstValue.get(use.name);
            if (value == null) {
                String written = reading.text(use.at);
                problems.error(use.at, "The name " + written + " has no value.", hint(written, reading));
            } else if (value > use.at.endByte() && value > use.loopEnd) {
                problems.warning(
                        use.at,
                        reading.text(use.at) + " is used before it gets a value.",
                        "Move the assignment before this line.");
            }
        }
    }

    private String hint(String name, Reading reading) {
        return Calls.isFunction(name, catalog)
                ? "It is a function: write " + name + "(…)."
                : reading.meant(name, firstValue.keySet(), "Assign it first, or quote it if it is text.");
    }
}
