package dev.selvedge.workflow.diagram;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import java.util.List;

/**
 * What a workflow does, in words, in the shape of its control flow. A plain value with a JSON form; {@link #toSvg} draws
 * it, {@link #toText} writes it as an outline.
 *
 * @param title name of the workflow, empty without one
 * @param steps in order
 */
public record Diagram(String title, List<Step> steps) {
    /** Blocks nested deeper are told and not drawn. */
    static final int MAX_DEPTH = 40;

    public Diagram {
        steps = List.copyOf(steps);
    }

    /** What a step is. */
    public enum Kind {
        /** An action is called. */
        ACTION,
        /** A variable gets a value. */
        VALUE,
        /** The first branch whose condition holds. */
        CHOICE,
        /** The branch that the user picks. */
        MENU,
        /** The one branch, again and again. */
        LOOP,
        /** Words of the author, or of the drawing about itself. */
        NOTE
    }

    /**
     * A step.
     *
     * @param text what it does
     * @param branches what may follow inside it, empty for a plain step
     */
    public record Step(Kind kind, String text, List<Branch> branches) {
        public Step {
            branches = List.copyOf(branches);
        }

        static Step plain(Kind kind, String text) {
            return new Step(kind, text, List.of());
        }

        /** How many steps it is, with those inside. */
        int count() {
            int count = 1;
            for (Branch branch : branches) {
                for (Step step : branch.steps) {
                    count += step.count();
                }
            }
            return count;
        }
    }

    /**
     * A way through a step.
     *
     * @param label when it is taken, empty for a loop's body
     */
    public record Branch(String label, List<Step> steps) {
        public Branch {
            steps = List.copyOf(steps);
        }
    }

    public static Diagram of(Workflow workflow, Catalog catalog) {
        return new Diagram(workflow.name(), new Narration(catalog).steps(workflow.body(), 0));
    }

    /** An outline with one line for each step and branch, every line ended by a newline. */
    public String toText() {
        StringBuilder out = new StringBuilder();
        if (!title.isEmpty()) {
            out.append(Wording.line(title)).append('\n');
        }
        outline(steps, "", out);
        return out.toString();
    }

    private static void outline(List<Step> steps, String indent, StringBuilder out) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1;
            out.append(indent).append(last ? "└─ " : "├─ ").append(step.text).append('\n');
            String below = indent + (last ? "   " : "│  ");
            if (step.kind == Kind.LOOP) {
                step.branches.forEach(branch -> outline(branch.steps, below, out));
                continue;
            }
            for (int j = 0; j < step.branches.size(); j++) {
                Branch branch = step.branches.get(j);
                boolean lastBranch = j == step.branches.size() - 1;
                out.append(below)
                        .append(lastBranch ? "└─ " : "├─ ")
                        .append(branch.label)
                        .append(branch.steps.isEmpty() ? ": nothing\n" : ":\n");
                outline(branch.steps, below + (lastBranch ? "   " : "│  "), out);
            }
        }
    }

    /**
     * A drawing that stands alone: no scripts, no outside resources, light and dark, with a title for those who cannot see
     * it. Large workflows are drawn in part; what is left out is told in the drawing.
     */
    public String toSvg() {
        return Drawing.of(this);
    }
}
