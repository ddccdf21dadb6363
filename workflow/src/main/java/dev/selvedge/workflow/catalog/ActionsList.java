package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.file.ContentClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The property list in which macOS describes the built-in actions of its workflow editor: identifiers with class,
 * parameters, input, output and wording. No entry is left out, whatever class it is of.
 */
final class ActionsList {
    private static final Pattern SLOT = Pattern.compile("\\$\\{(\\w+)}");

    private static final int LONGEST_LABEL = 30;

    /** Parts of the names of parameter classes with the type of their values; the first that fits counts. */
    private static final Map<String, ContentType> CLASSES = classes();

    private ActionsList() {}

    private static Map<String, ContentType> classes() {
        Map<String, ContentType> classes = new LinkedHashMap<>();
        classes.put("Switch", ContentType.BOOLEAN);
        classes.put("Expanding", ContentType.BOOLEAN);
        classes.put("Dictionary", ContentType.DICTIONARY);
        classes.put("Array", ContentType.LIST);
        classes.put("Duration", ContentType.QUANTITY);
        classes.put("Quantity", ContentType.QUANTITY);
        classes.put("Measurement", ContentType.TEXT);
        classes.put("Unit", ContentType.TEXT);
        classes.put("Stepper", ContentType.NUMBER);
        classes.put("Slider", ContentType.NUMBER);
        classes.put("Number", ContentType.NUMBER);
        classes.put("Date", ContentType.DATE);
        classes.put("Enumeration", ContentType.TEXT);
        classes.put("URL", ContentType.URL);
        classes.put("Email", ContentType.CONTACT);
        classes.put("Contact", ContentType.CONTACT);
        classes.put("Phone", ContentType.CONTACT);
        classes.put("Location", ContentType.LOCATION);
        classes.put("Map", ContentType.LOCATION);
        classes.put("Folder", ContentType.FOLDER);
        classes.put("File", ContentType.FILE);
        classes.put("Image", ContentType.IMAGE);
        classes.put("AppPicker", ContentType.APP);
        classes.put("WorkflowPicker", ContentType.WORKFLOW);
        classes.put("VariablePicker", ContentType.ANY);
        classes.put("Text", ContentType.TEXT);
        classes.put("Picker", ContentType.TEXT);
        return classes;
    }

    /** Whether a document is such a list. */
    static boolean isIn(JsonNode document) {
        return document.isObject()
                && document.properties().stream()
                        .anyMatch(entry -> entry.getValue().path("ActionClass").isString());
    }

    static void read(JsonNode document, ActionList actions) {
        for (var entry : document.properties()) {
            if (entry.getValue().isObject()) {
                action(entry.getKey(), entry.getValue(), actions);
            } else {
                actions.problem(Bounds.excerpt(entry.getKey()) + " is no action and is left out.");
            }
        }
    }

    private static void action(String id, JsonNode entry, ActionList actions) {
        JsonNode input = entry.path("Input");
        String inputKey = input.path("ParameterKey").asString("");
        boolean needed = input.path("Required").asBoolean(true);
        List<JsonNode> found = entry.path("Parameters")
                .valueStream()
                .filter(parameter -> parameter.path("Key").isString())
                .toList();
        List<Parameter> parameters = actions.parameters(
                id,
                found,
                parameter -> parameter.get("Key").stringValue(),
                parameter -> names(parameter, inputKey),
                (parameter, name) -> parameter(parameter, name, inputKey, needed, input));
        String category = Wording.line(entry, "Category");
        String app = Wording.line(entry.path("AppDefinition"), "Name");
        Output output = output(entry.path("Output"));
        String name = Wording.line(entry, "Name");
        actions.add(new ActionList.Found(
                id,
                name.isEmpty() ? id.substring(id.lastIndexOf('.') + 1) : name,
                app.isEmpty() ? "Shortcuts" : app,
                category.isEmpty() ? "Other" : category,
                said(entry, name),
                parameters,
                output,
                output == null));
    }

    private static String said(JsonNode entry, String name) {
        JsonNode description = entry.path("Description");
        List<String> sentences = new ArrayList<>();
        for (String part : List.of("DescriptionSummary", "DescriptionInput", "DescriptionResult", "DescriptionNote")) {
            String text = Wording.lines(description.path(part).asString(""));
            if (!text.isEmpty()) {
                sentences.add(part.equals("DescriptionResult") ? "Gives: " + text : text);
            }
        }
        if (sentences.isEmpty()) {
            String summary = entry.path("ParameterSummary").asString("");
            Matcher slots = SLOT.matcher(summary);
            sentences.add(summary.isEmpty() ? name : slots.replaceAll(slot -> Matcher.quoteReplacement(slot.group(1))));
        }
        return String.join("\n\n", sentences);
    }

    private static Parameter parameter(JsonNode node, String name, String inputKey, boolean needed, JsonNode input) {
        String key = node.get("Key").stringValue();
        boolean isInput = key.equals(inputKey);
        List<String> values = new ArrayList<>();
        for (JsonNode item : node.path("Items")) {
            if (item.isString() && !values.contains(item.stringValue()) && values.size() < Bounds.CHOICES) {
                values.add(item.stringValue());
            }
        }
        String label = Wording.line(node, "Label");
        String description = Wording.line(node, "Description");
        String words =
                description.isEmpty() ? label.isEmpty() ? Wording.line(node, "Placeholder") : label : description;
        String fallback = Schemas.text(node.get("DefaultValue"));
        if (fallback != null && !values.isEmpty() && !values.contains(fallback)) {
            values.add(fallback);
        }
        ContentType type = type(node.path("Class").asString(""));
        ContentType taken = isInput && type == ContentType.ANY ? type(input.path("Types")) : type;
        return new Parameter(
                key,
                name,
                taken,
                isInput,
                isInput && needed,
                fallback,
                values,
                words.isEmpty() ? Wording.words(name) : words);
    }

    /** A parameter is called what the editor calls it, where that is short. */
    private static List<String> names(JsonNode parameter, String inputKey) {
        if (parameter.get("Key").stringValue().equals(inputKey)) {
            return List.of("input");
        }
        String label = Wording.line(parameter, "Label");
        return label.length() <= LONGEST_LABEL ? List.of(label) : List.of();
    }

    private static ContentType type(String parameterClass) {
        return CLASSES.entrySet().stream()
                .filter(entry -> parameterClass.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ContentType.ANY);
    }

    /** The one type that all content classes stand for, any for several. */
    private static ContentType type(JsonNode classes) {
        Set<ContentType> types = new TreeSet<>();
        classes.forEach(name -> types.add(ContentClasses.type(name.asString(""))));
        return types.size() == 1 && !types.contains(ContentType.OTHER)
                ? types.iterator().next()
                : ContentType.ANY;
    }

    private static @Nullable Output output(JsonNode output) {
        if (!output.isObject()) {
            return null;
        }
        String name = Wording.line(output, "OutputName");
        boolean several = output.path("Multiple").asBoolean(false);
        ContentType type = type(output.path("Types"));
        return new Output(
                name.isEmpty() ? "Result" : name, several && type == ContentType.ANY ? ContentType.LIST : type);
    }
}
