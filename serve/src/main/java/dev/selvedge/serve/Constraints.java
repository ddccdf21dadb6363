package dev.selvedge.serve;

import dev.selvedge.core.Json;
import dev.selvedge.core.Tool;
import dev.selvedge.core.UserException;
import dev.selvedge.model.CallFrame;
import dev.selvedge.model.Constraint;
import dev.selvedge.model.Model;
import dev.selvedge.model.grammar.Grammar;
import dev.selvedge.model.grammar.JsonGrammar;
import dev.selvedge.model.grammar.TokenTrie;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What requests say of the shape of their replies, as constraints on tokens. Those of the schemas that were used last are
 * kept, since they learn while they are used. Safe for several threads.
 */
final class Constraints {
    private static final int KEPT = 32;

    private final Model model;
    private final Map<String, Constraint> kept = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable TokenTrie vocabulary;

    Constraints(Model model) {
        this.model = model;
    }

    /** @throws Refusal if the shape is one that a reply cannot be held to */
    @Nullable
    Constraint of(ChatCall call) throws Refusal {
        return switch (call.choice()) {
            case ToolChoice.Required() -> forced(call.tools());
            case ToolChoice.Named(String name) ->
                forced(call.tools().stream()
                        .filter(tool -> tool.name().equals(name))
                        .toList());
            case ToolChoice.Auto(), ToolChoice.None() ->
                switch (call.shape()) {
                    case Shape.Text() -> null;
                    case Shape.AnyObject() -> fitting(Json.object(), "response_format");
                    case Shape.Fitting(JsonNode schema) -> fitting(schema, "response_format.json_schema.schema");
                };
        };
    }

    private Constraint forced(List<Tool> tools) throws Refusal {
        List<ForcedCall.Call> calls = new ArrayList<>();
        for (Tool tool : tools) {
            CallFrame frame = model.chat()
                    .callFrame(tool.name())
                    .orElseThrow(() -> Refusal.unsupported(
                            "tool_choice",
                            "This model's chat format writes calls in a way that a reply cannot be held to;"
                                    + " 'tool_choice' is 'auto' or 'none' here."));
            String field = "tools." + tool.name() + ".parameters";
            String type = tool.parameters().path("type").asString("object");
            if (!type.equals("object")) {
                throw Refusal.invalid(field, "'" + field + "' is a schema of an object.");
            }
            ObjectNode schema = (ObjectNode) tool.parameters().deepCopy();
            calls.add(new ForcedCall.Call(
                    frame, fitting(schema.isEmpty() ? schema : schema.put("type", "object"), field)));
        }
        return new ForcedCall(calls, (model.tokenizer().vocabularySize() + 63) / 64);
    }

    /** An empty schema is that of any object. */
    private synchronized Constraint fitting(JsonNode schema, String field) throws Refusal {
        String text = Json.write(schema);
        Constraint known = kept.get(text);
        if (known != null) {
            return known;
        }
        Grammar grammar;
        try {
            grammar = schema.isEmpty() ? JsonGrammar.anyObject() : JsonGrammar.ofSchema(schema);
        } catch (UserException e) {
            throw Refusal.unsupported(field, String.valueOf(e.getMessage()));
        }
        if (vocabulary == null) {
            vocabulary = new TokenTrie(model.tokenizer());
        }
        Constraint made = grammar.constraint(vocabulary);
        kept.put(text, made);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return made;
    }
}
