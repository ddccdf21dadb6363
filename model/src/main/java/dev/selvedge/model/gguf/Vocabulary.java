package dev.selvedge.model.gguf;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte-level tokenizer in the metadata of a GGUF file: its tokens, their kinds and its merges. How text is cut before
 * they are merged is no pattern there but a name, which llama.cpp must know. The whole tokenizer.json stands beside them
 * under {@code tokenizer.huggingface.json}, as the format provides, so the way back loses nothing.
 */
final class Vocabulary {
    static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String MERGES = "tokenizer.ggml.merges";
    private static final String KINDS = "tokenizer.ggml.token_type";
    private static final String CUTTING = "tokenizer.ggml.pre";
    private static final String WHOLE = "tokenizer.huggingface.json";
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    /** The names that llama.cpp has for the patterns of published tokenizers. */
    static final Map<String, String> PATTERNS = Map.of(
            "llama-bpe",
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            "qwen2",
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

    private Vocabulary() {}

    /**
     * @param rows of the embedding; rows without a token get an unused one
     * @return a sentence if llama.cpp would cut text in another way than the tokenizer
     */
    static Optional<String> write(Tokenizer tokenizer, int rows, GgufMetadata to) {
        JsonNode json = Json.parse(tokenizer.json());
        var tokens = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            tokens.add("[PAD" + i + "]");
        }
        var kinds = new ArrayList<>(Collections.nCopies(rows, UNUSED));
        for (Map.Entry<String, JsonNode> entry :
                json.path("model").path("vocab").properties()) {
            tokens.set(entry.getValue().asInt(), entry.getKey());
            kinds.set(entry.getValue().asInt(), NORMAL);
        }
        for (JsonNode added : json.path("added_tokens")) {
            tokens.set(added.path("id").asInt(), added.path("content").asString());
            kinds.set(added.path("id").asInt(), added.path("special").asBoolean() ? CONTROL : USER_DEFINED);
        }
        var merges = new ArrayList<String>();
        for (JsonNode merge : json.path("model").path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asString() + " " + merge.path(1).asString()
                            : merge.asString());
        }
        Optional<String> cutting = cutting(json);
        to.put("tokenizer.ggml.model", "gpt2");
        to.put(CUTTING, cutting.orElse("gpt-2"));
        to.add(TOKENS, new GgufValue.Texts(tokens));
        to.add(KINDS, new GgufValue.Wholes(kinds));
        to.add(MERGES, new GgufValue.Texts(merges));
        to.put(WHOLE, tokenizer.json());
        return cutting.isPresent()
                ? Optional.empty()
                : Optional.of("llama.cpp does not know how this tokenizer cuts text, so there text would become other"
                        + " tokens than the model was trained on; give it token ids instead of text.");
    }

    private static Optional<String> cutting(JsonNode json) {
        JsonNode steps = json.path("pre_tokenizer").path("pretokenizers");
        if (json.path("pre_tokenizer").path("type").asString("").equals("ByteLevel")
                && json.path("pre_tokenizer").path("use_regex").asBoolean(true)) {
            return Optional.of("gpt-2");
        }
        if (steps.size() != 2 || !steps.path(1).path("type").asString("").equals("ByteLevel")) {
            return Optional.empty();
        }
        String pattern = steps.path(0).path("pattern").path("Regex").asString("");
        return PATTERNS.entrySet().stream()
                .filter(known -> known.getValue().equals(pattern))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** @throws UserException if the file's tokenizer is of a kind that Selvedge does not support */
    static Tokenizer read(String file, GgufMetadata from) {
        Optional<String> whole = from.text(WHOLE);
        if (whole.isPresent()) {
            return Tokenizer.parse(whole.get());
        }
        String model = from.requireText("tokenizer.ggml.model");
        String cutting = from.text(CUTTING).orElse("none");
        String pattern = PATTERNS.get(cutting);
        if (!model.equals("gpt2") || pattern == null && !cutting.equals("gpt-2")) {
            throw new UserException(file + " has a tokenizer of the kind " + model + " that cuts text by the rule "
                    + cutting + "; Selvedge supports gpt2 with the rules gpt-2, llama-bpe and qwen2.");
        }
        return Tokenizer.parse(json(from, pattern == null ? "" : pattern, cutting.equals("llama-bpe")));
    }

    private static String json(GgufMetadata from, String pattern, boolean ignoreMerges) {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        root.putNull("normalizer");
        if (pattern.isEmpty()) {
            byteLevel(root.putObject("pre_tokenizer"), true);
        } else {
            ArrayNode steps =
                    root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", pattern);
            split.put("behavior", "Isolated").put("invert", false);
            byteLevel(steps.addObject(), false);
        }
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"), true);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", ignoreMerges);
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> tokens = from.texts(TOKENS).orElseThrow(() -> from.missing(TOKENS));
        List<Integer> kinds = from.wholes(KINDS).orElse(Collections.nCopies(tokens.size(), NORMAL));
        for (int id = 0; id < tokens.size(); id++) {
            int kind = id < kinds.size() ? kinds.get(id) : NORMAL;
            if (kind == CONTROL || kind == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind == CONTROL);
            } else if (kind != UNUSED) {
                vocabulary.put(tokens.get(id), id);
            }
        }
        from.texts(MERGES).orElse(List.of()).forEach(model.putArray("merges")::add);
        return Json.pretty(root);
    }

    private static void byteLevel(ObjectNode node, boolean useRegex) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", useRegex);
    }
}
