package dev.selvedge.synth.export;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** How a row looks in one form. */
interface RowForm {
    /**
     * The row in this form.
     *
     * @throws UnfitRow if the form cannot hold it
     */
    ObjectNode write(ChatRow row);

    /**
     * A row of this form.
     *
     * @param id of the row that is read
     * @throws UnfitRow if it is none
     */
    ChatRow read(String id, ObjectNode row);

    /** Whether fields that are not learned from have a place in the form. */
    default boolean keepsRest() {
        return false;
    }

    /** Whether what the assistant thought has a place in the form. */
    default boolean keepsReasoning() {
        return true;
    }

    // ---- what several forms ask of a row

    /** Where the part that is learned begins: at the first reply where all replies are learned. */
    static int learnedFrom(ChatRow row) {
        if (row.context() > 0) {
            return row.context();
        }
        return IntStream.range(0, row.messages().size())
                .filter(i -> row.messages().get(i).role() == Role.ASSISTANT)
                .findFirst()
                .orElse(row.messages().size());
    }

    /** The one reply that is learned. */
    static Message onlyReply(ChatRow row) {
        onlyOne(row);
        List<Message> learned =
                row.messages().subList(learnedFrom(row), row.messages().size());
        if (learned.isEmpty()) {
            throw new UnfitRow("no-reply", "", "the row has a prompt and no reply, and this form needs one");
        }
        if (learned.size() > 1) {
            throw new UnfitRow(
                    "several-replies",
                    "",
                    "the row has several turns to learn, and this form has one reply; a form of messages holds them");
        }
        return reply(learned.getFirst());
    }

    private static Message reply(Message message) {
        if (message.role() != Role.ASSISTANT) {
            throw new UnfitRow("no-reply", "", "the row ends without a reply of the assistant");
        }
        return message;
    }

    /** Refuses pairs. */
    static void onlyOne(ChatRow row) {
        if (row.worse() != null) {
            throw new UnfitRow(
                    "a-pair", "", "the row has a better and a worse conversation; a form of preferences holds both");
        }
    }

    /** The worse reply of a pair that differs in its last message alone. */
    static Message worseReply(ChatRow row) {
        List<Message> worse = row.worse();
        if (worse == null) {
            throw new UnfitRow("no-pair", "", "the row has one conversation, and a preference has two");
        }
        if (worse.size() != row.context() + 1 || row.messages().size() != row.context() + 1) {
            throw new UnfitRow(
                    "several-replies",
                    "",
                    "the two conversations differ in more than one message, and this form has one reply on each side");
        }
        reply(row.messages().getLast());
        return reply(worse.getLast());
    }

    /** Refuses rows in which a reply is only read, for forms of which every reply is learned. */
    static void learnsAllReplies(ChatRow row) {
        if (row.messages().stream().limit(row.context()).anyMatch(m -> m.role() == Role.ASSISTANT)) {
            throw new UnfitRow(
                    "part-learned",
                    "",
                    "the row has replies that are read and not learned, and who reads this form learns them all");
        }
    }

    /** Refuses rows that do not end with a reply. */
    static void endsWithReply(ChatRow row) {
        if (row.messages().isEmpty() || row.messages().getLast().role() != Role.ASSISTANT) {
            throw new UnfitRow(
                    "no-reply", "", "the row does not end with a reply of the assistant, and this form must");
        }
    }
}
