package dev.selvedge.model.quant;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Generation;
import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Generator;
import dev.selvedge.model.Model;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Probe;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a model that was quantised.
 *
 * @param bits of its matrices
 * @param probe how far its logits are from those of the source
 * @param greedyTokens tokens that the source wrote, always the most probable one
 * @param greedyAgreed at how many of these the quantised model, with the same tokens before it, finds the same one most
 *     probable
 */
public record QuantizedModel(int bits, Probe probe, int greedyTokens, int greedyAgreed) {
    private static final int PROMPTS = 4;
    private static final int PROMPT_TOKENS = 8;
    private static final int REPLY_TOKENS = 24;

    /**
     * Writes a model with its matrices in eight or four bits as a model directory, complete or not at all: it is made
     * beside its place, read back, compared with its source, and then renamed. Everything but weights and config.json is
     * copied.
     *
     * @param bits 8 or 4; see {@link Packing}
     * @throws UserException if the source is no model directory of floating-point numbers, the place is taken, or logits
     *     differ by more than a tenth of the greatest one (half of it in four bits)
     */
    public static QuantizedModel write(Path source, Path target, int bits) {
        if (bits != 8 && bits != 4) {
            throw new UserException("Weights are quantised to 8 or 4 bits, not to " + bits + ".");
        }
        if (Files.exists(target)) {
            throw new UserException(target + " is there already, so the quantised model is not written there.");
        }
        Path aside = target.resolveSibling(target.getFileName() + ".part");
        try (Model model = Model.open(source)) {
            if (model.transformer().weights() instanceof PackedWeights) {
                throw new UserException(source + " is quantised already; quantise the model that it was made from.");
            }
            delete(aside);
            Files.createDirectories(aside);
            copy(source, aside);
            describe(aside.resolve("config.json"), bits);
            QuantizedFiles.write(
                    aside.resolve("model.safetensors"), model.transformer().weights(), bits);
            QuantizedModel made = compare(model, aside, bits);
            double tolerance = (bits == 8 ? 0.1 : 0.5) * made.probe.greatestLogit();
            made.probe.require(tolerance, "The model in " + bits + " bits that was read back from " + target);
            Files.writeString(aside.resolve("probe.json"), Json.pretty(made));
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw UserException.writing(target, e);
        } finally {
            discard(aside);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> paths = Files.list(source)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = path.getFileName().toString();
                if (!name.contains(".safetensors") && !name.equals("probe.json")) {
                    Files.copy(path, target.resolve(name));
                }
            }
        }
    }

    private static void describe(Path config, int bits) throws IOException {
        var json = (ObjectNode) Json.parse(Files.readString(config));
        json.putObject("quantization_config")
                .put("quant_method", "selvedge")
                .put("bits", bits)
                .put("group_size", bits == 4 ? QuantizedRows.GROUP : -1);
        Files.writeString(config, Json.pretty(json));
    }

    private static QuantizedModel compare(Model source, Path written, int bits) {
        try (Model read = Model.open(written)) {
            Probe probe = Probe.between(source.transformer(), read.transformer());
            var random = new SplittableRandom(2);
            int vocabulary = source.tokenizer().vocabularySize();
            var requests = new ArrayList<GenerationRequest>();
            for (int i = 0; i < PROMPTS; i++) {
                int[] prompt = random.ints(PROMPT_TOKENS, 0, vocabulary).toArray();
                requests.add(GenerationRequest.of(prompt, REPLY_TOKENS));
            }
            List<Generation> replies;
            try (var generator = new Generator(source, 1, PROMPTS)) {
                replies = generator.generate(requests);
            }
            int tokens = 0;
            int agreed = 0;
            for (int i = 0; i < PROMPTS; i++) {
                int[] reply = replies.get(i).ids();
                tokens += reply.length;
                agreed += agreed(read, requests.get(i).prompt(), reply);
            }
            return new QuantizedModel(bits, probe, tokens, agreed);
        }
    }

    private static int agreed(Model model, int[] prompt, int[] reply) {
        int[] ids = new int[prompt.length + reply.length - 1];
        System.arraycopy(prompt, 0, ids, 0, prompt.length);
        System.arraycopy(reply, 0, ids, prompt.length, reply.length - 1);
        int agreed = 0;
        try (var scope = Torch.scope()) {
            Tensor logits = model.transformer().logits(Packed.everywhere(List.of(ids)));
            Tensor most = logits.argmax(new LongOptional(1), false);
            for (int i = 0; i < reply.length; i++) {
                agreed += most.get(prompt.length - 1 + i).item_long() == reply[i] ? 1 : 0;
            }
        }
        return agreed;
    }

    private static void discard(Path aside) {
        try {
            delete(aside);
        } catch (IOException e) {
            // The next write deletes it first.
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
