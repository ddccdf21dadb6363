package dev.selvedge.judge;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.Verdict;
import dev.selvedge.core.remote.ChatMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation of an agent with its tools, and where people labelled it, what they said. A step of the trajectory is a
 * message, so the index of a step is the index of its message.
 *
 * @param sample what it is
 * @param question what the agent was asked to do, empty where not told apart from the messages
 * @param tools the tools that the agent had
 * @param trajectory all messages, in order
 * @param labels what people said, null where they did not
 * @param rest what else the record holds: the answer, the reference answer, measures of the tools. A judge that is to be
 *     blind must not see it
 */
public record LabelledTrajectory(
        Sample sample,
        String question,
        List<Tool> tools,
        Trajectory trajectory,
        @Nullable Verdict labels,
        Leftover rest) {
    public LabelledTrajectory {
        tools = List.copyOf(tools);
    }

    /**
     * The trajectories in a file or folder, one in memory at a time; close the stream. Takes the benchmark's form,
     * objects with {@code messages} (and {@code tools} or {@code functions}), arrays of messages in JSON Lines, and one
     * array of messages as a file.
     *
     * @throws dev.selvedge.core.UserException if there is no file, or at something that is no trajectory
     */
    public static Stream<LabelledTrajectory> stream(Path path) {
        return JsonRecords.each(JsonRecords.files(path), TrajectoryFile::stream);
    }

    /** Indices of the messages that are steps: those of the role assistant, rising. */
    public List<Integer> stepIndices() {
        List<Step> steps = trajectory.steps();
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).message().role() == Role.ASSISTANT)
                .boxed()
                .toList();
    }

    /** The trajectory of an object with messages. */
    static LabelledTrajectory of(JsonRecords.Located located) {
        ObjectNode record = located.object();
        if (!record.path("messages").isArray()) {
            throw located.refused("it has no 'messages', which a trajectory has as an array");
        }
        Sample sample = Sample.of(record, located.file(), located.line());
        List<Step> steps = new ArrayList<>();
        for (JsonNode message : record.path("messages")) {
            try {
                Message read = ChatMessage.read(message);
                steps.add(new Step(read, producer(read.role()), null));
            } catch (IllegalArgumentException e) {
                throw located.refused("message " + steps.size() + " " + e.getMessage());
            }
        }
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : record.path("tools").isArray() ? record.path("tools") : record.path("functions")) {
            tools.add(ChatMessage.readTool(tool));
        }
        JsonNode question = record.path("question");
        LabelledTrajectory bare = new LabelledTrajectory(
                sample,
                question.isString() ? question.stringValue() : "",
                tools,
                new Trajectory(sample.id(), sample.cluster(), "unknown", 0, null, 0, steps, "stop"),
                record.path("step_labels").isObject() ? Labels.verdict(record, sample) : null,
                Leftover.NONE);
        return bare.with(Leftover.between(record, bare.toJson()));
    }

    private static String producer(Role role) {
        return switch (role) {
            case SYSTEM, USER -> "task";
            case ASSISTANT -> "policy";
            case TOOL -> "tool";
        };
    }

    private LabelledTrajectory with(Leftover left) {
        return new LabelledTrajectory(sample, question, tools, trajectory, labels, left);
    }

    /** The record in the benchmark's form of a trajectory. */
    public ObjectNode toJson() {
        ObjectNode record = Json.object();
        sample.write(record);
        record.put("question", question);
        ArrayNode messages = record.putArray("messages");
        trajectory.steps().forEach(step -> messages.add(ChatMessage.write(step.message())));
        ArrayNode functions = record.putArray("tools");
        tools.forEach(tool -> functions.add(ChatMessage.write(tool)));
        if (labels != null) {
            Label.write(labels, record);
        }
        return rest.onto(record);
    }
}
