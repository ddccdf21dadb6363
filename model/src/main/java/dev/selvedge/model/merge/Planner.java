package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.MergeConfig.Slice;
import dev.selvedge.model.merge.MergeConfig.Source;
import dev.selvedge.model.merge.MergePlan.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes a plan of a configuration, and collects everything that does not fit. */
final class Planner {
    private static final int SHOWN = 20;

    private final MergeConfig config;
    private final Places places;
    private final long seed;
    private final Map<ModelReference, Checkpoint> checkpoints = new LinkedHashMap<>();
    private final Map<ModelReference, TensorNames> names = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<Output> outputs = new ArrayList<>();
    private @Nullable Vocabulary vocabulary;

    Planner(MergeConfig config, Places places, long seed) {
        this.config = config;
        this.places = places;
        this.seed = seed;
    }

    MergePlan plan() {
        try {
            open();
            List<Slice> slices = config.slices().isEmpty() ? List.of(whole()) : config.slices();
            slices.forEach(this::checkRanges);
            refuse();
            Checkpoint donor = checkpoint(
                    config.base() != null ? config.base() : config.references().getFirst());
            List<String> notes = new ArrayList<>(config.notes());
            List<Checkpoint> merged = merged();
            vocabulary = Vocabulary.of(config.tokenizer(), donor, merged, notes, problems);
            tensors(slices);
            refuse();
            ObjectNode modelConfig = new ModelConfigs(donor, merged, config, slices, vocabulary).result(outputs, notes);
            return new MergePlan(config, checkpoints, outputs, modelConfig, donor.directory(), vocabulary, notes);
        } catch (RuntimeException e) {
            checkpoints.values().forEach(Checkpoint::close);
            throw e;
        }
    }

    private void open() {
        for (ModelReference reference : config.references()) {
            try {
                Checkpoint checkpoint = Checkpoint.open(reference, places.find(reference.path()), places);
                checkpoints.put(reference, checkpoint);
                names.put(reference, TensorNames.of(checkpoint.tensors().keySet()));
            } catch (UserException e) {
                problems.add(e.getMessage());
            }
        }
        refuse();
        for (Map.Entry<ModelReference, TensorNames> entry : names.entrySet()) {
            if (entry.getValue().count() < 0) {
                problems.add(entry.getKey() + " lacks layers between its first and its last.");
            }
        }
        refuse();
    }

    /** Models that give weights. */
    private List<Checkpoint> merged() {
        Set<ModelReference> giving = new LinkedHashSet<>();
        config.models().forEach(source -> giving.add(source.model()));
        config.slices().forEach(slice -> slice.sources().forEach(source -> giving.add(source.model())));
        if (config.base() != null && config.method().uses() != MergeMethod.Uses.NO_BASE) {
            giving.add(config.base());
        }
        return giving.stream().map(this::checkpoint).toList();
    }

    private void refuse() {
        if (problems.size() == 1) {
            throw new UserException("Cannot merge: " + problems.iterator().next());
        }
        if (!problems.isEmpty()) {
            List<String> shown = problems.stream().limit(SHOWN).toList();
            throw new UserException("Cannot merge, for " + problems.size() + " reasons:\n- "
                    + String.join("\n- ", shown)
                    + (problems.size() > SHOWN ? "\n- and " + (problems.size() - SHOWN) + " more" : ""));
        }
    }

    /** All layers of all models as one slice; the base is a source of it. */
    private Slice whole() {
        List<Source> sources = new ArrayList<>();
        boolean listed = config.models().stream().anyMatch(s -> s.model().equals(config.base()));
        for (Source source : config.models()) {
            sources.add(new Source(source.model(), 0, layers(source.model()), source.parameters()));
        }
        if (config.base() != null && !listed && config.method().uses() != MergeMethod.Uses.NO_BASE) {
            sources.add(new Source(config.base(), 0, layers(config.base()), Map.of()));
        }
        Map<Integer, String> counts = new TreeMap<>();
        sources.forEach(s -> counts.putIfAbsent(s.to(), s.model() + " has " + s.to()));
        if (counts.size() > 1) {
            problems.add("The models have different numbers of layers: " + String.join(", ", counts.values())
                    + "; say with slices which of them belong together.");
        }
        return new Slice(sources, null, Map.of());
    }

    private int layers(ModelReference model) {
        return names(model).count();
    }

    private void checkRanges(Slice slice) {
        for (Source source : slice.sources()) {
            if (source.to() > layers(source.model())) {
                problems.add(source.model() + " has " + layers(source.model()) + " layers, but a slice asks for ["
                        + source.from() + ", " + source.to() + ").");
            }
        }
        ModelReference base = base(slice);
        if (config.method().uses() == MergeMethod.Uses.BASE
                && slice.sources().stream().noneMatch(s -> s.model().equals(base))) {
            problems.add("A slice has no layers of the base " + base + ", which "
                    + config.method().configName() + " takes deltas against; add the base to its sources.");
        }
    }

    private @Nullable ModelReference base(Slice slice) {
        return slice.base() != null ? slice.base() : config.base();
    }

    private void tensors(List<Slice> slices) {
        around(slices.getFirst(), true);
        int layer = 0;
        for (Slice slice : slices) {
            int count =
                    slice.sources().getFirst().to() - slice.sources().getFirst().from();
            for (int i = 0; i < count; i++) {
                layer(slice, i, layer++, count == 1 ? 1 : i / (double) (count - 1));
            }
        }
        around(slices.getLast(), false);
    }

    private void layer(Slice slice, int offset, int layer, double depth) {
        Set<String> parts = new LinkedHashSet<>();
        for (Source source : slice.sources()) {
            parts.addAll(inLayer(source, offset).keySet());
        }
        for (String part : parts) {
            List<Part> found = new ArrayList<>();
            for (Source source : slice.sources()) {
                String name = inLayer(source, offset).get(part);
                String wanted = TensorNames.inLayer(part, source.from() + offset);
                add(found, source, name == null ? wanted : name);
            }
            output(slice, TensorNames.inLayer(part, layer), found, depth);
        }
    }

    private Map<String, String> inLayer(Source source, int offset) {
        return names(source.model()).layers().getOrDefault(source.from() + offset, Map.of());
    }

    private void around(Slice slice, boolean before) {
        Set<String> all = new LinkedHashSet<>();
        boolean head = false;
        for (Source source : slice.sources()) {
            Checkpoint checkpoint = checkpoint(source.model());
            names(source.model()).around().stream()
                    .filter(name -> TensorNames.isBeforeLayers(name) == before)
                    .forEach(all::add);
            head |= !checkpoint.tied() && checkpoint.tensors().containsKey(TensorNames.HEAD);
        }
        if (!head) {
            all.remove(TensorNames.HEAD); // the embedding is the head of every source, and is merged once
        }
        for (String name : all) {
            List<Part> found = new ArrayList<>();
            for (Source source : slice.sources()) {
                boolean tied = name.equals(TensorNames.HEAD)
                        && checkpoint(source.model()).tied();
                add(
                        found,
                        source,
                        tied
                                ? TensorNames.embedding(
                                        checkpoint(source.model()).tensors().keySet())
                                : name);
            }
            output(slice, name, found, 0);
        }
    }

    private Checkpoint checkpoint(ModelReference model) {
        return Objects.requireNonNull(checkpoints.get(model));
    }

    private TensorNames names(ModelReference model) {
        return Objects.requireNonNull(names.get(model));
    }

    /** A tensor of a source, under the name that it has there. */
    private record Part(Source source, String name, TensorSource tensor) {}

    private void add(List<Part> found, Source source, String name) {
        TensorSource tensor = checkpoint(source.model()).tensors().get(name);
        if (tensor == null) {
            problems.add(source.model() + " has no tensor " + name + ", which another model has.");
            return;
        }
        TensorSource rows = vocabulary != null && TensorNames.hasTokenRows(name)
                ? vocabulary.arrange(checkpoint(source.model()), name, tensor)
                : tensor;
        found.add(new Part(source, name, rows));
    }

    private void output(Slice slice, String name, List<Part> parts, double depth) {
        if (parts.size() < slice.sources().size() || !sameShape(name, parts)) {
            return;
        }
        ModelReference base = base(slice);
        MergeMethod.Uses uses = config.method().uses();
        boolean apart = uses == MergeMethod.Uses.BASE || uses == MergeMethod.Uses.BASE_IF_GIVEN;
        TensorSource against = null;
        List<TensorSource> models = new ArrayList<>();
        List<Map<String, Double>> ofModels = new ArrayList<>();
        for (Part part : parts) {
            if (apart && part.source().model().equals(base)) {
                against = part.tensor();
                continue;
            }
            models.add(part.tensor());
            ofModels.add(parameters(config.method().ofModels(), part.source(), slice, part.name(), depth));
        }
        Map<String, Double> common = parameters(config.method().common(), null, slice, name, depth);
        Precision precision = precision(against, models);
        Inputs inputs = new Inputs(name, against, models, precision, seed, common, ofModels);
        outputs.add(new Output(name, inputs, config.outPrecision() == null ? precision : config.outPrecision()));
    }

    private Precision precision(@Nullable TensorSource base, List<TensorSource> models) {
        if (config.precision() != null) {
            return config.precision();
        }
        if (base != null) {
            return base.precision();
        }
        Precision precision = models.getFirst().precision();
        for (TensorSource model : models) {
            precision = precision.with(model.precision());
        }
        return precision;
    }

    private boolean sameShape(String name, List<Part> parts) {
        Map<List<Long>, String> shapes = new LinkedHashMap<>();
        parts.forEach(p -> shapes.putIfAbsent(
                p.tensor().shape(), p.source().model() + " " + p.tensor().shape()));
        if (shapes.size() > 1) {
            problems.add(name + " has different shapes: " + String.join(", ", shapes.values()) + "."
                    + (TensorNames.hasTokenRows(name)
                            ? " The vocabularies differ; say with tokenizer_source (union, base or a model) which one"
                                    + " the result has."
                            : ""));
        }
        return shapes.size() == 1;
    }

    /** Parameters by the nearest place that has them: source, slice, module, everything, default. */
    private Map<String, Double> parameters(
            Map<String, @Nullable Double> wanted, @Nullable Source source, Slice slice, String tensor, double depth) {
        List<Map<String, Setting>> from = new ArrayList<>();
        if (source != null) {
            from.add(source.parameters());
        }
        from.add(slice.parameters());
        from.add(config.modules());
        from.add(config.parameters());
        Map<String, Double> found = new LinkedHashMap<>();
        wanted.forEach((name, otherwise) -> {
            Double value = otherwise;
            for (Map<String, Setting> place : from.reversed()) {
                Setting setting = place.get(name);
                Double here = setting == null ? null : setting.at(tensor, depth);
                value = here == null ? value : here;
            }
            if (value != null) {
                found.put(name, value);
            } else {
                problems.add("The parameter " + name + " is missing"
                        + (source == null ? "" : " for " + source.model()) + "; "
                        + config.method().configName()
                        + " has no default for it.");
            }
        });
        return found;
    }
}
