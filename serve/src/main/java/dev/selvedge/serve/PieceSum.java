package dev.selvedge.serve;

import dev.selvedge.model.Sampled;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All pieces of a choice as one. */
final class PieceSum {
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final TreeMap<Integer, Piece.Call> calls = new TreeMap<>();
    private final List<Sampled> tokens = new ArrayList<>();
    private String finish = "stop";

    static List<Piece> of(int choices, List<Piece> pieces) {
        List<PieceSum> sums = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            sums.add(new PieceSum());
        }
        pieces.forEach(piece -> sums.get(piece.choice()).add(piece));
        List<Piece> whole = new ArrayList<>();
        sums.forEach(sum -> whole.add(sum.whole(whole.size())));
        return whole;
    }

    private void add(Piece piece) {
        content.append(piece.content());
        reasoning.append(piece.reasoning());
        for (Piece.Call call : piece.calls()) {
            calls.merge(
                    call.index(),
                    call,
                    (begun, more) -> new Piece.Call(
                            begun.index(), begun.id(), begun.name(), begun.arguments() + more.arguments()));
        }
        tokens.addAll(piece.tokens());
        finish = piece.finish() == null ? finish : piece.finish();
    }

    private Piece whole(int choice) {
        return new Piece(choice, content.toString(), reasoning.toString(), List.copyOf(calls.values()), tokens, finish);
    }
}
