package dev.selvedge.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Joins clauses to sentences, in varied ways. */
final class Sentences {
    private final Speech speech;

    Sentences(Speech speech) {
        this.speech = speech;
    }

    /** One breath: {@code a, b and c}; a block among them is set off. */
    static String inline(List<Narrator.Piece> pieces) {
        StringBuilder text = new StringBuilder();
        List<String> simple = new ArrayList<>();
        boolean afterBlock = false;
        for (Narrator.Piece piece : pieces) {
            if (!piece.block()) {
                simple.add(piece.text());
                continue;
            }
            if (!simple.isEmpty()) {
                text.append(afterBlock ? "; after that, " : "").append(Plain.series(simple, "and"));
                simple.clear();
                text.append(", then ");
            } else if (afterBlock) {
                text.append("; after that, ");
            }
            text.append(piece.text());
            afterBlock = true;
        }
        if (!simple.isEmpty()) {
            text.append(afterBlock ? "; after that, " : "").append(Plain.series(simple, "and"));
        }
        return text.toString();
    }

    String assemble(List<Narrator.Piece> pieces) {
        List<List<Narrator.Piece>> groups = groups(pieces);
        StringBuilder text = new StringBuilder();
        boolean ordered = groups.size() > 1 && !first(groups).block() && speech.chance(0.25);
        for (int i = 0; i < groups.size(); i++) {
            List<Narrator.Piece> group = groups.get(i);
            boolean afterBlock = i > 0 && groups.get(i - 1).getLast().block();
            String opener = opener(i, groups.size(), ordered, afterBlock);
            String sentence = group.getFirst().block() ? group.getFirst().text() : series(group);
            text.append(i == 0 ? "" : " ");
            if (i == 0 && opener.isEmpty()) {
                text.append(first(group.getFirst(), sentence));
            } else {
                text.append(capitalized(opener + sentence)).append('.');
            }
        }
        return text.toString();
    }

    private static Narrator.Piece first(List<List<Narrator.Piece>> groups) {
        return groups.getFirst().getFirst();
    }

    private List<List<Narrator.Piece>> groups(List<Narrator.Piece> pieces) {
        List<List<Narrator.Piece>> groups = new ArrayList<>();
        int size = 0;
        int most = speech.any(List.of(1, 2, 3, 3));
        for (Narrator.Piece piece : pieces) {
            boolean joins = size > 0
                    && size < most
                    && !piece.block()
                    && !groups.getLast().getLast().block();
            if (joins) {
                groups.getLast().add(piece);
                size++;
            } else {
                groups.add(new ArrayList<>(List.of(piece)));
                size = 1;
            }
        }
        return groups;
    }

    private String series(List<Narrator.Piece> group) {
        List<String> texts = group.stream().map(Narrator.Piece::text).toList();
        if (texts.size() == 1) {
            return texts.getFirst();
        }
        return Plain.series(texts, speech.any(List.of("and", "and", "and then")));
    }

    private String opener(int index, int count, boolean ordered, boolean afterBlock) {
        if (index == 0) {
            return ordered ? "first, " : "";
        }
        if (afterBlock) {
            return speech.any(List.of("after that, ", "afterwards, ", "then "));
        }
        if (index == count - 1 && (ordered || speech.chance(0.3))) {
            return "finally, ";
        }
        return speech.any(
                ordered ? List.of("then ", "next, ", "after that, ") : List.of("then ", "", "next, ", "after that, "));
    }

    /** The first sentence says whether this is an order, a wish or a question. */
    private String first(Narrator.Piece first, String sentence) {
        if (first.block()) {
            String frame =
                    speech.any(List.of("", "", "", "", "I want this: ", "Please set this up: ", "Make a shortcut: "));
            String text = sentence.startsWith("if ") && frame.isEmpty() && speech.chance(0.3)
                    ? "when " + sentence.substring(3)
                    : sentence;
            return capitalized(frame + text) + ".";
        }
        String frame = speech.any(FRAMES);
        return frame.startsWith("Can you") || frame.startsWith("Could you")
                ? frame + sentence + "?"
                : capitalized(frame + sentence) + ".";
    }

    private static final List<String> FRAMES = List.of(
            "",
            "",
            "",
            "",
            "",
            "",
            "Please ",
            "Please ",
            "Could you ",
            "Can you ",
            "I want you to ",
            "I'd like you to ",
            "I need a shortcut to ",
            "Make a shortcut to ",
            "I want a shortcut to ",
            "Build a workflow to ");

    static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
