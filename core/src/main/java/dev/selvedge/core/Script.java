package dev.selvedge.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of replies for a {@link ScriptedPolicy}: JSON Lines, each an object with {@code contains}, a text or a list of
 * texts that must all stand in the conversation (none for any conversation), and either {@code reply} (with
 * {@code finish}, by default {@code stop}) or {@code failure}, a sentence (with {@code fault}, by default
 * {@code system}). The first line that fits a conversation answers it, always the same.
 */
public final class Script {
    private static final long LONGEST = 64L << 20;

    private record Line(List<String> contains, Reply reply) {
        boolean fits(String conversation) {
            return contains.stream().allMatch(conversation::contains);
        }
    }

    private Script() {}

    /**
     * A policy that answers from a file.
     *
     * @throws UserException if there is no such file or a line is not of this form
     */
    public static ScriptedPolicy read(String name, Path file) {
        List<Line> lines = lines(file);
        return ScriptedPolicy.of(name, prompt -> {
            String conversation =
                    prompt.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
            return lines.stream()
                    .filter(line -> line.fits(conversation))
                    .map(Line::reply)
                    .findFirst()
                    .orElseGet(() -> new Reply.Failure(
                            Fault.SYSTEM, "The script " + file + " has no line that fits the conversation."));
        });
    }

    private static List<Line> lines(Path file) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        try {
            if (Files.size(file) > LONGEST) {
                throw new UserException(file + " is larger than " + LONGEST + " bytes, which is not read.");
            }
            for (String text : Files.readAllLines(file)) {
                number++;
                if (!text.isBlank()) {
                    lines.add(line(Json.parse(text), file + ":" + number));
                }
            }
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + ":" + number + ": this is not JSON: " + e.getOriginalMessage() + ".", e);
        }
        return lines;
    }

    private static Line line(JsonNode line, String place) {
        String reply = text(line.path("reply"));
        String failure = text(line.path("failure"));
        if ((reply == null) == (failure == null)) {
            throw new UserException(place + ": a line of a script has either 'reply' or 'failure', a text.");
        }
        List<String> contains = new ArrayList<>();
        JsonNode wanted = line.path("contains");
        if (wanted.isString()) {
            contains.add(wanted.stringValue());
        } else {
            wanted.forEach(part -> contains.add(part.asString("")));
        }
        if (reply != null) {
            String finish = line.path("finish").asString("stop");
            return new Line(contains, new Reply.Completion(Message.assistant(reply), finish, -1, -1, null));
        }
        try {
            Fault fault = line.has("fault") ? Json.mapper().treeToValue(line.get("fault"), Fault.class) : Fault.SYSTEM;
            return new Line(contains, new Reply.Failure(fault, String.valueOf(failure)));
        } catch (JacksonException e) {
            throw new UserException(place + ": 'fault' is policy, tool, judge, data or system.", e);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
