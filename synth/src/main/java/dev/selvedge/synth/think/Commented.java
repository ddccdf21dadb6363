package dev.selvedge.synth.think;

import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow apart from its comments.
 *
 * @param bare without comments, title and header
 * @param comments by the ordinal, in {@code bare}, of the statement below each; one line each
 */
public record Commented(Workflow bare, Map<Integer, String> comments) {
    public static Commented of(Workflow workflow) {
        Walk walk = new Walk();
        walk.body(workflow.body());
        return new Commented(Workflow.of("", TemplateAnnotator.uncommented(workflow.body())), walk.comments);
    }

    /** Counts the statements beside comments; a comment that ends a block is said of no statement. */
    private static final class Walk {
        private final Map<Integer, String> comments = new HashMap<>();
        private int ordinal;

        void body(List<Statement> body) {
            StringBuilder open = new StringBuilder();
            for (Statement statement : body) {
                if (statement instanceof Statement.Comment(String text)) {
                    open.append(' ').append(text);
                    continue;
                }
                String comment = oneLine(open.toString());
                if (!comment.isEmpty()) {
                    comments.put(ordinal, comment);
                }
                open.setLength(0);
                ordinal++;
                Uses.blocks(statement).forEach(this::body);
            }
        }
    }

    /** A comment as it stands above a statement. */
    static String oneLine(String comment) {
        return comment.strip().replaceAll("\\s+", " ");
    }

    /** The first lines of the statements that have no comment. */
    public List<String> uncommented(Catalog catalog) {
        Map<Integer, String> markers = new HashMap<>();
        for (Place place : Place.of(bare)) {
            if (!comments.containsKey(place.ordinal())) {
                markers.put(place.ordinal(), "[" + place.ordinal() + "]");
            }
        }
        List<String> lines = new ArrayList<>();
        boolean marked = false;
        for (String line : CodePrinter.print(bare, catalog, markers).split("\n", -1)) {
            if (marked) {
                lines.add(line.strip());
            }
            marked = line.strip().startsWith("# [");
        }
        return lines;
    }

    /** The code with its comments. */
    public String annotatedCode(Catalog catalog) {
        return CodePrinter.print(bare, catalog, comments);
    }

    /** The code without comments. */
    public String code(Catalog catalog) {
        return CodePrinter.print(bare, catalog);
    }
}
