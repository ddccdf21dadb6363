package dev.selvedge.serve;

import dev.selvedge.core.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a reply is told, as one document or as the events of a stream. Serves one reply. */
interface Form {
    /** The events that a stream begins with. */
    List<ObjectNode> opening(Answering.Prepared prepared);

    /** The event of a piece. */
    ObjectNode event(Piece piece);

    /** The document of all pieces. */
    ObjectNode document(Answering.Prepared prepared, List<Piece> pieces);

    /** The object that events of this form are. */
    Head head();

    /** The event with the token counts, after all others. */
    default ObjectNode usage(Answering.Making made) {
        ObjectNode event = head().event();
        event.putArray("choices");
        event.set("usage", counts(made));
        return event;
    }

    static ObjectNode counts(Answering.Making made) {
        int read = made.promptTokens();
        int written = made.completionTokens();
        return Json.object()
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }

    /** Adds a field that is a text or null. */
    static void finish(ObjectNode choice, Piece piece) {
        if (piece.finish() == null) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", piece.finish());
        }
    }

    /** Adds token ids. */
    static void ids(ObjectNode node, String field, int[] ids) {
        ArrayNode list = node.putArray(field);
        for (int id : ids) {
            list.add(id);
        }
    }

    /**
     * What every document of a reply begins with.
     *
     * @param id of the reply
     * @param documentKind name of the kind of document
     * @param eventKind name of the kind of event
     * @param model its name
     * @param seconds since 1970
     * @param usage whether events have a place for the token counts
     */
    record Head(String id, String documentKind, String eventKind, String model, long seconds, boolean usage) {
        ObjectNode documentNode() {
            return node(documentKind);
        }

        ObjectNode event() {
            ObjectNode node = node(eventKind);
            return usage ? node.putNull("usage") : node;
        }

        private ObjectNode node(String object) {
            return Json.object()
                    .put("id", id)
                    .put("object", object)
                    .put("created", seconds)
                    .put("model", model);
        }
    }
}
