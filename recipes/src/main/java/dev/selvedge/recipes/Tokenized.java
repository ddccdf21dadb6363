package dev.selvedge.recipes;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.model.Author;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.synth.export.ChatRow;
import dev.selvedge.train.Example;
import dev.selvedge.train.objective.PreferencePair;
import dev.selvedge.train.objective.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row as tokens, by the chat format of the model that learns it.
 *
 * @param id of the row
 * @param heldOut whether it is measured with, not learned
 * @param tokens of the conversation, the better one where there are two
 * @param worse tokens of the other one
 */
record Tokenized(
        String id, boolean heldOut, Tokens tokens, @Nullable Tokens worse) {
    /**
     * A sequence and which of its tokens are learned.
     *
     * @param supervised begin and end, exclusive, of each stretch that is learned
     */
    record Tokens(int[] ids, List<int[]> supervised) {
        private static Tokens of(TokenSequence sequence, int from) {
            boolean[] mask = sequence.by(Author.ASSISTANT);
            List<int[]> stretches = new ArrayList<>();
            for (int i = Math.max(1, from); i < mask.length; i++) {
                if (mask[i]) {
                    int begin = i;
                    while (i < mask.length && mask[i]) {
                        i++;
                    }
                    stretches.add(new int[] {begin, i});
                }
            }
            return new Tokens(sequence.ids(), stretches);
        }

        private IntStream places() {
            return supervised.stream().flatMapToInt(stretch -> IntStream.range(stretch[0], stretch[1]));
        }
    }

    Example example() {
        boolean[] mask = new boolean[tokens.ids.length];
        tokens.places().forEach(place -> mask[place] = true);
        return new Example(id, tokens.ids, mask);
    }

    PreferencePair pair() {
        if (worse == null) {
            throw new IllegalStateException(id + " is no pair");
        }
        return new PreferencePair(
                id,
                new Sequence(tokens.ids, tokens.places().toArray()),
                new Sequence(worse.ids, worse.places().toArray()));
    }

    /**
     * How rows become tokens.
     *
     * @param chat of the model
     * @param objective what is learned, which decides what rows are of use
     * @param supervised which turns are learned
     * @param longest most tokens of a sequence
     */
    record Maker(
            ChatFormat chat, FineTuningSettings.Goal objective, FineTuningSettings.Supervised supervised, int longest) {
        /** The examples of a row; several where the chat format writes earlier turns anew. */
        Outcome<Tokenized> make(boolean heldOut, ChatRow row) {
            if (objective.pairs() != (row.worse() != null)) {
                return Outcome.reject(
                        objective.pairs() ? "no-pair" : "a-pair",
                        objective.pairs()
                                ? "The row has one conversation; pairs of chosen and rejected are learned from."
                                : "The row has two conversations; train on pairs with --objective dpo.");
            }
            try {
                List<Tokens> all = sequences(row, row.messages());
                List<Tokens> worse = row.worse() == null ? List.of() : sequences(row, row.worse());
                for (Tokens tokens : IntStream.range(0, all.size() + worse.size())
                        .mapToObj(i -> i < all.size() ? all.get(i) : worse.get(i - all.size()))
                        .toList()) {
                    if (tokens.ids.length > longest) {
                        return Outcome.reject(
                                "too-long",
                                tokens.ids.length + " tokens, and at most " + longest + " are learned at once.");
                    }
                }
                if (all.isEmpty() || row.worse() != null && worse.isEmpty()) {
                    return Outcome.reject("nothing-supervised", "No token of the row is the assistant's.");
                }
                List<Tokenized> made = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    String id = all.size() == 1 ? row.id() : row.id() + "#" + i;
                    // Of a pair the whole answers count, and a pair ends with its one answer.
                    made.add(new Tokenized(id, heldOut, all.get(i), worse.isEmpty() ? null : worse.getLast()));
                }
                return Outcome.keepAll(row.worse() == null ? made : List.of(made.getLast()));
            } catch (UserException | IllegalArgumentException e) {
                return Outcome.reject(
                        "not-in-the-chat-format", "The model's chat format refuses it: " + e.getMessage());
            }
        }

        private List<Tokens> sequences(ChatRow row, List<Message> messages) {
            int context = row.context();
            for (int i = 0; i < messages.size() && supervised == FineTuningSettings.Supervised.LAST; i++) {
                context = messages.get(i).role() == Role.ASSISTANT ? i : context;
            }
            List<Tokens> made = new ArrayList<>();
            if (context == 0) {
                List<Step> steps =
                        messages.stream().map(m -> new Step(m, "", null)).toList();
                chat.sequences(row.tools(), steps).forEach(sequence -> made.add(Tokens.of(sequence, 0)));
            } else {
                Conversation conversation = chat.begin(row.tools());
                for (int i = 0; i < messages.size(); i++) {
                    boolean learned = i >= context && messages.get(i).role() == Role.ASSISTANT;
                    conversation = learned ? conversation.openReply() : conversation;
                    int from = conversation.tokens().length();
                    conversation = conversation.append(messages.get(i));
                    if (learned) {
                        made.add(Tokens.of(conversation.tokens(), from));
                    }
                }
            }
            made.removeIf(tokens -> tokens.supervised.isEmpty());
            return made;
        }
    }
}
