package dev.selvedge.model;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text to token ids and back, as a tokenizer.json says. Encoding is done by the Hugging Face tokenizers library.
 *
 * <p>Encoding never yields a special token: text that happens to spell one is encoded as the ordinary characters that
 * it is. Special tokens enter a sequence only by {@link #special}. Added tokens that are not special are matched in
 * text, as the file asks. Nothing is put before or after the text, and nothing is cut off.
 *
 * <p>Supported are byte-level tokenizers (GPT-2, Llama 3, Qwen); their tokens have exact bytes. Safe for use by several
 * threads. Never touches the network.
 */
public final class Tokenizer {
    private static final int MAX_FILE_BYTES = 256 << 20;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final TokenizersLibrary LIBRARY = Natives.tokenizers();

    private final String json;
    private final long handle;
    private final byte[] @Nullable [] bytesOfId;
    private final Map<String, Integer> specials;

    private Tokenizer(String json, long handle, byte[] @Nullable [] bytesOfId, Map<String, Integer> specials) {
        this.json = json;
        this.handle = handle;
        this.bytesOfId = bytesOfId;
        this.specials = specials;
        CLEANER.register(this, () -> LIBRARY.deleteTokenizer(handle));
    }

    /** @throws UserException if the file cannot be read or is not a tokenizer that Selvedge supports */
    public static Tokenizer read(Path tokenizerJson) {
        try {
            if (Files.size(tokenizerJson) > MAX_FILE_BYTES) {
                throw new UserException(tokenizerJson + " is larger than " + (MAX_FILE_BYTES >> 20)
                        + " MiB, which no tokenizer.json should be; check that it is the right file.");
            }
            return parse(Files.readString(tokenizerJson), tokenizerJson.toString());
        } catch (IOException e) {
            throw UserException.reading(tokenizerJson, e);
        }
    }

    /** As {@link #read}, from the text of a tokenizer.json. */
    public static Tokenizer parse(String json) {
        return parse(json, "The tokenizer");
    }

    private static Tokenizer parse(String json, String place) {
        JsonNode root;
        try {
            root = Json.parse(json);
        } catch (JacksonException e) {
            throw new UserException(place + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
        requireByteLevel(root, place);
        var specials = new LinkedHashMap<String, Integer>();
        byte[] @Nullable [] bytes = bytesOfIds(root, place, specials);
        return new Tokenizer(
                json, open(withoutSpecials((ObjectNode) root), place), bytes, Collections.unmodifiableMap(specials));
    }

    private static void requireByteLevel(JsonNode root, String place) {
        if (!(root instanceof ObjectNode) || !root.path("model").path("vocab").isObject()) {
            throw new UserException(place + " has no model.vocab object, so it is not a tokenizer of the kind that"
                    + " Selvedge supports (byte-level BPE).");
        }
        String decoder = root.path("decoder").path("type").asString("none");
        if (!decoder.equals("ByteLevel")) {
            throw new UserException(place + " has a decoder of type " + decoder
                    + "; Selvedge supports byte-level tokenizers, whose decoder is ByteLevel.");
        }
    }

    private static byte[] @Nullable [] bytesOfIds(JsonNode root, String place, Map<String, Integer> specials) {
        JsonNode vocabulary = root.path("model").path("vocab");
        JsonNode added = root.path("added_tokens");
        int size = 0;
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            size = Math.max(size, entry.getValue().asInt() + 1);
        }
        for (JsonNode token : added) {
            size = Math.max(size, token.path("id").asInt() + 1);
        }
        if (size > 1 << 24) {
            throw new UserException(place + " names a token id of " + (size - 1) + ", beyond any vocabulary.");
        }
        byte[] @Nullable [] bytes = new byte[size][];
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            bytes[entry.getValue().asInt()] = ByteAlphabet.bytes(entry.getKey());
        }
        for (JsonNode token : added) {
            String content = token.path("content").asString();
            int id = token.path("id").asInt();
            bytes[id] = content.getBytes(StandardCharsets.UTF_8);
            if (token.path("special").asBoolean()) {
                specials.put(content, id);
            }
        }
        return bytes;
    }

    /** A tokenizer for text alone: what is special in the file is unknown to it, so it cannot be spelled. */
    private static String withoutSpecials(ObjectNode root) {
        ObjectNode copy = root.deepCopy();
        ArrayNode ordinary = copy.putArray("added_tokens");
        for (JsonNode token : root.path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                ordinary.add(token);
            }
        }
        copy.putNull("post_processor");
        copy.putNull("truncation");
        copy.putNull("padding");
        return Json.write(copy);
    }

    private static long open(String json, String place) {
        try {
            return LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new UserException(place + " is not a tokenizer.json that can be used: " + e.getMessage() + ".", e);
        }
    }

    /** The ids of a text. A lone surrogate, which is no character, becomes U+FFFD first. */
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long encoding = LIBRARY.encode(handle, wellFormed(text), false);
        try {
            return ints(LIBRARY.getTokenIds(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
            Reference.reachabilityFence(this);
        }
    }

    /** The ids of several texts, in their order. */
    public List<int[]> encodeAll(List<String> texts) {
        var all = new ArrayList<int[]>(texts.size());
        for (String text : texts) {
            all.add(encode(text));
        }
        return all;
    }

    /** The text of some tokens, special ones included by their spelling. Bytes that are no UTF-8 become U+FFFD. */
    public String decode(int... ids) {
        var bytes = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            bytes.writeBytes(bytesOf(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The exact bytes of one token. */
    public byte[] bytes(int id) {
        return bytesOf(id).clone();
    }

    byte[] bytesOf(int id) {
        byte[] bytes = id >= 0 && id < bytesOfId.length ? bytesOfId[id] : null;
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "token id " + id + " is not in the vocabulary of " + bytesOfId.length + " ids");
        }
        return bytes;
    }

    /** Whether an id has a token; vocabularies may have holes, and a model may have more rows than its tokenizer. */
    public boolean has(int id) {
        return id >= 0 && id < bytesOfId.length && bytesOfId[id] != null;
    }

    /** The id of a special token by its spelling. */
    public OptionalInt findSpecial(String content) {
        Integer id = specials.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** As {@link #findSpecial}, for a token that must be there. */
    public int special(String content) {
        return findSpecial(content)
                .orElseThrow(() -> new UserException("The tokenizer has no special token " + content + "; it has "
                        + (specials.isEmpty() ? "none" : String.join(", ", specials.keySet())) + "."));
    }

    /** The special tokens with their ids, in the order of the file. */
    public Map<String, Integer> specials() {
        return specials;
    }

    /** One more than the greatest id. */
    public int vocabularySize() {
        return bytesOfId.length;
    }

    /** The tokenizer.json. */
    public String json() {
        return json;
    }

    private static int[] ints(long[] ids) {
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
