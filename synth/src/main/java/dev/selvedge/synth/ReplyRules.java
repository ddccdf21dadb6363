package dev.selvedge.synth;

import dev.selvedge.core.Json;
import dev.selvedge.synth.PolicyAnnotator.Checked;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a language model's reply must be to be used. A problem is a sentence that the model can be told. */
final class ReplyRules {
    private static final int LONGEST_COMMENT = 300;
    private static final int MOST_STEPS = 400;
    private static final int LONGEST_STEP = 300;
    private static final int SHORTEST_QUERY = 12;
    private static final int LONGEST_QUERY = 1500;
    private static final Pattern STEP = Pattern.compile("\\s*\\d+(\\.\\d+)*[.):]?\\s+\\S.*");

    private ReplyRules() {}

    /** A JSON object from the number of each statement to its comment. */
    static Checked<Map<Integer, String>> comments(String reply, int statements) {
        JsonNode object;
        try {
            object = Json.parse(unfenced(reply));
        } catch (JacksonException | StackOverflowError e) {
            return Checked.problem("It is not one JSON object.");
        }
        if (object == null || !object.isObject()) {
            return Checked.problem("It is not one JSON object.");
        }
        Map<Integer, String> comments = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < statements; i++) {
            JsonNode comment = object.get(String.valueOf(i));
            if (comment == null || !comment.isString() || comment.asString().isBlank()) {
                missing.add(String.valueOf(i));
            } else if (comment.asString().length() > LONGEST_COMMENT) {
                return Checked.problem("The comment " + i + " has more than " + LONGEST_COMMENT + " characters.");
            } else {
                comments.put(i, comment.asString().strip().replaceAll("\\s+", " "));
            }
        }
        if (!missing.isEmpty()) {
            return Checked.problem("There is no comment for "
                    + String.join(", ", missing.subList(0, Math.min(20, missing.size()))) + ".");
        }
        if (object.size() != statements) {
            return Checked.problem("It has keys that are no markers: there are " + statements + " markers, from 0.");
        }
        return Checked.of(comments);
    }

    /** Numbered steps, a line each. */
    static Checked<String> plan(String reply) {
        List<String> lines =
                unfenced(reply).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return Checked.problem("It is empty.");
        }
        if (lines.size() > MOST_STEPS) {
            return Checked.problem("It has more than " + MOST_STEPS + " lines.");
        }
        for (String line : lines) {
            if (!STEP.matcher(line).matches()) {
                return Checked.problem(
                        "The line \"" + line.substring(0, Math.min(60, line.length())) + "\" is no numbered step.");
            }
            if (line.length() > LONGEST_STEP) {
                return Checked.problem("A step has more than " + LONGEST_STEP + " characters.");
            }
        }
        return Checked.of(String.join("\n", lines.stream().map(String::strip).toList()));
    }

    /** A request in plain words. */
    static Checked<String> query(String reply, Set<String> actions, Catalog catalog) {
        String text = reply.strip().replaceAll("\\s+", " ");
        if (text.length() < SHORTEST_QUERY) {
            return Checked.problem("It is too short to be a request.");
        }
        if (text.length() > LONGEST_QUERY) {
            return Checked.problem("It has more than " + LONGEST_QUERY + " characters.");
        }
        if (text.contains("```") || text.startsWith("{")) {
            return Checked.problem("It has code in it.");
        }
        return QueryRules.namedFunction(text, actions, catalog)
                .map(function ->
                        Checked.<String>problem("It names the function " + function + ", which users do not know."))
                .orElseGet(() -> Checked.of(text));
    }

    private static String unfenced(String reply) {
        String text = reply.strip();
        if (!text.startsWith("```")) {
            return text;
        }
        int start = text.indexOf('\n');
        int end = text.lastIndexOf("```");
        return start < 0 || end <= start ? text : text.substring(start + 1, end).strip();
    }
}
