package dev.selvedge.synth.document;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.catalog.CatalogFormatException;
import dev.selvedge.workflow.catalog.CatalogImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Descriptions of tools as documents: OpenAPI 3 (JSON and YAML), tool lists of MCP, functions of chat interfaces, our own
 * catalogue of actions and the other forms that {@link CatalogImport} reads, within its bounds. Each category (a tag of
 * OpenAPI) is apart from the others, small ones share a document, and every action is a section: what it does, what it
 * takes with types, constraints and examples, and what it gives.
 */
final class ToolText {
    private final List<List<Block>> groups = new ArrayList<>();
    private final Splitting splitting;
    private String current = "";

    private ToolText(Splitting splitting) {
        this.splitting = splitting;
    }

    /** @param source what an application is called that the file does not name */
    static Extracted read(byte[] bytes, String source, Splitting splitting) throws UnfitFileException {
        CatalogImport.Imported imported;
        try {
            imported = CatalogImport.read(bytes, source);
        } catch (CatalogFormatException e) {
            throw new UnfitFileException(DocumentRefusal.NO_TOOLS, String.valueOf(e.getMessage()));
        }
        Map<String, Map<String, List<Action>>> apps = new LinkedHashMap<>();
        for (Action action : imported.catalog().actions()) {
            apps.computeIfAbsent(action.app(), app -> new LinkedHashMap<>())
                    .computeIfAbsent(action.category(), category -> new ArrayList<>())
                    .add(action);
        }
        ToolText text = new ToolText(splitting);
        apps.forEach(
                (app, categories) -> categories.forEach((category, actions) -> text.category(app, category, actions)));
        return new Extracted(apps.size() == 1 ? apps.keySet().iterator().next() : source, Format.TOOLS, text.groups);
    }

    /** A category begins a document where it is long enough for one, and what came before it is. */
    private void category(String app, String category, List<Action> actions) {
        List<Block> section = new ArrayList<>(List.of(Block.heading(2, category)));
        actions.forEach(action -> section.addAll(blocks(action)));
        boolean first = groups.isEmpty()
                || (length(groups.getLast()) > 2 * splitting.shortest() && length(section) > splitting.shortest());
        if (first) {
            groups.add(new ArrayList<>());
        }
        if (first || !app.equals(current)) {
            groups.getLast().add(Block.heading(1, app));
        }
        groups.getLast().addAll(section);
        current = app;
    }

    private static int length(List<Block> blocks) {
        return blocks.stream().mapToInt(block -> block.text().length()).sum();
    }

    private static List<Block> blocks(Action action) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block(3, action.function(), false, action.id()));
        String said = action.describe(parameter -> Optional.of("`" + parameter.name() + "`"));
        if (!said.isBlank()) {
            blocks.add(Block.body(said.endsWith(".") ? said : said + "."));
        }
        String details = action.details();
        if (details != null) {
            blocks.addAll(Block.paragraphs(Block.clean(details)));
        }
        if (!action.parameters().isEmpty()) {
            blocks.add(Block.body(action.parameters().stream()
                    .map(ToolText::line)
                    .collect(Collectors.joining("\n", "Parameters:\n", ""))));
        }
        Catalog.Output output = action.output();
        String gives = output == null
                ? "Gives nothing"
                : "Gives " + (output.name().isBlank() ? "a result" : output.name()) + " ("
                        + output.type().label() + ")";
        blocks.add(Block.body(gives + (action.effect() ? "; it changes something." : "; it changes nothing.")));
        return blocks;
    }

    private static String line(Parameter parameter) {
        List<String> notes = new ArrayList<>(List.of(parameter.type().label()));
        notes.add(parameter.required() ? "required" : "optional");
        if (parameter.input()) {
            notes.add("the output of the action before it where it is left out");
        }
        if (parameter.defaultValue() != null) {
            notes.add("default " + Json.write(parameter.defaultValue()));
        }
        String line = "- " + parameter.name() + " (" + String.join(", ", notes) + "): " + parameter.label();
        String sentence = line.endsWith(".") ? line : line + ".";
        if (!parameter.values().isEmpty()) {
            sentence += parameter.values().stream().map(Json::write).collect(Collectors.joining(", ", " One of ", "."));
        }
        return parameter.schema() == null ? sentence : sentence + " Schema: " + Json.write(parameter.schema()) + ".";
    }
}
