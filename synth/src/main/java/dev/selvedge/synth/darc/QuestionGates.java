package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a Questioner's reply has to be before it costs a Solver's time, and the label after it (DARC, section 3, steps 1, 3
 * and 6). Replies are hostile text: they are read, never evaluated.
 */
public final class QuestionGates {
    /** The field of what the Questioner replied. */
    public static final String REPLY = "reply";

    private static final int LONGEST = 20_000;
    private static final int MOST_NAMED = 5;
    private static final Pattern MENTION = Pattern.compile(
            "(?i)\\b(?:the|this|that|above|given|provided|following)\\s+(?:document|text|passage|article|excerpt|context)\\b"
                    + "|\\baccording to the (?:author|source)\\b");

    private static final Pattern NUMBER = Pattern.compile("\\p{N}+");

    private QuestionGates() {}

    /** In what form questions come. */
    public enum Form {
        /** The published one: an object of exactly seven keys. */
        PUBLISHED,
        /** An object of a question and an answer, for models too small for more. */
        SHORT
    }

    /** Reads {@link #REPLY} into {@link Fields#QUESTION} and, where there is one, {@link Fields#ANSWER}. */
    public static Inquiry read(Form form) {
        return Inquiry.each(task -> {
            String reply = task.text(REPLY);
            if (reply.length() > LONGEST) {
                return Outcome.reject("too-long", "The reply has " + reply.length() + " characters.");
            }
            Optional<QuestionReply> read = form == Form.PUBLISHED ? QuestionReply.read(reply) : shortForm(reply);
            if (read.isEmpty()) {
                return Outcome.reject("no-question", "The reply is not of the form that was asked for.");
            }
            Task found = task.with(Fields.QUESTION, read.get().question());
            return Outcome.keep(read.get()
                    .answer()
                    .map(answer -> found.with(Fields.ANSWER, answer))
                    .orElse(found));
        });
    }

    private static Optional<QuestionReply> shortForm(String reply) {
        try {
            JsonNode object = Json.parse(reply.strip());
            JsonNode question = object.path("question");
            JsonNode answer = object.path("answer");
            boolean whole = object.isObject() && object.size() == 2 && question.isString();
            if (!whole || question.stringValue().isBlank() || !answer.isValueNode()) {
                return Optional.empty();
            }
            return Optional.of(new QuestionReply(
                    question.stringValue().strip(),
                    Optional.of(answer.asString()).filter(text -> !text.isBlank())));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** A question of options shows at least three of them. */
    public static Inquiry options() {
        return Inquiry.each(task -> isCategorical(task) && !AnswerType.hasOptions(task.text(Fields.QUESTION))
                ? Outcome.reject("no-options", "A question of options shows fewer than three.")
                : Outcome.keep(task));
    }

    private static boolean isCategorical(Task task) {
        return task.has(Fields.ANSWER_TYPE) && task.text(Fields.ANSWER_TYPE).equals("categorical");
    }

    /** The question does not speak of the document, which the Solver will not see. */
    public static Inquiry standsAlone() {
        return Inquiry.each(task -> MENTION.matcher(task.text(Fields.QUESTION)).find()
                ? Outcome.reject(
                        "mentions-document", "The question speaks of a document that its reader will not have.")
                : Outcome.keep(task));
    }

    /**
     * The question is not copied out of the document.
     *
     * @param most share of its six-character pieces that may stand there
     */
    public static Inquiry notCopied(double most) {
        return Inquiry.each(task -> {
            double copied = CopyRatio.of(
                    task.text(Fields.DOCUMENT), task.text(Fields.QUESTION), CopyRatio.PIECE, CopyRatio.MOST_CHARACTERS);
            return copied > most
                    ? Outcome.reject("copied", "A share of " + copied + " of the question stands in the document.")
                    : Outcome.keep(task);
        });
    }

    /**
     * The question is about its document, by a rule where there is no judge: its content words occur there.
     *
     * @param least share of its different content words; a question without any passes. Numbers are none: a question may
     *     give some of its own
     */
    public static Inquiry sharesWords(double least) {
        return Inquiry.each(task -> {
            var foreign = new TreeSet<>(ContentWords.of(task.text(Fields.QUESTION)));
            foreign.removeIf(word -> NUMBER.matcher(word).matches());
            int words = foreign.size();
            foreign.removeAll(new HashSet<>(ContentWords.of(task.text(Fields.DOCUMENT))));
            return words - foreign.size() < least * words
                    ? Outcome.reject(
                            RelationJudge.UNRELATED,
                            foreign.size() + " of " + words + " words of the question are not in the document: "
                                    + foreign.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + ".")
                    : Outcome.keep(task);
        });
    }

    /** The {@link Fields#REFERENCE} is of the type that was asked for; without a type, anything is. */
    public static Inquiry answerFits() {
        return Inquiry.each(task -> task.has(Fields.ANSWER_TYPE)
                        && !AnswerType.fits(task.text(Fields.REFERENCE), task.text(Fields.ANSWER_TYPE))
                ? Outcome.reject("wrong-type", "The answer is not of the type " + task.text(Fields.ANSWER_TYPE) + ".")
                : Outcome.keep(task));
    }
}
