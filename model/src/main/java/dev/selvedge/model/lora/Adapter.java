package dev.selvedge.model.lora;

import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.SafeTensors;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The low-rank adapter of a model: for some linear maps W {@code [out, in]} two small matrices A {@code [rank, in]} and
 * B {@code [out, rank]}, so that the map is W + s·B·A (Hu et al. 2021, section 4.1). Stored as PEFT stores it, in a
 * folder with adapter_config.json and adapter_model.safetensors.
 */
public final class Adapter implements AutoCloseable {
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    private static final Pattern KEY = Pattern.compile(Pattern.quote(PREFIX) + "(.+)\\.lora_([AB])\\.weight");
    /** Modules that read the same input come together, in the order in which the transformer asks for them. */
    private static final List<String> ORDER =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,9})\\..*");

    /** Sizes of one adapted map. */
    private record Target(long rank, long in, long out) {}

    private final LoraSettings settings;
    private final Map<String, Target> targets;
    private final ParameterBuffer buffer;

    private Adapter(LoraSettings settings, Map<String, Target> targets, ParameterBuffer buffer) {
        this.settings = settings;
        this.targets = targets;
        this.buffer = buffer;
    }

    private static Adapter zeros(LoraSettings settings, Map<String, Target> targets) {
        var layout = new ParameterBuffer.Layout();
        targets.forEach((module, t) -> layout.add(down(module), t.rank, t.in));
        targets.forEach((module, t) -> layout.add(up(module), t.out, t.rank));
        return new Adapter(settings, targets, new ParameterBuffer(layout));
    }

    /** By layer, then in the order of use. */
    private static <T> Map<String, T> ordered() {
        return new TreeMap<>(Comparator.comparingInt(Adapter::layer)
                .thenComparing(module -> ORDER.indexOf(module.substring(module.lastIndexOf('.') + 1)))
                .thenComparing(Comparator.naturalOrder()));
    }

    private static int layer(String module) {
        Matcher matcher = LAYER.matcher(module);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    }

    /**
     * An adapter that changes nothing yet: A uniform within ±1/√in, B zero, as PEFT begins. The values depend on the seed
     * and the module's name alone.
     *
     * @throws UserException if a target is no linear map of the model
     */
    public static Adapter fresh(ModelConfig config, LoraSettings settings, long seed) {
        Map<String, Target> targets = ordered();
        Map<String, long[]> linear = linear(config);
        linear.forEach((module, shape) -> {
            if (settings.targets(module)) {
                targets.put(module, new Target(settings.rank(module), shape[1], shape[0]));
            }
        });
        if (!settings.targets().equals(List.of(LoraSettings.ALL_LINEAR))) {
            for (String target : settings.targets()) {
                LoraSettings alone = settings.withTargets(List.of(target));
                if (linear.keySet().stream().noneMatch(alone::targets)) {
                    throw new UserException("The adapter's target_modules names " + target
                            + ", which is no linear map of this model; it has " + ends(linear) + ".");
                }
            }
        }
        Adapter adapter = zeros(settings, targets);
        targets.forEach((module, target) -> {
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + module.hashCode());
            double bound = 1 / Math.sqrt(target.in);
            MemorySegment values = adapter.buffer.memory(adapter.buffer.parameter(down(module)));
            for (long i = 0; i < target.rank * target.in; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (bound * (2 * random.nextDouble() - 1)));
            }
        });
        return adapter;
    }

    private static String ends(Map<String, long[]> linear) {
        return String.join(
                ", ",
                linear.keySet().stream()
                        .map(module -> module.substring(module.lastIndexOf('.') + 1))
                        .distinct()
                        .toList());
    }

    /** The linear maps of a model and the shapes of their weights; embeddings are none. */
    static Map<String, long[]> linear(ModelConfig config) {
        Map<String, long[]> linear = ordered();
        FullWeights.shapes(config).forEach((name, shape) -> {
            String module = name.substring(0, name.lastIndexOf('.'));
            if (shape.length == 2 && !module.endsWith("embed_tokens")) {
                linear.put(module, shape);
            }
        });
        return linear;
    }

    /**
     * Reads a PEFT folder.
     *
     * @throws UserException if something is missing, damaged or not supported, naming it
     */
    public static Adapter read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            throw new UserException(folder + " is not an adapter: it has no " + CONFIG + ".");
        }
        Path file = folder.resolve(WEIGHTS);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            Map<String, Target> targets = targets(file, tensors);
            LoraSettings settings = AdapterConfig.read(folder.resolve(CONFIG), List.copyOf(targets.keySet()));
            targets.forEach((module, target) -> {
                if (target.rank != settings.rank(module)) {
                    throw new UserException(file + " holds an adapter of rank " + target.rank + " for " + module
                            + ", but " + CONFIG + " says " + settings.rank(module) + ".");
                }
            });
            Adapter adapter = zeros(settings, targets);
            try {
                for (ParameterBuffer.Parameter parameter : adapter.buffer.list()) {
                    tensors.copy(PREFIX + parameter.name(), adapter.buffer.memory(parameter));
                }
                return adapter;
            } catch (RuntimeException e) {
                adapter.close();
                throw e;
            }
        }
    }

    private static Map<String, Target> targets(Path file, SafeTensors tensors) {
        Map<String, Target> targets = ordered();
        for (String key : tensors.names()) {
            Matcher matcher = KEY.matcher(key);
            if (!matcher.matches()) {
                throw new UserException(file + " holds " + key + ", which is no part of an adapter that Selvedge knows;"
                        + " it reads " + PREFIX + "MODULE.lora_A.weight and lora_B.weight.");
            }
            String module = matcher.group(1);
            List<Long> down = shape(file, tensors, PREFIX + down(module));
            List<Long> up = shape(file, tensors, PREFIX + up(module));
            if (!down.getFirst().equals(up.getLast())) {
                throw new UserException(file + " holds matrices of the shapes " + down + " and " + up + " for " + module
                        + ", which cannot be multiplied.");
            }
            targets.put(module, new Target(down.getFirst(), down.getLast(), up.getFirst()));
        }
        if (targets.isEmpty()) {
            throw new UserException(file + " holds no adapter.");
        }
        return targets;
    }

    private static List<Long> shape(Path file, SafeTensors tensors, String key) {
        List<Long> shape = tensors.entry(key).shape();
        if (shape.size() != 2 || shape.contains(0L)) {
            throw new UserException(
                    file + " holds " + key + " with the shape " + shape + ", where a matrix is expected.");
        }
        return shape;
    }

    /** The model that a PEFT folder says it adapts, a name or a path; empty if it does not say. */
    public static String baseOf(Path folder) {
        return AdapterConfig.base(folder.resolve(CONFIG));
    }

    /**
     * Writes a PEFT folder; an adapter that is already there is replaced. The configuration is written last, and without
     * it nothing is read, so the folder is complete or no adapter.
     *
     * @param base name or path of the adapted model, for other tools; possibly empty
     * @throws UserException if the place holds something else or writing fails
     */
    public void write(Path folder, String base) {
        if (Files.exists(folder) && !Files.exists(folder.resolve(CONFIG)) && !Files.exists(folder.resolve(WEIGHTS))) {
            throw new UserException(folder + " exists and is not an adapter, so the adapter is not written there.");
        }
        Path config = folder.resolve(CONFIG + ".part");
        Path weights = folder.resolve(WEIGHTS + ".part");
        try {
            Files.createDirectories(folder);
            var sources = new ArrayList<SafeTensors.Source>();
            for (ParameterBuffer.Parameter parameter : buffer.list()) {
                sources.add(
                        new SafeTensors.Source(PREFIX + parameter.name(), parameter.shape(), buffer.memory(parameter)));
            }
            SafeTensors.write(weights, sources);
            AdapterConfig.write(config, settings, base);
            Files.deleteIfExists(folder.resolve(CONFIG));
            Files.move(weights, folder.resolve(WEIGHTS), StandardCopyOption.ATOMIC_MOVE);
            Files.move(config, folder.resolve(CONFIG), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw UserException.writing(folder, e);
        }
    }

    public LoraSettings settings() {
        return settings;
    }

    /** Names of the adapted linear maps, such as {@code model.layers.0.self_attn.q_proj}. */
    public List<String> modules() {
        return List.copyOf(targets.keySet());
    }

    /** What training changes. */
    public ParameterBuffer trained() {
        return buffer;
    }

    /**
     * Adds s·B·A to a tensor of the adapted model, in place.
     *
     * @param tensor name in the Hugging Face layout, such as {@code model.layers.0.self_attn.q_proj.weight}
     * @param values float32, row-major
     * @return whether the tensor is adapted; if not, it is left alone
     * @throws UserException if its shape is not the adapter's
     */
    public boolean fold(String tensor, List<Long> shape, MemorySegment values) {
        String module = tensor.endsWith(".weight") ? tensor.substring(0, tensor.length() - ".weight".length()) : "";
        Target target = targets.get(module);
        if (target == null) {
            return false;
        }
        requireFit(module, shape);
        try (var scope = Torch.scope()) {
            Tensor delta = matrix(up(module), target.out, target.rank)
                    .mm(matrix(down(module), target.rank, target.in))
                    .mul_(new Scalar(settings.scale(module)));
            MemorySegment more = Torch.memory(delta);
            for (long i = 0; i < target.out * target.in; i++) {
                float sum = values.getAtIndex(ValueLayout.JAVA_FLOAT, i) + more.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                values.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
            }
        }
        return true;
    }

    /** Folds into all weights of a model, in place. */
    public void fold(FullWeights weights) {
        requireFit(weights.config());
        ParameterBuffer parameters = weights.trained();
        for (ParameterBuffer.Parameter parameter : parameters.list()) {
            fold(parameter.name(), parameter.shape(), parameters.memory(parameter));
        }
    }

    /**
     * The small matrices of an adapted map.
     *
     * @param down A, {@code [rank, in]}, row by row
     * @param up B, {@code [out, rank]}, row by row
     * @param scale what B·A counts
     */
    public record Factors(float[] down, float[] up, double scale) {}

    /**
     * The small matrices of a map, copied.
     *
     * @param module one of {@link #modules}
     */
    public Factors factors(String module) {
        Target target = target(module);
        try (var scope = Torch.scope()) {
            return new Factors(
                    Torch.floats(matrix(down(module), target.rank, target.in)),
                    Torch.floats(matrix(up(module), target.out, target.rank)),
                    settings.scale(module));
        }
    }

    private Target target(String module) {
        Target target = targets.get(module);
        if (target == null) {
            throw new IllegalArgumentException("the adapter does not change " + module);
        }
        return target;
    }

    private Tensor matrix(String name, long rows, long columns) {
        return buffer.flat()
                .narrow(0, buffer.parameter(name).offset(), rows * columns)
                .view(rows, columns);
    }

    /**
     * @param module one of {@link #modules}
     * @param shape of the weight that it is to change
     * @throws UserException unless the adapter is for such a shape
     */
    public void requireFit(String module, List<Long> shape) {
        require(module, target(module), shape.size() == 2 ? new long[] {shape.get(0), shape.get(1)} : null);
    }

    /** @throws UserException unless every adapted map is one of the model, of the same shape */
    public void requireFit(ModelConfig config) {
        Map<String, long[]> linear = linear(config);
        targets.forEach((module, target) -> require(module, target, linear.get(module)));
    }

    private static void require(String module, Target target, long @Nullable [] shape) {
        if (shape == null || shape[0] != target.out || shape[1] != target.in) {
            throw new UserException("The adapter is for a map " + module + " from " + target.in + " to " + target.out
                    + " values, but in the model "
                    + (shape == null ? "there is none" : "it is from " + shape[1] + " to " + shape[0])
                    + "; they do not belong together.");
        }
    }

    boolean has(String module) {
        return targets.containsKey(module);
    }

    /** The A of maps of one input, below each other, {@code [sum of ranks, in]}. */
    Tensor down(List<String> modules) {
        return buffer.view(modules.stream().map(Adapter::down).toArray(String[]::new));
    }

    /** The B of a map, {@code [out, rank]}. */
    Tensor upOf(String module) {
        return buffer.view(up(module));
    }

    long rank(String module) {
        return settings.rank(module);
    }

    private static String down(String module) {
        return module + ".lora_A.weight";
    }

    private static String up(String module) {
        return module + ".lora_B.weight";
    }

    /** The same adapter in the same memory for another thread, with gradients of its own; closed by the caller. */
    Adapter sharing() {
        return new Adapter(settings, targets, buffer.sharing());
    }

    @Override
    public void close() {
        buffer.close();
    }
}
