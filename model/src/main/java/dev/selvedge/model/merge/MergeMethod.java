package dev.selvedge.model.merge;

import dev.selvedge.model.merge.MergeConfig.Slice;
import dev.selvedge.model.merge.MergeConfig.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways of merging, with their parameters and what they take; the formulas are those of mergekit 0.1.4. Each is in a
 * file of its own, where its source stands.
 */
public enum MergeMethod {
    LINEAR(Uses.NO_BASE, 1, 99, p -> p.each("weight").all("normalize", 1), Linear::of),
    SLERP(Uses.BASE, 1, 1, p -> p.all("t"), Slerp::of),
    NUSLERP(
            Uses.BASE_IF_GIVEN,
            2,
            2,
            p -> p.each("weight").all("nuslerp_flatten", 1).all("nuslerp_row_wise", 0),
            NuSlerp::of),
    MULTISLERP(
            Uses.BASE_IF_GIVEN,
            1,
            99,
            p -> p.each("weight").all("normalize_weights", 1).all("eps", 1e-8),
            MultiSlerp::of),
    KARCHER(Uses.BASE_AS_MODEL, 1, 99, p -> p.all("max_iter", 10).all("tol", 1e-5), Karcher::of),
    TASK_ARITHMETIC(Uses.BASE, 1, 99, p -> p.deltas(0, 0), i -> TaskArithmetic.of(i, false, Sparsifier.NONE)),
    TIES(Uses.BASE, 1, 99, p -> p.deltas(1, 0), i -> TaskArithmetic.of(i, true, Sparsifier.MAGNITUDE)),
    DARE_LINEAR(Uses.BASE, 1, 99, p -> p.deltas(0, 1), i -> TaskArithmetic.of(i, false, Sparsifier.RANDOM)),
    DARE_TIES(Uses.BASE, 1, 99, p -> p.deltas(0, 1), i -> TaskArithmetic.of(i, true, Sparsifier.RANDOM)),
    BREADCRUMBS(
            Uses.BASE,
            1,
            99,
            p -> p.deltas(0, 0).each("gamma", 0.01),
            i -> TaskArithmetic.of(i, false, Sparsifier.MAGNITUDE_OUTLIERS)),
    BREADCRUMBS_TIES(
            Uses.BASE,
            1,
            99,
            p -> p.deltas(0, 0).each("gamma", 0.01),
            i -> TaskArithmetic.of(i, true, Sparsifier.MAGNITUDE_OUTLIERS)),
    DELLA_LINEAR(
            Uses.BASE,
            1,
            99,
            p -> p.deltas(0, 1).each("epsilon", 0.15),
            i -> TaskArithmetic.of(i, false, Sparsifier.MAGPRUNE)),
    DELLA(
            Uses.BASE,
            1,
            99,
            p -> p.deltas(1, 1).each("epsilon", 0.15),
            i -> TaskArithmetic.of(i, true, Sparsifier.MAGPRUNE)),
    MODEL_STOCK(Uses.BASE, 2, 99, p -> p.all("filter_wise", 0), ModelStock::of),
    SCE(Uses.BASE, 1, 99, p -> p.all("int8_mask", 0).all("select_topk", 1), Sce::of),
    RAM(Uses.BASE, 1, 99, p -> p.all("epsilon", 1e-5), Ram::of),
    RAMPLUS_TL(Uses.BASE, 1, 99, p -> p.all("r", 0.1).all("alpha", 0.2).all("epsilon", 1e-5), Ram::plus),
    NEARSWAP(Uses.BASE, 1, 1, p -> p.all("t"), NearSwap::of),
    ARCEE_FUSION(Uses.BASE, 1, 1, p -> {}, Fusion::of),
    PASSTHROUGH(Uses.BASE_AS_MODEL, 1, 1, p -> p.each("scale", 1), Passthrough::of);

    /** What a method makes of a base model. */
    enum Uses {
        /** It must be given, and is not one of the models. */
        BASE,
        /** It may be given, and is not one of the models. */
        BASE_IF_GIVEN,
        /** It is one more model. */
        BASE_AS_MODEL,
        /** It says where configuration and tokenizer come from; its weights count only where it is listed. */
        NO_BASE
    }

    private final Uses uses;
    private final int fewest;
    private final int most;
    private final Parameters parameters = new Parameters();
    private final Function<Inputs, Kernel> kernel;

    MergeMethod(Uses uses, int fewest, int most, Consumer<Parameters> parameters, Function<Inputs, Kernel> kernel) {
        this.uses = uses;
        this.fewest = fewest;
        this.most = most;
        this.kernel = kernel;
        parameters.accept(this.parameters);
    }

    /** Parameters with their defaults; null where one must be given. */
    private static final class Parameters {
        private final Map<String, @Nullable Double> common = new LinkedHashMap<>();
        private final Map<String, @Nullable Double> ofModels = new LinkedHashMap<>();

        Parameters all(String name, double otherwise) {
            common.put(name, otherwise);
            return this;
        }

        Parameters all(String name) {
            common.put(name, null);
            return this;
        }

        Parameters each(String name, double otherwise) {
            ofModels.put(name, otherwise);
            return this;
        }

        Parameters each(String name) {
            ofModels.put(name, null);
            return this;
        }

        Parameters deltas(double normalize, double rescale) {
            return each("weight")
                    .each("density", 1)
                    .all("normalize", normalize)
                    .all("rescale", rescale)
                    .all("lambda", 1)
                    .all("int8_mask", 0);
        }
    }

    /** As configurations spell it. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as configurations spell them. */
    static List<String> names() {
        return Arrays.stream(values()).map(MergeMethod::configName).toList();
    }

    static @Nullable MergeMethod named(String name) {
        for (MergeMethod method : values()) {
            if (method.configName().equals(name)) {
                return method;
            }
        }
        return null;
    }

    Uses uses() {
        return uses;
    }

    Map<String, @Nullable Double> common() {
        return parameters.common;
    }

    Map<String, @Nullable Double> ofModels() {
        return parameters.ofModels;
    }

    Collection<String> parameterNames() {
        TreeSet<String> names = new TreeSet<>(parameters.common.keySet());
        names.addAll(parameters.ofModels.keySet());
        return names;
    }

    /** Those of all methods. */
    static Collection<String> allParameterNames() {
        TreeSet<String> names = new TreeSet<>();
        for (MergeMethod method : values()) {
            names.addAll(method.parameterNames());
        }
        return names;
    }

    /** What is known of whole tensors is found out; then values can be merged. */
    Kernel prepare(Inputs inputs) {
        return kernel.apply(inputs);
    }

    /** The input that the result must equal in every value, where these parameters leave no choice; else null. */
    @Nullable
    TensorSource identity(Inputs inputs) {
        return switch (this) {
            case PASSTHROUGH -> inputs.number("scale", 0) == 1 ? inputs.models().getFirst() : null;
            case LINEAR -> onlyWeight(inputs);
            case SLERP ->
                inputs.number("t") == 0
                        ? inputs.base()
                        : inputs.number("t") == 1 ? inputs.models().getFirst() : null;
            case TASK_ARITHMETIC, TIES, DARE_LINEAR, DARE_TIES, BREADCRUMBS, BREADCRUMBS_TIES, DELLA_LINEAR, DELLA ->
                inputs.number("lambda") == 0 ? inputs.base() : null;
            case KARCHER, MULTISLERP ->
                inputs.count() == 1 && inputs.base() == null ? inputs.models().getFirst() : null;
            case NUSLERP, MODEL_STOCK, SCE, RAM, RAMPLUS_TL, NEARSWAP, ARCEE_FUSION -> null;
        };
    }

    /** The model of weight 1 where all others have none. */
    private static @Nullable TensorSource onlyWeight(Inputs inputs) {
        TensorSource only = null;
        for (int i = 0; i < inputs.count(); i++) {
            double weight = inputs.number("weight", i);
            if (weight == 1 && only == null) {
                only = inputs.models().get(i);
            } else if (weight != 0) {
                return null;
            }
        }
        return only;
    }

    /** What a configuration of this method lacks or has too much of. */
    List<String> problems(@Nullable ModelReference base, List<Source> models, List<Slice> slices) {
        List<String> problems = new ArrayList<>();
        if (!models.isEmpty()) {
            check(base, models, "models", true, problems);
        }
        for (int i = 0; i < slices.size(); i++) {
            ModelReference ofSlice = slices.get(i).base();
            check(ofSlice == null ? base : ofSlice, slices.get(i).sources(), "slices[" + i + "]", false, problems);
        }
        return problems;
    }

    /** @param whole whether the base becomes a source where it is none */
    private void check(
            @Nullable ModelReference base, List<Source> sources, String where, boolean whole, List<String> problems) {
        if (uses == Uses.BASE && base == null) {
            problems.add(configName() + " needs a base_model");
            return;
        }
        long others = sources.stream().filter(s -> !s.model().equals(base)).count();
        long count = switch (uses) {
            case BASE, BASE_IF_GIVEN -> others;
            case BASE_AS_MODEL -> whole && base != null ? others + 1 : sources.size();
            case NO_BASE -> sources.size();
        };
        if (count < fewest || count > most) {
            String wanted = fewest == most ? "exactly " + fewest : "at least " + fewest;
            problems.add(configName() + " merges " + wanted + (fewest == 1 ? " model" : " models")
                    + (uses == Uses.BASE ? " beside the base" : "") + "; " + where + " has " + count);
        }
    }
}
