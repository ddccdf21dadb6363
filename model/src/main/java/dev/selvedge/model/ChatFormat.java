package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.UserException;
import dev.selvedge.model.chat.TemplateFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * How a conversation becomes tokens for one family of models, and a reply becomes a message. The author of every token
 * is written down while rendering and never guessed from markers afterwards. Text of users and tools never becomes a
 * special token, whatever it spells.
 */
public interface ChatFormat {
    /**
     * The format of a model directory: what chat_format.json names, else the model's own chat template.
     *
     * @throws UserException if there is none, or it is damaged or not supported
     */
    static ChatFormat read(Path directory, Tokenizer tokenizer) {
        Path file = directory.resolve("chat_format.json");
        String name = TemplateFormat.NAME;
        if (Files.exists(file)) {
            try {
                name = Json.parse(Files.readString(file)).path("format").asString(name);
            } catch (IOException e) {
                throw UserException.reading(file, e);
            } catch (JacksonException e) {
                throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
            }
        }
        return switch (name) {
            case RoleTokens.NAME -> new RoleTokens(tokenizer);
            case TemplateFormat.NAME ->
                TemplateFormat.find(directory, tokenizer)
                        .orElseThrow(() -> new UserException(directory + " does not say how conversations are written:"
                                + " it has neither chat_format.json nor a chat template (chat_template.jinja, or"
                                + " chat_template in tokenizer_config.json)."));
            default ->
                throw new UserException(file + " names the chat format " + name + "; supported are " + RoleTokens.NAME
                        + " and " + TemplateFormat.NAME + ".");
        };
    }

    /** Writes the files by which {@link #read} finds this format again. */
    void write(Path directory) throws IOException;

    /** A conversation in which nothing was said yet and these tools may be called. */
    Conversation begin(List<Tool> tools);

    /** Tokens of which any ends a reply; the one that does is part of the sampled tokens. */
    Set<Integer> endTokens();

    /**
     * What sampled tokens say, with or without an end token.
     *
     * @param tools those that could be called; some formats write their names differently
     */
    Reading reading(int[] sampled, List<Tool> tools);

    /** As {@link #reading(int[], List)} where no tools are known. */
    default Reading reading(int[] sampled) {
        return reading(sampled, List.of());
    }

    /** The message that sampled tokens say. Text of calls that are no calls is part of its content. */
    default Message read(int[] sampled) {
        return reading(sampled).message();
    }

    /** How a reply that only calls this tool is written; nothing where the format does not write arguments as JSON. */
    default Optional<CallFrame> callFrame(String tool) {
        return Optional.empty();
    }

    /** A whole conversation. */
    default TokenSequence render(List<Tool> tools, List<Message> messages) {
        return said(tools, messages).tokens();
    }

    /** A conversation, ready for the assistant's reply. */
    default TokenSequence prompt(List<Tool> tools, List<Message> messages) {
        return said(tools, messages).openReply().tokens();
    }

    private Conversation said(List<Tool> tools, List<Message> messages) {
        Conversation conversation = begin(tools);
        for (Message message : messages) {
            conversation = conversation.append(message);
        }
        return conversation;
    }

    /**
     * The sequences that the model reads and writes in the course of a trajectory: one where the format only extends, else
     * a further one for each time that it wrote earlier turns anew. Every reply is {@link Author#ASSISTANT} in exactly
     * one of them, the one in which it was produced; in later ones it is {@link Author#HISTORY}.
     */
    default List<TokenSequence> sequences(List<Tool> tools, List<Step> steps) {
        var left = new ArrayList<TokenSequence>();
        TokenSequence current = TokenSequence.EMPTY;
        Conversation conversation = begin(tools);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean reply = step.message().role() == Role.ASSISTANT;
            if (reply) {
                conversation = conversation.openReply();
                current = next(current, conversation.tokens(), left);
            }
            conversation = conversation.append(step);
            if (reply || i == steps.size() - 1) {
                current = next(current, conversation.tokens(), left);
            }
        }
        if (current.length() > 0) {
            left.add(current);
        }
        return left;
    }

    private static TokenSequence next(TokenSequence current, TokenSequence now, List<TokenSequence> left) {
        return switch (Growth.of(current, now)) {
            case Growth.Extension(TokenSequence sequence, int earlier) -> current.followedBy(sequence, earlier);
            case Growth.Branch(TokenSequence sequence, int shared) -> {
                left.add(current);
                yield sequence;
            }
        };
    }
}
