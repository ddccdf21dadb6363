package dev.selvedge.serve;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion as the protocol tells it.
 *
 * @param head of its documents
 * @param tokens how tokens are told
 */
record ChatForm(Form.Head head, TokenForm tokens) implements Form {
    @Override
    public List<ObjectNode> opening(Answering.Prepared prepared) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < prepared.choices(); i++) {
            ObjectNode event = head.event();
            if (i == 0) {
                promptIds(event, prepared);
            }
            ObjectNode choice = event.putArray("choices").addObject().put("index", i);
            choice.putObject("delta").put("role", "assistant").put("content", "");
            choice.putNull("logprobs").putNull("finish_reason");
            events.add(event);
        }
        return events;
    }

    private void promptIds(ObjectNode node, Answering.Prepared prepared) {
        if (tokens.wanted().tokenIds() && !prepared.prompts().isEmpty()) {
            Form.ids(node, "prompt_token_ids", prepared.prompts().getFirst());
        }
    }

    @Override
    public ObjectNode event(Piece piece) {
        ObjectNode event = head.event();
        ObjectNode choice = event.putArray("choices").addObject().put("index", piece.choice());
        ObjectNode delta = choice.putObject("delta");
        if (!piece.content().isEmpty()) {
            delta.put("content", piece.content());
        }
        if (!piece.reasoning().isEmpty()) {
            delta.put("reasoning_content", piece.reasoning());
        }
        if (!piece.calls().isEmpty()) {
            ArrayNode calls = delta.putArray("tool_calls");
            piece.calls().forEach(call -> call(calls.addObject().put("index", call.index()), call));
        }
        tokens.chat(choice, piece.tokens());
        tokens.ids(choice, piece.tokens());
        Form.finish(choice, piece);
        return event;
    }

    private static void call(ObjectNode node, Piece.Call call) {
        if (!call.id().isEmpty()) {
            node.put("id", call.id()).put("type", "function");
        }
        ObjectNode function = node.putObject("function");
        if (!call.name().isEmpty()) {
            function.put("name", call.name());
        }
        function.put("arguments", call.arguments());
    }

    @Override
    public ObjectNode document(Answering.Prepared prepared, List<Piece> pieces) {
        ObjectNode document = head.documentNode();
        promptIds(document, prepared);
        ArrayNode choices = document.putArray("choices");
        for (Piece whole : PieceSum.of(prepared.choices(), pieces)) {
            ObjectNode choice = choices.addObject().put("index", whole.choice());
            message(choice.putObject("message"), whole);
            tokens.chat(choice, whole.tokens());
            tokens.ids(choice, whole.tokens());
            Form.finish(choice, whole);
        }
        return document;
    }

    private static void message(ObjectNode message, Piece whole) {
        message.put("role", "assistant");
        if (whole.content().isEmpty() && !whole.calls().isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", whole.content());
        }
        message.putNull("refusal");
        if (!whole.reasoning().isEmpty()) {
            message.put("reasoning_content", whole.reasoning());
        }
        if (!whole.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            whole.calls().forEach(call -> call(calls.addObject(), call));
        }
    }
}
