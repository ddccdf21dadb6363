package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.model.ModelConfig.Family;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tiny checkpoints with random weights in the layout in which the makers of each family publish theirs: config.json with
 * all its fields, bfloat16 in several files with an index, the companions of the tokenizer.
 */
final class Published {
    static final int VOCABULARY = 320;

    private static final Map<Family, String> CONFIGS =
            Map.of(Family.LLAMA, """
            {
              "architectures": ["LlamaForCausalLM"],
              "attention_bias": false,
              "attention_dropout": 0.0,
              "bos_token_id": 300,
              "eos_token_id": [301, 303, 304],
              "head_dim": 16,
              "hidden_act": "silu",
              "hidden_size": 64,
              "initializer_range": 0.02,
              "intermediate_size": 112,
              "max_position_embeddings": 1024,
              "mlp_bias": false,
              "model_type": "llama",
              "num_attention_heads": 4,
              "num_hidden_layers": 3,
              "num_key_value_heads": 2,
              "pretraining_tp": 1,
              "rms_norm_eps": 1e-05,
              "rope_scaling": {
                "factor": 32.0,
                "high_freq_factor": 4.0,
                "low_freq_factor": 1.0,
                "original_max_position_embeddings": 64,
                "rope_type": "llama3"
              },
              "rope_theta": 500000.0,
              "tie_word_embeddings": true,
              "torch_dtype": "bfloat16",
              "transformers_version": "4.45.0.dev0",
              "use_cache": true,
              "vocab_size": 320
            }
            """, Family.QWEN2, """
            {
              "architectures": ["Qwen2ForCausalLM"],
              "attention_dropout": 0.0,
              "bos_token_id": 300,
              "eos_token_id": 302,
              "hidden_act": "silu",
              "hidden_size": 56,
              "initializer_range": 0.02,
              "intermediate_size": 120,
              "max_position_embeddings": 512,
              "max_window_layers": 3,
              "model_type": "qwen2",
              "num_attention_heads": 14,
              "num_hidden_layers": 3,
              "num_key_value_heads": 2,
              "rms_norm_eps": 1e-06,
              "rope_theta": 1000000.0,
              "sliding_window": 512,
              "tie_word_embeddings": false,
              "torch_dtype": "bfloat16",
              "transformers_version": "4.43.1",
              "use_cache": true,
              "use_sliding_window": false,
              "vocab_size": 320
            }
            """, Family.QWEN3, """
            {
              "architectures": ["Qwen3ForCausalLM"],
              "attention_bias": false,
              "attention_dropout": 0.0,
              "bos_token_id": 300,
              "eos_token_id": 302,
              "head_dim": 32,
              "hidden_act": "silu",
              "hidden_size": 48,
              "initializer_range": 0.02,
              "intermediate_size": 96,
              "layer_types": ["full_attention", "full_attention", "full_attention"],
              "max_position_embeddings": 512,
              "max_window_layers": 3,
              "model_type": "qwen3",
              "num_attention_heads": 4,
              "num_hidden_layers": 3,
              "num_key_value_heads": 2,
              "rms_norm_eps": 1e-06,
              "rope_parameters": {"rope_theta": 1000000, "rope_type": "default"},
              "sliding_window": null,
              "tie_word_embeddings": true,
              "dtype": "bfloat16",
              "transformers_version": "5.0.0",
              "use_cache": true,
              "use_sliding_window": false,
              "vocab_size": 320
            }
            """, Family.MINICPM, """
            {
              "_name_or_path": "openbmb/CPM-2B",
              "architectures": ["MiniCPMForCausalLM"],
              "auto_map": {"AutoConfig": "configuration_minicpm.MiniCPMConfig"},
              "bos_token_id": 1,
              "eos_token_id": [2, 302],
              "hidden_act": "silu",
              "hidden_size": 64,
              "initializer_range": 0.1,
              "intermediate_size": 128,
              "max_position_embeddings": 256,
              "num_attention_heads": 4,
              "num_hidden_layers": 3,
              "num_key_value_heads": 2,
              "rms_norm_eps": 1e-06,
              "rope_scaling": {
                "rope_type": "longrope",
                "long_factor": [0.9982, 1.03, 1.3, 2.25, 5.5, 17.1, 60.2, 124.1],
                "short_factor": [0.9982, 1.03, 1.3, 2.25, 5.5, 17.1, 60.2, 124.1],
                "original_max_position_embeddings": 256
              },
              "torch_dtype": "bfloat16",
              "transformers_version": "4.46.3",
              "use_cache": true,
              "vocab_size": 320,
              "scale_emb": 12,
              "dim_model_base": 16,
              "scale_depth": 1.4,
              "tie_word_embeddings": true,
              "mup_denominator": 32
            }
            """);

    private Published() {}

    static String config(Family family) {
        return java.util.Objects.requireNonNull(CONFIGS.get(family));
    }

    /** Writes such a checkpoint into a directory that does not exist. */
    static Path write(Path directory, Family family) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), config(family));
        Files.writeString(directory.resolve("tokenizer.json"), ModelTest.TOKENIZER.json());
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"add_bos_token\": false,\n \"x\": 1}\n");
        Files.writeString(directory.resolve("chat_template.jinja"), "{{ messages }}\r\n");
        Files.write(directory.resolve("tokenizer.model"), new byte[] {0, -1, 7});
        Files.writeString(directory.resolve("configuration_minicpm.py"), "print('never run')\n");
        ObjectNode format = Json.object().put("format", RoleTokens.NAME);
        Files.writeString(directory.resolve("chat_format.json"), Json.write(format));
        Files.writeString(directory.resolve("generation_config.json"), """
                {
                  "bos_token_id": 300,
                  "do_sample": true,
                  "eos_token_id": [302, 300],
                  "pad_token_id": 300,
                  "repetition_penalty": 1.1,
                  "temperature": 0.7,
                  "top_k": 20,
                  "top_p": 0.8,
                  "transformers_version": "4.37.0"
                }
                """);
        weights(directory, family);
        return directory;
    }

    private static void weights(Path directory, Family family) throws IOException {
        ModelConfig config = ConfigReader.read(directory.resolve("config.json"));
        var tensors = new ArrayList<TensorSink.Planned>();
        FullWeights.shapes(config)
                .forEach((name, shape) -> tensors.add(new TensorSink.Planned(
                        name, Arrays.stream(shape).boxed().toList(), Precision.BF16)));
        tensors.sort((a, b) -> a.name().compareTo(b.name()));
        var random = new Random(family.ordinal());
        try (var sink = new TensorSink(directory, tensors, 60_000);
                Arena arena = Arena.ofConfined()) {
            for (TensorSink.Planned tensor : tensors) {
                float[] values = new float[Math.toIntExact(tensor.values())];
                double deviation = tensor.shape().size() == 1 ? 0.1 : 0.2;
                double middle = tensor.name().endsWith("norm.weight") ? 1 : 0;
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (middle + deviation * random.nextGaussian());
                }
                MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
                sink.put(tensor.name(), floats);
            }
            sink.finish();
        }
    }

    static List<String> companions() {
        return List.of(
                "config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "chat_template.jinja",
                "tokenizer.model",
                "configuration_minicpm.py",
                "generation_config.json");
    }
}
