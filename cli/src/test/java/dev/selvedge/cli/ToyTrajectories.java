package dev.selvedge.cli;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Trajectories of an agent that looks things up, with labels, made up from a seed. */
final class ToyTrajectories {
    private ToyTrajectories() {}

    /** Writes {@code toy.jsonl}: five attempts at each query, two to four steps each. */
    static Path write(Path folder, int trajectories) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < trajectories; i++) {
            lines.append(Json.write(record(i, random))).append('\n');
        }
        Path file = Files.createDirectories(folder).resolve("toy.jsonl");
        return Files.writeString(file, lines);
    }

    private static ObjectNode record(int number, SplittableRandom random) {
        ObjectNode record = Json.object()
                .put("total_index", number)
                .put("query_index", number / 5)
                .put("sample_index", number % 5)
                .put("question", "How many bridges has town " + number / 5 + "?")
                .put("data_source", "toy");
        ArrayNode messages = record.putArray("messages");
        ObjectNode labels = Json.object();
        messages.addObject().put("role", "system").put("content", "Answer from what you find.");
        messages.addObject()
                .put("role", "user")
                .put("content", record.get("question").stringValue());
        int searches = 1 + random.nextInt(3);
        for (int i = 0; i < searches; i++) {
            ObjectNode step = messages.addObject().put("role", "assistant").put("content", "");
            ObjectNode call =
                    step.putArray("tool_calls").addObject().put("id", "c" + i).put("type", "function");
            call.putObject("function").put("name", "search").put("arguments", "{\"q\": \"bridges " + i + "\"}");
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", "c" + i)
                    .put("content", "Town " + number / 5 + " has " + random.nextInt(9) + " bridges.");
            labels.put("" + (2 + 2 * i), random.nextInt(3) == 0 ? 0 : 1);
        }
        boolean right = random.nextInt(3) > 0;
        messages.addObject()
                .put("role", "assistant")
                .put("content", "It has " + random.nextInt(9) + ", says attempt " + number % 5 + ".");
        labels.put("" + (2 + 2 * searches), right ? 1 : -1);
        record.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "search");
        record.set("step_labels", labels);
        return record.put("final_label", right ? 1 : -1);
    }
}
