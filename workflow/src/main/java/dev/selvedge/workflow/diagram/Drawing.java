package dev.selvedge.workflow.diagram;

import dev.selvedge.core.XmlText;
import dev.selvedge.workflow.diagram.Diagram.Branch;
import dev.selvedge.workflow.diagram.Diagram.Kind;
import dev.selvedge.workflow.diagram.Diagram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays a diagram out from top to bottom: plain steps as boxes, branches side by side below what decides between them,
 * loops as frames around what they repeat. Sizes are in pixels at 100 %.
 */
final class Drawing {
    private static final int MARGIN = 12;
    private static final int GAP = 22;
    private static final int COLUMN_GAP = 20;
    private static final int FRAME = 14;
    private static final int MOST_STEPS = 80;
    private static final int MOST_COLUMNS = 4;
    private static final int MOST_NESTED = 4;

    private static final String STYLE = """
            .sv{--ink:#1c2230;--quiet:#5a6474;--rule:#b9c0cc;--box:#fff;--tint:#eef0fb;--accent:#3b4cb8;\
            font:13.5px/1.4 system-ui,-apple-system,"Segoe UI",sans-serif}
            @media(prefers-color-scheme:dark){.sv{--ink:#e6e8ef;--quiet:#a0a8b8;--rule:#4a5162;--box:#1d2028;\
            --tint:#262b40;--accent:#9fb0ff}}
            .sv text{fill:var(--ink)}.sv .q{fill:var(--quiet)}
            .sv rect{fill:var(--box);stroke:var(--rule)}.sv .c{fill:var(--tint);stroke:var(--accent)}
            .sv .f{fill:none;stroke:var(--accent);stroke-dasharray:5 4}.sv .n{fill:none;stroke:none}
            .sv path{fill:none;stroke:var(--rule);stroke-width:1.5}.sv .e{fill:var(--accent)}\
            .sv .o{fill:none;stroke:var(--accent);stroke-width:2}
            """;

    private int left = MOST_STEPS;

    private Drawing() {}

    static String of(Diagram diagram) {
        Block all = new Drawing().sequence(diagram.steps(), 0);
        double width = all.width() + 2 * MARGIN;
        double height = all.height() + 2 * MARGIN + 2 * GAP;
        String title = diagram.title().isEmpty() ? "Workflow" : diagram.title();
        StringBuilder out = new StringBuilder();
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sv\" role=\"img\" ")
                .append(number(
                        "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\">", width, height, width, height))
                .append("<title>Flow diagram of ")
                .append(XmlText.escape(title))
                .append("</title><desc>")
                .append(XmlText.escape(description(diagram)))
                .append("</desc><style>")
                .append(STYLE)
                .append("</style>");
        double x = width / 2;
        out.append(number("<circle class=\"e\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/>", x, MARGIN));
        line(out, x, MARGIN + 5, MARGIN + GAP);
        all.draw(x, MARGIN + GAP, out);
        double end = height - MARGIN;
        line(out, x, end - GAP, end - 5);
        out.append(number("<circle class=\"o\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", x, end));
        return out.append("</svg>").toString();
    }

    private static String description(Diagram diagram) {
        int steps = diagram.steps().stream().mapToInt(Step::count).sum();
        return "A workflow of " + steps + (steps == 1 ? " step" : " steps") + ", from top to bottom.";
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static void line(StringBuilder out, double x, double from, double to) {
        out.append(number("<path d=\"M%.1f %.1fV%.1f\"/>", x, from, to));
    }

    /** Something with a size; drawn from the middle of its top. */
    private sealed interface Block {
        double width();

        double height();

        void draw(double x, double y, StringBuilder out);
    }

    private Block sequence(List<Step> steps, int nested) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (left <= 0) {
                int rest = steps.subList(i, steps.size()).stream()
                        .mapToInt(Step::count)
                        .sum();
                blocks.add(Box.of(Kind.NOTE, "… " + rest + " more"));
                break;
            }
            blocks.add(block(steps.get(i), nested));
        }
        return new Sequence(blocks);
    }

    private Block block(Step step, int nested) {
        left--;
        if (step.branches().isEmpty()) {
            return Box.of(step.kind(), step.text());
        }
        if (nested >= MOST_NESTED) {
            return Box.of(step.kind(), step.text() + " (" + (step.count() - 1) + " steps inside)");
        }
        Box head = Box.of(step.kind(), step.text());
        if (step.kind() == Kind.LOOP) {
            return new Loop(head, sequence(step.branches().getFirst().steps(), nested + 1));
        }
        List<Branch> branches = step.branches();
        int shown = branches.size() > MOST_COLUMNS ? MOST_COLUMNS - 1 : branches.size();
        List<Column> columns = new ArrayList<>();
        for (Branch branch : branches.subList(0, shown)) {
            columns.add(new Column(Label.of(branch.label()), sequence(branch.steps(), nested + 1)));
        }
        if (shown < branches.size()) {
            List<Branch> rest = branches.subList(shown, branches.size());
            String names = String.join(", ", rest.stream().map(Branch::label).toList());
            columns.add(new Column(Label.of(rest.size() + " more"), new Sequence(List.of(Box.of(Kind.NOTE, names)))));
        }
        return new Fork(head, columns);
    }

    private record Sequence(List<Block> blocks) implements Block {
        @Override
        public double width() {
            return blocks.stream().mapToDouble(Block::width).max().orElse(2 * COLUMN_GAP);
        }

        @Override
        public double height() {
            return blocks.stream().mapToDouble(Block::height).sum() + GAP * Math.max(0, blocks.size() - 1);
        }

        @Override
        public void draw(double x, double y, StringBuilder out) {
            double top = y;
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                block.draw(x, top, out);
                top += block.height();
                if (i < blocks.size() - 1) {
                    line(out, x, top, top + GAP);
                    top += GAP;
                }
            }
        }
    }

    private record Column(Label label, Block body) {
        double width() {
            return Math.max(label.width(), body.width());
        }

        double height() {
            return label.height() + (body.height() > 0 ? GAP / 2.0 : 0) + body.height();
        }
    }

    private record Fork(Box head, List<Column> columns) implements Block {
        @Override
        public double width() {
            double side = columns.stream().mapToDouble(Column::width).sum() + COLUMN_GAP * (columns.size() - 1);
            return Math.max(head.width(), side);
        }

        private double tallest() {
            return columns.stream().mapToDouble(Column::height).max().orElse(0);
        }

        @Override
        public double height() {
            return head.height() + GAP + tallest() + GAP;
        }

        @Override
        public void draw(double x, double y, StringBuilder out) {
            head.draw(x, y, out);
            double side = columns.stream().mapToDouble(Column::width).sum() + COLUMN_GAP * (columns.size() - 1);
            double from = x - side / 2;
            double split = y + head.height();
            double top = split + GAP;
            double join = top + tallest() + GAP / 2.0;
            for (Column column : columns) {
                double middle = from + column.width() / 2;
                out.append(number("<path d=\"M%.1f %.1fV%.1fH%.1fV%.1f\"/>", x, split, split + GAP / 2.0, middle, top));
                column.label.draw(middle, top, out);
                double body = top + column.label.height();
                if (column.body.height() > 0) {
                    line(out, middle, body, body + GAP / 2.0);
                    body += GAP / 2.0;
                    column.body.draw(middle, body, out);
                    body += column.body.height();
                }
                out.append(number("<path d=\"M%.1f %.1fV%.1fH%.1fV%.1f\"/>", middle, body, join, x, join + GAP / 2.0));
                from += column.width() + COLUMN_GAP;
            }
        }
    }

    private record Loop(Box head, Block body) implements Block {
        @Override
        public double width() {
            return Math.max(head.width(), body.width()) + 2 * FRAME;
        }

        @Override
        public double height() {
            return head.height() + GAP + body.height() + FRAME;
        }

        /** The frame begins at half the height of the head. */
        @Override
        public void draw(double x, double y, StringBuilder out) {
            double top = y + head.height() / 2;
            out.append(number(
                    "<rect class=\"f\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"12\"/>",
                    x - width() / 2, top, width(), height() - head.height() / 2));
            head.draw(x, y, out);
            if (body.height() > 0) {
                line(out, x, y + head.height(), y + head.height() + GAP);
            }
            body.draw(x, y + head.height() + GAP, out);
        }
    }

    private record Box(Kind kind, TextLines text) implements Block {
        private static final double PADDING = 9;
        private static final double WIDTH = 230;

        static Box of(Kind kind, String text) {
            return new Box(kind, TextLines.of(text, 30, 4));
        }

        @Override
        public double width() {
            return WIDTH;
        }

        @Override
        public double height() {
            return text.height() + 2 * PADDING;
        }

        @Override
        public void draw(double x, double y, StringBuilder out) {
            String type = switch (kind) {
                case ACTION, VALUE -> "";
                case CHOICE, MENU, LOOP -> "c";
                case NOTE -> "n";
            };
            double radius = kind == Kind.CHOICE || kind == Kind.MENU ? height() / 2 : 7;
            out.append(number(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\"/>",
                    type, x - width() / 2, y, width(), height(), Math.min(radius, 20)));
            text.draw(x, y + PADDING, kind == Kind.VALUE || kind == Kind.NOTE, out);
        }
    }

    private record Label(TextLines text) {
        static Label of(String text) {
            return new Label(TextLines.of(text, 24, 2));
        }

        double width() {
            return text.width();
        }

        double height() {
            return text.height() + 4;
        }

        void draw(double x, double y, StringBuilder out) {
            text.draw(x, y + 2, true, out);
        }
    }
}
