package dev.selvedge.synth.confirm;

import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.List;
import java.util.Optional;

/**
 * Bytes in a model's code. It has none to give: a resource that it names does not exist, and a long run of text without
 * spaces that only base64 or hexadecimal digits make up, or text with control characters, is what was left of bytes.
 */
final class Blobs {
    private static final int LONGEST_RUN = 200;

    private Blobs() {}

    /** The first of them as a phrase; empty where there is none. */
    static Optional<String> first(List<Statement> body) {
        for (Statement statement : body) {
            Finder finder = new Finder();
            Uses.values(statement, finder::value);
            if (!finder.found.isEmpty()) {
                return Optional.of(finder.found);
            }
            for (List<Statement> block : Uses.blocks(statement)) {
                Optional<String> inner = first(block);
                if (inner.isPresent()) {
                    return inner;
                }
            }
        }
        return Optional.empty();
    }

    private static final class Finder {
        private String found = "";

        void value(Value value) {
            switch (value) {
                case Value.Blob blob -> found = "the resource " + blob.name() + ", which does not exist";
                case Value.Text text -> text(text.text());
                case Value.Template template -> template.parts().forEach(this::value);
                case Value.ListOf list -> list.items().forEach(this::value);
                case Value.Dictionary dictionary ->
                    dictionary.entries().forEach(entry -> {
                        value(entry.key());
                        value(entry.value());
                    });
                case Value.Quantity quantity -> value(quantity.magnitude());
                case Value.Struct struct -> struct.fields().values().forEach(this::value);
                case Value.Reference reference -> {}
                case Value.Nothing nothing -> {}
                case Value.Num number -> {}
                case Value.Bool bool -> {}
                case Value.Moment moment -> {}
            }
        }

        private void text(String text) {
            int run = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < ' ' && "\n\t\r".indexOf(c) < 0) || c == '\uFFFD' || c == 0x7F) {
                    found = "a control character in a text";
                }
                run = isDigit(c) ? run + 1 : 0;
                if (run > LONGEST_RUN) {
                    found = "a text with more than " + LONGEST_RUN + " characters of encoded bytes";
                }
            }
        }

        /** Whether it may stand in base64 or in hexadecimal numbers. */
        private static boolean isDigit(char c) {
            return c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=');
        }
    }
}
