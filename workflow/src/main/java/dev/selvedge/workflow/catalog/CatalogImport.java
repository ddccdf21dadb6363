package dev.selvedge.workflow.catalog;

import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads catalogues of other forms; which form a file has is told by its content, never by its name. Nothing is fetched,
 * followed out of the file, or evaluated; size, depth, references and work are bounded. Functions and parameters get
 * legal names that differ; the identifier of an action and the key of a parameter are what the file calls them.
 */
public final class CatalogImport {
    private CatalogImport() {}

    /** Forms of catalogues. */
    public enum Form {
        CATALOGUE("catalogue of Selvedge"),
        ACTIONS("macOS actions property list"),
        APP_INTENTS("App Intents metadata"),
        INTENT_DEFINITION("SiriKit intent definition"),
        OPENAPI("OpenAPI document"),
        MCP_TOOLS("MCP tool list"),
        FUNCTIONS("list of JSON-schema functions");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        /** What a person calls it. */
        public String words() {
            return words;
        }
    }

    /**
     * What a file holds.
     *
     * @param problems what could not be taken over, a sentence each
     */
    public record Imported(Catalog catalog, Form form, List<Diagnostic> problems) {
        public Imported {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a file. An application that the file does not name is called after the file.
     *
     * @throws CatalogFormatException if it is of no known form, or beyond our bounds
     * @throws UserException if it cannot be read
     */
    public static Imported read(Path file) {
        try {
            if (Files.size(file) > Bounds.BYTES) {
                throw Bounds.tooLarge();
            }
            String name = file.getFileName().toString();
            int dot = name.indexOf('.');
            return read(Files.readAllBytes(file), dot > 0 ? name.substring(0, dot) : name);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param source the application, where the bytes do not name it
     * @throws CatalogFormatException if they are of no known form, or beyond our bounds
     */
    public static Imported read(byte[] bytes, String source) {
        JsonNode document = Document.read(bytes);
        ActionList actions = new ActionList();
        Form form = form(document);
        switch (form) {
            case CATALOGUE -> {
                return new Imported(CatalogFile.read(document), form, List.of());
            }
            case ACTIONS -> ActionsList.read(document, actions);
            case APP_INTENTS -> AppIntents.read(document, source, actions);
            case INTENT_DEFINITION -> IntentDefinition.read(document, source, actions);
            case OPENAPI -> OpenApi.read(document, source, actions);
            case MCP_TOOLS, FUNCTIONS -> ToolLists.read(document, source, actions);
        }
        Catalog catalog = actions.catalog();
        if (catalog.actions().isEmpty()) {
            throw new CatalogFormatException("The " + form.words() + " has no action that could be read"
                    + actions.problems().stream()
                            .findFirst()
                            .map(p -> ": " + p.message())
                            .orElse("."));
        }
        return new Imported(catalog, form, actions.problems());
    }

    private static Form form(JsonNode document) {
        if (document.has("openapi") || document.has("swagger")) {
            return Form.OPENAPI;
        }
        if (document.has("INIntents")) {
            return Form.INTENT_DEFINITION;
        }
        if (AppIntents.isIn(document)) {
            return Form.APP_INTENTS;
        }
        List<JsonNode> tools = ToolLists.items(document);
        if (ToolLists.isMcp(tools)) {
            return Form.MCP_TOOLS;
        }
        if (tools.stream().anyMatch(ToolLists::isTool)) {
            return Form.FUNCTIONS;
        }
        if (ActionsList.isIn(document)) {
            return Form.ACTIONS;
        }
        if (document.isArray() && (document.isEmpty() || document.path(0).has("function"))) {
            return Form.CATALOGUE;
        }
        throw new CatalogFormatException(
                document.has("WFWorkflowActions")
                        ? "The file is a workflow, not a catalogue of actions."
                        : "The file is no catalogue: it is neither one of Selvedge, a macOS actions property list, App"
                                + " Intents metadata, a SiriKit intent definition, an OpenAPI 3 document, an MCP tool"
                                + " list, nor a list of JSON-schema functions.");
    }
}
