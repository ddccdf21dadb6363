package dev.selvedge.core.run;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step from named inputs to a directory. Its identity is the hash of its name, the version of its code, its settings
 * and the identities of its inputs; nothing else may influence what it makes, so a finished stage is never made again.
 * Change the version whenever the code makes something else.
 */
public final class Stage {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final String name;
    private final String version;
    private final JsonNode settings;
    private final SortedMap<String, ContentHash> inputs;
    private final SortedMap<String, Stage> stages;
    private final StageBody body;
    private final ContentHash identity;

    Stage(Blueprint blueprint, StageBody body) {
        this.name = blueprint.name;
        this.version = blueprint.version;
        this.settings = blueprint.settings;
        this.inputs = Collections.unmodifiableSortedMap(new TreeMap<>(blueprint.inputs));
        this.stages = Collections.unmodifiableSortedMap(new TreeMap<>(blueprint.stages));
        this.body = body;
        this.identity = ContentHash.ofJson(describe());
    }

    /**
     * Begins a stage.
     *
     * @param name lower-case words joined by hyphens, unique in the recipe
     * @param version of the code
     */
    public static Blueprint named(String name, String version) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a stage name is lower-case words joined by hyphens, not '" + name + "'");
        }
        return new Blueprint(name, version);
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public JsonNode settings() {
        return settings;
    }

    /** Identities of the inputs by name. */
    public SortedMap<String, ContentHash> inputs() {
        return inputs;
    }

    /** The inputs that are stages, by name. */
    public SortedMap<String, Stage> stages() {
        return stages;
    }

    /** Hash of all that goes in. */
    public ContentHash identity() {
        return identity;
    }

    StageBody body() {
        return body;
    }

    private JsonNode describe() {
        ObjectNode node = Json.object();
        node.put("name", name).put("version", version);
        node.set("settings", settings);
        node.set("inputs", Json.tree(inputs));
        return node;
    }

    /** A stage of which the body is not known yet. */
    public static final class Blueprint {
        private final String name;
        private final String version;
        private JsonNode settings = Json.object();
        private final SortedMap<String, ContentHash> inputs = new TreeMap<>();
        private final SortedMap<String, Stage> stages = new TreeMap<>();

        private Blueprint(String name, String version) {
            this.name = name;
            this.version = version;
        }

        /** Everything that the stage does one way or another; a record or a JSON tree. */
        public Blueprint settings(Object settings) {
            this.settings = Json.parse(Json.write(settings));
            return this;
        }

        /** An earlier stage whose result the body reads. */
        public Blueprint input(String name, Stage stage) {
            stages.put(name, stage);
            return input(name, stage.identity());
        }

        /** Something outside the run, for example a directory of files, by its hash. */
        public Blueprint input(String name, ContentHash hash) {
            if (inputs.put(name, hash) != null) {
                throw new IllegalArgumentException("stage '" + this.name + "' has two inputs '" + name + "'");
            }
            return this;
        }

        /**
         * A record stage: items are worked on one by one, and each finished item is durable at once.
         *
         * @param items gives the items, always the same in the same order for one identity; the stream is closed
         */
        public <I> RecordStage<I> items(Function<Workspace, Stream<I>> items) {
            return new RecordStage<>(this, items);
        }

        /** A directory stage: the body writes its files into {@link Workspace#directory()}. */
        public Stage directory(DirectoryBody body) {
            return new Stage(this, new DirectoryStage(body));
        }
    }

    /** What a directory stage does. */
    @FunctionalInterface
    public interface DirectoryBody {
        void make(Workspace workspace) throws IOException, InterruptedException;
    }
}
