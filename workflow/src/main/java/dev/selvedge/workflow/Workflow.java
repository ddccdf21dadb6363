package dev.selvedge.workflow;

import java.util.List;
import java.util.Map;

/**
 * A workflow as a tree. The tree holds meaning only: implicit inputs are explicit references, block results are
 * assignments at the end of every branch, outputs and variables share one set of names. What a file holds beside the
 * meaning (identifiers, interface noise) is not here. Its JSON form ({@code Json.write}) names the type of every node in
 * {@code node} and reads back equal.
 *
 * @param name title, empty where the file has none
 * @param body what it does, in order
 * @param header what the file says of the workflow as a whole
 */
public record Workflow(String name, List<Statement> body, Header header) {
    public Workflow {
        body = List.copyOf(body);
    }

    /** A workflow with the default header. */
    public static Workflow of(String name, List<Statement> body) {
        return new Workflow(name, body, Header.DEFAULT);
    }

    /**
     * What a file says of the workflow as a whole.
     *
     * @param inputTypes content classes that it accepts, as named in the file
     * @param surfaces where it is offered, as named in the file ({@code MenuBar}, {@code ActionExtension}, ...)
     * @param settings everything else that bears meaning (import questions, no-input behaviour), by its key
     */
    public record Header(List<String> inputTypes, List<String> surfaces, Map<String, Value> settings) {
        public static final Header DEFAULT = new Header(List.of(), List.of(), Map.of());

        public Header {
            inputTypes = List.copyOf(inputTypes);
            surfaces = List.copyOf(surfaces);
            settings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(settings));
        }
    }
}
