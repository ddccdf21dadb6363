package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a merge will write: each tensor with what it is made of, and the files around them. Holds the inputs open.
 */
public final class MergePlan implements AutoCloseable {
    private final MergeConfig config;
    private final List<Checkpoint> checkpoints;
    private final List<Output> outputs;
    private final ObjectNode modelConfig;
    private final Path donor;
    private final @Nullable Vocabulary vocabulary;
    private final List<String> notes;

    MergePlan(
            MergeConfig config,
            Map<ModelReference, Checkpoint> checkpoints,
            List<Output> outputs,
            ObjectNode modelConfig,
            Path donor,
            @Nullable Vocabulary vocabulary,
            List<String> notes) {
        this.config = config;
        this.checkpoints = List.copyOf(checkpoints.values());
        this.outputs = List.copyOf(outputs);
        this.modelConfig = modelConfig;
        this.donor = donor;
        this.vocabulary = vocabulary;
        this.notes = List.copyOf(notes);
    }

    /**
     * A tensor of the result.
     *
     * @param name in the result
     * @param inputs what it is made of
     * @param precision in which it is written
     */
    record Output(String name, Inputs inputs, Precision precision) {
        long bytes() {
            return inputs.size() * precision.bytes();
        }
    }

    /**
     * Opens the models and finds out what goes where.
     *
     * @param seed of what is drawn
     * @throws UserException with everything that does not fit
     */
    public static MergePlan of(MergeConfig config, Places places, long seed) {
        return new Planner(config, places, seed).plan();
    }

    public MergeConfig config() {
        return config;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** config.json of the result. */
    ObjectNode modelConfig() {
        return modelConfig;
    }

    /** Where tokenizer and the other files come from. */
    Path donor() {
        return donor;
    }

    /** The result's vocabulary, where the configuration says which; else that of the donor. */
    @Nullable
    Vocabulary vocabulary() {
        return vocabulary;
    }

    List<Checkpoint> checkpoints() {
        return checkpoints;
    }

    /** Directories of all models. */
    List<Path> directories() {
        return checkpoints.stream().map(Checkpoint::directory).toList();
    }

    /** What the user ought to know and may not have meant, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /** Number of tensors of the result. */
    public int tensors() {
        return outputs.size();
    }

    /** Bytes of the result's tensors. */
    public long bytes() {
        return outputs.stream().mapToLong(Output::bytes).sum();
    }

    /** A tensor of the result, a value for each place; for tests and for looking at small tensors. */
    public float[] tensor(String name) {
        Output output = outputs.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("The merge makes no tensor " + name + "."));
        float[] values = new float[Math.toIntExact(output.inputs().size())];
        TensorMerge.of(output, config.method())
                .run((chunk, out) -> System.arraycopy(out, 0, values, (int) chunk.from(), chunk.length()));
        return values;
    }

    /** For a person: what would be done. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(config.method().configName())
                .append(" over ")
                .append(checkpoints.size())
                .append(checkpoints.size() == 1 ? " model:" : " models:");
        for (Checkpoint one : checkpoints) {
            text.append("\n  ").append(one.reference()).append(" in ").append(one.directory());
            text.append(one.reference().equals(config.base()) ? " (base)" : "");
        }
        text.append("\nwrites ")
                .append(outputs.size())
                .append(" tensors, ")
                .append(bytes())
                .append(" bytes, ")
                .append(modelConfig.path("num_hidden_layers").asString("?"))
                .append(" layers; config.json, tokenizer and the like from ")
                .append(donor);
        notes.forEach(note -> text.append("\nnote: ").append(note));
        return text.append("\n").toString();
    }

    @Override
    public void close() {
        checkpoints.forEach(Checkpoint::close);
    }
}
