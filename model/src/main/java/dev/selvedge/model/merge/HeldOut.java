package dev.selvedge.model.merge;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Score;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.remote.ChatMessage;
import dev.selvedge.model.Author;
import dev.selvedge.model.Model;
import dev.selvedge.model.Packed;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Conversations that a model was not trained on, and how well it foresees the assistant's part of each: a conversation
 * scores the geometric mean of the probabilities of the assistant's tokens, from 0 to 1.
 *
 * @param conversations in their order
 */
public record HeldOut(List<List<Message>> conversations) {
    private static final long MAX_BYTES = 1L << 30;

    public HeldOut {
        conversations = List.copyOf(conversations);
    }

    /**
     * Reads JSON Lines with {@code messages} in the form of the chat-completions protocol in each.
     *
     * @throws UserException if the file cannot be read, is empty, or a line is no conversation
     */
    public static HeldOut read(Path file) {
        List<List<Message>> conversations = new ArrayList<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(file + " is greater than a gigabyte; hold fewer conversations out.");
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    conversations.add(conversation(lines.get(i), file + " line " + (i + 1)));
                }
            }
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        if (conversations.isEmpty()) {
            throw new UserException(file + " holds no conversations.");
        }
        return new HeldOut(conversations);
    }

    private static List<Message> conversation(String line, String where) {
        List<Message> messages = new ArrayList<>();
        try {
            for (JsonNode message : Json.parse(line).path("messages")) {
                messages.add(ChatMessage.read(message));
            }
        } catch (JacksonException e) {
            throw new UserException(where + " is not JSON: " + e.getOriginalMessage() + ".", e);
        } catch (IllegalArgumentException e) {
            throw new UserException(where + ": message " + (messages.size() + 1) + " " + e.getMessage() + ".", e);
        }
        if (messages.isEmpty()) {
            throw new UserException(where + " has no messages.");
        }
        return messages;
    }

    /** Scores the model of a directory; what it cannot take counts as unscored. */
    public Estimate score(Path directory) {
        try (Model model = Model.read(directory)) {
            List<Estimate.Clustered> scores = new ArrayList<>();
            for (int i = 0; i < conversations.size(); i++) {
                scores.add(new Estimate.Clustered(String.valueOf(i), score(model, conversations.get(i))));
            }
            return Estimate.mean(scores, Interval.UNIT, 1);
        }
    }

    private static Score score(Model model, List<Message> messages) {
        TokenSequence sequence;
        try {
            sequence = model.chat().render(List.of(), messages);
        } catch (UserException | IllegalArgumentException e) {
            return Score.unscored(Fault.DATA, "The model's chat format refuses it: " + e.getMessage());
        }
        boolean[] wanted = sequence.by(Author.ASSISTANT);
        int[] ids = sequence.ids();
        int[] rows = new int[ids.length];
        int count = 0;
        for (int i = 1; i < ids.length; i++) {
            if (wanted[i]) {
                rows[count++] = i - 1;
            }
        }
        if (count == 0) {
            return Score.unscored(Fault.DATA, "The assistant says nothing.");
        }
        if (ids.length > model.transformer().config().maxPositions()) {
            return Score.unscored(Fault.DATA, "The conversation is longer than the model's positions.");
        }
        rows = Arrays.copyOf(rows, count);
        double sum = 0;
        try (var scope = Torch.scope()) {
            Packed packed = new Packed(ids, new int[] {ids.length}, rows);
            int[] next = Arrays.stream(rows).map(row -> ids[row + 1]).toArray();
            Tensor likely = torch.log_softmax(model.transformer().logits(packed), 1)
                    .gather(1, Torch.indices(next).unsqueeze(1));
            for (float one : Torch.floats(likely)) {
                sum += one;
            }
        }
        return Score.of(Math.exp(sum / count));
    }
}
