package dev.selvedge.judge;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One file of trajectories in any of the forms that {@link LabelledTrajectory#stream} takes. */
final class TrajectoryFile {
    private TrajectoryFile() {}

    static Stream<LabelledTrajectory> stream(Path file) {
        try (Stream<JsonRecords.Located> first = JsonRecords.streamFile(file, Set.of("messages", "tools"))) {
            boolean messages = first.findFirst().map(TrajectoryFile::isMessage).orElse(false);
            if (messages) {
                return Stream.of(whole(file));
            }
        }
        return JsonRecords.streamFile(file, Set.of())
                .map(TrajectoryFile::wrapped)
                .map(LabelledTrajectory::of);
    }

    private static boolean isMessage(JsonRecords.Located located) {
        return located.value() instanceof ObjectNode object && object.has("role") && object.has("content");
    }

    /** A file that is the messages of one conversation. */
    private static LabelledTrajectory whole(Path file) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        try (Stream<JsonRecords.Located> all = JsonRecords.streamFile(file, Set.of())) {
            all.forEach(located -> messages.add(located.object()));
        }
        return LabelledTrajectory.of(new JsonRecords.Located(file, 1, object(messages), ""));
    }

    private static JsonRecords.Located wrapped(JsonRecords.Located located) {
        return located.value() instanceof ArrayNode messages
                ? new JsonRecords.Located(located.file(), located.line(), object(messages), "")
                : located;
    }

    private static ObjectNode object(ArrayNode messages) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set("messages", messages);
        return record;
    }
}
