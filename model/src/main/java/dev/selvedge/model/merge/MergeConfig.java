package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be merged, and how: the content of a file in the form that mergekit 0.1.4 reads.
 *
 * @param method the formula
 * @param base what deltas are taken against, or null
 * @param models whole models, in their order; empty where slices are given
 * @param slices ranges of layers, one after the other; empty where models are given
 * @param modules parameters of the module that holds the slices or models; empty where there is none
 * @param parameters of everything
 * @param precision in which it is computed, or null for that of the tensors
 * @param outPrecision in which it is written, or null for that in which it was computed
 * @param tokenizer whose vocabulary the result has, or null where all models share one
 * @param chatTemplate {@code auto}, a template, or null to keep that of the tokenizer
 * @param notes what has no effect, in sentences
 */
public record MergeConfig(
        MergeMethod method,
        @Nullable ModelReference base,
        List<Source> models,
        List<Slice> slices,
        Map<String, Setting> modules,
        Map<String, Setting> parameters,
        @Nullable Precision precision,
        @Nullable Precision outPrecision,
        @Nullable TokenizerRule tokenizer,
        @Nullable String chatTemplate,
        List<String> notes) {
    public MergeConfig {
        models = List.copyOf(models);
        slices = List.copyOf(slices);
        modules = Map.copyOf(modules);
        parameters = Map.copyOf(parameters);
        notes = List.copyOf(notes);
    }

    /**
     * A model, or some of its layers.
     *
     * @param model which one
     * @param from its first layer
     * @param to the layer after its last; -1 for all of them
     * @param parameters of this source
     */
    public record Source(ModelReference model, int from, int to, Map<String, Setting> parameters) {
        public Source {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Layers of the result, made of equally many layers of each source.
     *
     * @param sources in their order
     * @param base instead of the configuration's
     * @param parameters of this slice
     */
    public record Slice(List<Source> sources, @Nullable ModelReference base, Map<String, Setting> parameters) {
        public Slice {
            sources = List.copyOf(sources);
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Whose vocabulary the result has.
     *
     * @param kind the rule
     * @param model the model for {@link Kind#MODEL}
     * @param multiple rows of the embedding are filled up to a multiple of this
     */
    public record TokenizerRule(Kind kind, @Nullable ModelReference model, int multiple) {
        /** Where the tokens come from. */
        public enum Kind {
            UNION,
            BASE,
            MODEL
        }
    }

    /**
     * Reads a file.
     *
     * @throws dev.selvedge.core.UserException with every problem of the file at once
     */
    public static MergeConfig read(Path file) {
        return new MergeConfigReader(file).read();
    }

    /** The models that are named, each once, the base last. */
    public List<ModelReference> references() {
        Set<ModelReference> found = new LinkedHashSet<>();
        models.forEach(source -> found.add(source.model()));
        for (Slice slice : slices) {
            slice.sources().forEach(source -> found.add(source.model()));
        }
        for (Slice slice : slices) {
            if (slice.base() != null) {
                found.add(slice.base());
            }
        }
        if (base != null) {
            found.add(base);
        }
        if (tokenizer != null && tokenizer.model() != null) {
            found.add(tokenizer.model());
        }
        return new ArrayList<>(found);
    }

    /** The same with other parameters of everything. */
    MergeConfig withParameters(Map<String, Setting> replaced) {
        return new MergeConfig(
                method,
                base,
                models,
                slices,
                modules,
                replaced,
                precision,
                outPrecision,
                tokenizer,
                chatTemplate,
                notes);
    }

    /** The same with other models. */
    MergeConfig withModels(List<Source> replaced) {
        return new MergeConfig(
                method,
                base,
                replaced,
                slices,
                modules,
                parameters,
                precision,
                outPrecision,
                tokenizer,
                chatTemplate,
                notes);
    }
}
