package dev.selvedge.core;

/** Writes HTML in which every text is escaped ({@link XmlText}). Attributes come in pairs of name and value. */
public final class Html {
    private final StringBuilder out = new StringBuilder();

    /**
     * Begins a page, up to the open body, that is legible in light and dark.
     *
     * @param policy content security policy
     * @param style the page's only style sheet
     */
    public Html page(String title, String policy, String style) {
        return markup("<!DOCTYPE html>\n<html lang=\"en\"><head>\n")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .element("title", title)
                .markup("<style>\n" + style + "</style></head>\n<body>\n");
    }

    /** Begins an element. */
    public Html open(String tag, String... attributes) {
        return start(tag, attributes, ">");
    }

    /** An element that has no content. */
    public Html empty(String tag, String... attributes) {
        return start(tag, attributes, "/>\n");
    }

    private Html start(String tag, String[] attributes, String end) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(XmlText.escape(attributes[i + 1]))
                    .append('"');
        }
        out.append(end);
        return this;
    }

    /** Ends an element. */
    public Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** Text, escaped. */
    public Html text(String text) {
        out.append(XmlText.escape(text));
        return this;
    }

    /** An element with a text. */
    public Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Markup of our own making. */
    public Html markup(String markup) {
        out.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
