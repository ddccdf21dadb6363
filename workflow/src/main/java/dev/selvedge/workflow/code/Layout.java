package dev.selvedge.workflow.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Code that stands on one line where it fits, and over several lines where it does not. */
sealed interface Layout {
    /** Longest line that is not broken, in UTF-16 units. */
    int MAX_COLUMNS = 120;

    /** Longest items that share lines, in UTF-16 units. */
    int WORD = 24;

    /** Columns of an indent. */
    int INDENT = 4;

    /** UTF-16 units on one line. */
    int width();

    /** Whether a form over several lines exists and is of use. */
    boolean breakable();

    /** Appends the form on one line. */
    void flat(StringBuilder out);

    /**
     * Appends the form that fits.
     *
     * @param indent columns of the line that this begins on
     * @param reserve units that must follow on the last line
     */
    void lay(Page page, int indent, int reserve);

    static Layout of(String text) {
        return new Plain(text);
    }

    static Layout row(Layout... parts) {
        return new Row(List.of(parts));
    }

    /** {@code open a, b close}. */
    static Layout list(String open, List<Layout> items, String close) {
        int width = open.length() + close.length() + 2 * Math.max(0, items.size() - 1);
        for (Layout item : items) {
            width += item.width();
        }
        return new Group(open, items, close, null, width);
    }

    /** A literal that may be broken into the literals of its lines, in parentheses. */
    static Layout lines(Layout whole, List<String> literals) {
        return new Group("(", literals.stream().map(Layout::of).toList(), ")", whole, whole.width());
    }

    /** The form on one line. */
    default String onOneLine() {
        StringBuilder out = new StringBuilder(width());
        flat(out);
        return out.toString();
    }

    /** What is printed so far. */
    final class Page {
        private final StringBuilder out;
        private int lineStart;

        /** Begins on a new line of what is there. */
        Page(StringBuilder out) {
            this.out = out;
            lineStart = out.length();
        }

        StringBuilder out() {
            return out;
        }

        int column() {
            return out.length() - lineStart;
        }

        void newLine(int indent) {
            out.append('\n');
            lineStart = out.length();
            out.repeat(' ', indent);
        }
    }

    record Plain(String text) implements Layout {
        @Override
        public int width() {
            return text.length();
        }

        @Override
        public boolean breakable() {
            return false;
        }

        @Override
        public void flat(StringBuilder out) {
            out.append(text);
        }

        @Override
        public void lay(Page page, int indent, int reserve) {
            flat(page.out());
        }
    }

    record Row(List<Layout> parts, int width, boolean breakable) implements Layout {
        Row(List<Layout> parts) {
            int width = 0;
            boolean breakable = false;
            for (Layout part : parts) {
                width += part.width();
                breakable |= part.breakable();
            }
            this(parts, width, breakable);
        }

        @Override
        public void flat(StringBuilder out) {
            parts.forEach(part -> part.flat(out));
        }

        @Override
        public void lay(Page page, int indent, int reserve) {
            int rest = width + reserve;
            for (Layout part : parts) {
                rest -= part.width();
                part.lay(page, indent, rest);
            }
        }
    }

    /**
     * Items in brackets.
     *
     * @param flatForm the form on one line where it is not the items with commas, else null
     */
    record Group(
            String open,
            List<Layout> items,
            String close,
            @Nullable Layout flatForm,
            int width) implements Layout {
        @Override
        public boolean breakable() {
            return items.size() > 1 || (items.size() == 1 && items.getFirst().breakable());
        }

        @Override
        public void flat(StringBuilder out) {
            if (flatForm != null) {
                flatForm.flat(out);
                return;
            }
            out.append(open);
            for (int i = 0; i < items.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                items.get(i).flat(out);
            }
            out.append(close);
        }

        @Override
        public void lay(Page page, int indent, int reserve) {
            if (!breakable() || page.column() + width + reserve <= MAX_COLUMNS) {
                flat(page.out());
                return;
            }
            String separator = flatForm == null ? "," : "";
            boolean packed = flatForm == null && items.stream().allMatch(Group::word);
            page.out().append(open);
            for (int i = 0; i < items.size(); i++) {
                Layout item = items.get(i);
                if (i > 0 && packed && page.column() + item.width() + 2 <= MAX_COLUMNS) {
                    page.out().append(' ');
                } else {
                    page.newLine(indent + INDENT);
                }
                item.lay(page, indent + INDENT, separator.length());
                page.out().append(separator);
            }
            page.newLine(indent);
            page.out().append(close);
        }

        /** Whether an item is short enough to share its line with others. */
        private static boolean word(Layout item) {
            return item instanceof Plain && item.width() <= WORD;
        }
    }
}
