package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import dev.selvedge.model.Author;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Model directories of each family, without weights: small tokenizers and templates of our own in the same format. */
enum Families {
    QWEN2("qwen2", "", "<|im_end|>", "<|endoftext|>", "<|im_start|>", "<|im_end|>"),
    QWEN3("qwen3", "", "<|im_end|>", "<|endoftext|>", "<|im_start|>", "<|im_end|>"),
    LLAMA3(
            "llama3",
            "<|begin_of_text|>",
            "<|eot_id|>",
            "<|begin_of_text|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eom_id|>",
            "<|eot_id|>",
            "<|python_tag|>"),
    MINICPM4(
            "minicpm4",
            "<s>",
            "<|im_end|>",
            "<unk>",
            "<s>",
            "</s>",
            "<|im_end|>",
            "<|im_start|>",
            "<|tool_call_start|>",
            "<|tool_call_end|>",
            "<|thought_start|>",
            "<|thought_end|>");

    private final String template;
    private final String bos;
    private final String eos;
    final Tokenizer tokenizer;

    Families(String template, String bos, String eos, String... specials) {
        this.template = template;
        this.bos = bos;
        this.eos = eos;
        this.tokenizer = new TokenizerTrainer(400, List.of(specials))
                .train(List.of("user assistant system tool call name arguments content", "the user asks the tool"));
    }

    /** The format as it is read from a directory. */
    TemplateFormat format(Path folder) {
        return format(folder, Json.object());
    }

    /** @param own chat_format.json */
    TemplateFormat format(Path folder, ObjectNode own) {
        try {
            Files.writeString(folder.resolve("chat_template.jinja"), template());
            ObjectNode config = Json.object().put("bos_token", bos);
            config.putObject("eos_token").put("content", eos);
            Files.writeString(folder.resolve("tokenizer_config.json"), Json.pretty(config));
            ObjectNode generation = Json.object();
            generation.putArray("eos_token_id").add(tokenizer.special(eos));
            if (this == LLAMA3) {
                generation.withArray("eos_token_id").add(tokenizer.special("<|eom_id|>"));
            }
            Files.writeString(folder.resolve("generation_config.json"), Json.pretty(generation));
            Files.writeString(folder.resolve("chat_format.json"), Json.pretty(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TemplateFormat.find(folder, tokenizer).orElseThrow();
    }

    String template() {
        try (var in = Families.class.getResourceAsStream(template + ".jinja")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sequence as lines of author and text, neighbours of one author together. */
    List<String> spans(TokenSequence sequence) {
        var spans = new ArrayList<String>();
        int from = 0;
        for (int i = 1; i <= sequence.length(); i++) {
            Author author = sequence.authors().get(from);
            if (i == sequence.length() || sequence.authors().get(i) != author) {
                spans.add(author + " "
                        + tokenizer.decodeContinuation(java.util.Arrays.copyOfRange(sequence.ids(), from, i)));
                from = i;
            }
        }
        return spans;
    }
}
