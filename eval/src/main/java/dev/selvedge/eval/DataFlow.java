package dev.selvedge.eval;

import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data flow of Python code as CodeBLEU sees it: which name takes its value from which (Guo et al. 2021,
 * GraphCodeBERT; Ren et al. 2020, section 3.4), with names replaced by numbers in the order of first sight.
 *
 * <p>Two readings. The published one follows the reference implementation, with one choice where that has none: it orders
 * sets of names by a hash that changes with every process, this by first appearance. The corrected one also sees the
 * names in f-strings, cuts names rightly after characters outside ASCII, walks the body of a loop that has an
 * {@code else}, and takes typed default parameters like untyped ones.
 */
final class DataFlow {
    /** Loops are walked twice, so that a value flows round; loops nested deeper than this only once. */
    private static final int MAX_DOUBLED_LOOPS = 8;

    private static final String COMES_FROM = "<-";
    private static final String COMPUTED_FROM = "=";

    private final Leaves leaves;
    private final boolean corrected;
    private final List<Edge> edges = new ArrayList<>();
    private Map<String, List<Integer>> states = new HashMap<>();
    private int loops;
    private boolean broken;

    private DataFlow(Leaves leaves, boolean corrected) {
        this.leaves = leaves;
        this.corrected = corrected;
    }

    /** A name at a place with the names and places that it takes its value from. */
    private record Edge(String name, int at, String relation, List<String> parents, List<Integer> parentsAt) {
        /** The later one says what they are, as in the reference implementation. */
        Edge union(Edge other) {
            return new Edge(
                    other.name,
                    at,
                    other.relation,
                    List.copyOf(joined(parents, other.parents)),
                    List.copyOf(joined(parentsAt, other.parentsAt)));
        }

        private static <T> Set<T> joined(List<T> first, List<T> second) {
            Set<T> all = new LinkedHashSet<>(first);
            all.addAll(second);
            return all;
        }
    }

    /**
     * The items of a text, with names replaced by numbers, for example {@code 2=0,1}: the third name seen is computed
     * from the first two.
     */
    static List<String> items(PythonTree tree, String source, boolean corrected) {
        DataFlow flow = new DataFlow(Leaves.of(tree, source, corrected), corrected);
        flow.walk(tree.root());
        return flow.broken ? List.of() : numbered(mergedByPlace(connected(flow.edges)));
    }

    /** How many of the first occur in the second, where each there answers for one here. */
    static int countOnceIn(List<String> items, List<String> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(item -> left.merge(item, 1, Integer::sum));
        int count = 0;
        for (String item : items) {
            if (left.merge(item, -1, Integer::sum) >= 0) {
                count++;
            }
        }
        return count;
    }

    /** Only edges at places that have parents or are one, in the order of the text. */
    private static List<Edge> connected(List<Edge> edges) {
        BitSet places = new BitSet();
        for (Edge edge : edges) {
            if (!edge.parentsAt.isEmpty()) {
                places.set(edge.at);
            }
            edge.parentsAt.forEach(places::set);
        }
        return edges.stream()
                .filter(edge -> places.get(edge.at))
                .sorted(Comparator.comparingInt(Edge::at))
                .toList();
    }

    private static List<Edge> mergedByPlace(List<Edge> edges) {
        Map<Integer, Edge> merged = new LinkedHashMap<>();
        edges.forEach(edge -> merged.merge(edge.at, edge, Edge::union));
        return List.copyOf(merged.values());
    }

    private static List<String> numbered(List<Edge> edges) {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> items = new ArrayList<>();
        for (Edge edge : edges) {
            StringBuilder parents = new StringBuilder();
            for (String parent : edge.parents) {
                parents.append(numbers.computeIfAbsent(parent, p -> numbers.size()))
                        .append(',');
            }
            int name = numbers.computeIfAbsent(edge.name, n -> numbers.size());
            items.add(name + edge.relation + parents);
        }
        return items;
    }

    /** Adds the edges below a node and moves the states on. The recursion is bounded by the depth of a Python tree. */
    private void walk(Node node) {
        if (leaves.isLeaf(node)) {
            leaf(node);
            return;
        }
        switch (node.type()) {
            case "default_parameter" -> defaultParameter(node);
            case "typed_default_parameter" -> {
                if (corrected) {
                    defaultParameter(node);
                } else {
                    inOrder(node);
                }
            }
            case "assignment", "augmented_assignment" -> assignment(node);
            case "for_in_clause" -> forInClause(node);
            case "if_statement" -> ifStatement(node);
            case "for_statement" -> loop(() -> forStatement(node));
            case "while_statement" -> loop(() -> leaves.parts(node).forEach(this::walk));
            default -> inOrder(node);
        }
    }

    private void leaf(Node node) {
        int number = leaves.number(node);
        String text = leaves.text(number);
        if (node.type().equals(text)) {
            return;
        }
        List<Integer> known = states.get(text);
        if (known != null) {
            edges.add(new Edge(text, number, COMES_FROM, List.of(text), known));
            return;
        }
        if (node.type().equals("identifier")) {
            states.put(text, List.of(number));
        }
        edges.add(new Edge(text, number, COMES_FROM, List.of(), List.of()));
    }

    private void inOrder(Node node) {
        for (Node child : leaves.parts(node)) {
            if (child.type().equals("for_in_clause")) {
                walk(child);
            }
        }
        for (Node child : leaves.parts(node)) {
            if (!child.type().equals("for_in_clause")) {
                walk(child);
            }
        }
    }

    private void defaultParameter(Node node) {
        Node name = node.child("name");
        Node value = node.child("value");
        if (name == null) {
            broken = true;
            return;
        }
        if (value != null) {
            walk(value);
        }
        for (int target : leaves.variables(name)) {
            if (value == null) {
                edges.add(new Edge(leaves.text(target), target, COMES_FROM, List.of(), List.of()));
            } else {
                for (int source : leaves.variables(value)) {
                    edges.add(new Edge(
                            leaves.text(target), target, COMES_FROM, List.of(leaves.text(source)), List.of(source)));
                }
            }
            states.put(leaves.text(target), List.of(target));
        }
    }

    private void assignment(Node node) {
        Node left = node.child("left");
        Node right = node.child("right");
        if (right == null) {
            return;
        }
        if (left == null) {
            broken = true;
            return;
        }
        assign(left, right);
    }

    /** Side by side where both have equally many parts, else as wholes. */
    private void assign(Node left, Node right) {
        List<Node> targets = withoutCommas(left);
        List<Node> sources = withoutCommas(right);
        if (targets.size() != sources.size() || targets.isEmpty()) {
            targets = List.of(left);
            sources = List.of(right);
        }
        sources.forEach(this::walk);
        for (int i = 0; i < targets.size(); i++) {
            compute(targets.get(i), sources.get(i));
        }
    }

    private List<Node> withoutCommas(Node node) {
        return leaves.parts(node).stream().filter(c -> !c.type().equals(",")).toList();
    }

    private void compute(Node target, Node source) {
        List<Integer> sources = leaves.variables(source);
        List<String> names = sources.stream().map(leaves::text).toList();
        for (int variable : leaves.variables(target)) {
            edges.add(new Edge(leaves.text(variable), variable, COMPUTED_FROM, names, sources));
            states.put(leaves.text(variable), List.of(variable));
        }
    }

    private void forInClause(Node node) {
        Node left = node.child("left");
        if (left == null) {
            broken = true;
            return;
        }
        Node right = leaves.parts(node).getLast();
        walk(right);
        compute(left, right);
    }

    private void ifStatement(Node node) {
        Map<String, List<Integer>> before = states;
        Map<String, List<Integer>> then = new HashMap<>(before);
        List<Map<String, List<Integer>>> ends = new ArrayList<>();
        boolean otherwise = false;
        for (Node child : leaves.parts(node)) {
            boolean clause = child.type().equals("elif_clause") || child.type().equals("else_clause");
            otherwise |= child.type().equals("else_clause");
            states = clause ? new HashMap<>(before) : then;
            walk(child);
            if (clause) {
                ends.add(states);
            } else {
                then = states;
            }
        }
        ends.add(then);
        if (!otherwise) {
            ends.add(before);
        }
        states = union(ends);
    }

    private static Map<String, List<Integer>> union(List<Map<String, List<Integer>>> ends) {
        Map<String, List<Integer>> all = new HashMap<>(ends.getFirst());
        for (Map<String, List<Integer>> end : ends.subList(1, ends.size())) {
            end.forEach((name, at) -> all.merge(name, at, DataFlow::union));
        }
        return all;
    }

    /** Places in the order of the text. Most names have the same ones at every end. */
    private static List<Integer> union(List<Integer> some, List<Integer> others) {
        if (some.equals(others)) {
            return some;
        }
        Set<Integer> all = new TreeSet<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private void loop(Runnable body) {
        int first = edges.size();
        loops++;
        body.run();
        if (loops <= MAX_DOUBLED_LOOPS) {
            body.run();
        }
        loops--;
        List<Edge> mine = edges.subList(first, edges.size());
        Map<List<Object>, Edge> merged = new LinkedHashMap<>();
        for (Edge edge : mine) {
            merged.merge(List.of(edge.name, edge.at, edge.relation), edge, Edge::union);
        }
        mine.clear();
        edges.addAll(merged.values());
    }

    private void forStatement(Node node) {
        Node left = node.child("left");
        Node right = node.child("right");
        if (left == null || right == null) {
            broken = true;
            return;
        }
        assign(left, right);
        Node last = leaves.parts(node).getLast();
        if (corrected) {
            leaves.parts(node).stream()
                    .filter(c -> "body".equals(c.field()) || "alternative".equals(c.field()))
                    .forEach(this::walk);
        } else if (last.type().equals("block")) {
            walk(last);
        }
    }
}
