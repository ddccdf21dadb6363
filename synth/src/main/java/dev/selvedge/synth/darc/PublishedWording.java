package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the roles of DARC are asked in its published form. The Questioner's prompt has the published parts in our words: a
 * definition of the level, a rule for the type of the answer, nine demands, seven keys, and one worked example of the
 * level, of our own making. The Solver's layouts are {@link PublishedSolver}'s.
 */
public final class PublishedWording {
    private static final PromptText QUESTION = PromptText.load(
            PublishedWording.class, "question", Set.of("level", "definition", "type", "rule", "example", "document"));
    private static final JsonNode EXAMPLES = Json.parse(Resource.text(PublishedWording.class, "prompts/examples.json"));

    /** What makes a question as hard as it is to be, after the spans and steps that DARC names. */
    private enum Level {
        EASY("It rests on one or two places of the document and takes one or two steps: a simple inference."),
        MODERATE("It rests on at least two different places of the document and takes two or three steps: facts have to"
                + " be combined, none of which gives the answer alone."),
        HARD("It rests on three or more places far from each other and takes five or more steps: a calculation in"
                + " stages, reasoning under several conditions, or a conclusion from the document as a whole.");

        private final String definition;

        Level(String definition) {
            this.definition = definition;
        }
    }

    private PublishedWording() {}

    /**
     * What a Questioner is asked: one message of the user.
     *
     * @param level from 1 to 3
     * @param type integer, float or categorical
     * @throws IllegalArgumentException for another level or type
     */
    public static List<Message> asking(String document, int level, AnswerType type) {
        if (level < 1 || level > Level.values().length) {
            throw new IllegalArgumentException("questions have levels from 1 to 3, not " + level);
        }
        Level wanted = Level.values()[level - 1];
        return List.of(Message.user(QUESTION.fill(Map.of(
                "level",
                wanted.name().toLowerCase(Locale.ROOT),
                "definition",
                wanted.definition,
                "type",
                type.published(),
                "rule",
                rule(type),
                "example",
                example(level, type),
                "document",
                document))));
    }

    /** What a Solver is asked that reads the document. */
    public static List<Message> reading(String document, String question, AnswerType type) {
        return PublishedSolver.prompt(document, question, type == AnswerType.CATEGORICAL);
    }

    /** What a Solver is asked that does not. */
    public static List<Message> recalling(String question, AnswerType type) {
        return PublishedSolver.prompt(question, type == AnswerType.CATEGORICAL);
    }

    private static String rule(AnswerType type) {
        return switch (type) {
            case INTEGER -> "The value of \"answer\" is a whole number, a JSON number without a decimal point.";
            case FLOAT ->
                "The value of \"answer\" is a JSON number with a decimal point, such as 2.5 or 4.0; the question says to"
                        + " how many places it is rounded if it is.";
            case CATEGORICAL ->
                "The question ends with at least three options, each on a line of its own that begins with a capital"
                        + " letter from A on and a full stop; exactly one is right. The value of \"answer\" is its"
                        + " letter, a JSON text.";
            case STRING, BOOLEAN, EXPRESSION ->
                throw new IllegalArgumentException("no question is asked for an answer of the type " + type);
        };
    }

    /** The worked example of a level: of options where the answer is to be one, else of numbers. */
    static JsonNode example(AnswerType type) {
        return EXAMPLES.path(type == AnswerType.CATEGORICAL ? "categorical" : "numeric");
    }

    private static String example(int level, AnswerType type) {
        JsonNode example = example(type);
        return "Document:\n" + example.path("document").stringValue() + "\nWanted type of answer: "
                + example.path("type").stringValue() + "\nReply:\n"
                + Json.pretty(example.path("replies").path(level - 1));
    }
}
