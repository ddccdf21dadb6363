package dev.selvedge.serve;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plain completion as the protocol tells it. */
final class CompletionForm implements Form {
    private final Form.Head head;
    private final TokenForm tokens;
    private final int[] offsets;

    /** @param choices how many there are, for all prompts */
    CompletionForm(Form.Head head, TokenForm tokens, int choices) {
        this.head = head;
        this.tokens = tokens;
        this.offsets = new int[choices];
    }

    @Override
    public Form.Head head() {
        return head;
    }

    @Override
    public List<ObjectNode> opening(Answering.Prepared prepared) {
        return List.of();
    }

    @Override
    public ObjectNode event(Piece piece) {
        ObjectNode event = head.event();
        choice(event.putArray("choices").addObject(), piece);
        return event;
    }

    private void choice(ObjectNode choice, Piece piece) {
        choice.put("index", piece.choice()).put("text", piece.content());
        offsets[piece.choice()] = tokens.plain(choice, piece.tokens(), offsets[piece.choice()]);
        tokens.ids(choice, piece.tokens());
        Form.finish(choice, piece);
    }

    @Override
    public ObjectNode document(Answering.Prepared prepared, List<Piece> pieces) {
        ObjectNode document = head.documentNode();
        ArrayNode choices = document.putArray("choices");
        List<int[]> prompts = prepared.prompts();
        for (Piece whole : PieceSum.of(prepared.choices(), pieces)) {
            ObjectNode choice = choices.addObject();
            choice(choice, whole);
            if (tokens.wanted().tokenIds()) {
                Form.ids(
                        choice,
                        "prompt_token_ids",
                        prompts.get(whole.choice() / tokens.wanted().choices()));
            }
        }
        return document;
    }
}
