package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import java.util.List;
import java.util.Set;

/** The words of the line {@code workflow("name", accepts=[…], surfaces=[…], key=…)} that says what a file says as a whole. */
final class HeaderCode {
    static final String ACCEPTS = "accepts";
    static final String SURFACES = "surfaces";
    static final Set<String> WORDS = Set.of(ACCEPTS, SURFACES);

    private HeaderCode() {}

    static Value texts(List<String> texts) {
        return new Value.ListOf(texts.stream().<Value>map(Value.Text::new).toList());
    }
}
