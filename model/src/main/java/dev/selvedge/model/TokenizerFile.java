package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tokenizer.json, read: what its tokens stand for, and the forms of the file in which text is encoded.
 *
 * @param bytes of each id, null where there is none
 * @param specials special tokens by their spelling, in the order of the file
 * @param spaceBefore whether a space is put before text that begins, which decoding takes away
 * @param spaceAfterSpecials whether text after a special token counts as text that begins
 * @param masked the file in which no text can spell a special token
 * @param continuing as {@code masked}, for text that continues other text: nothing is put before it
 */
record TokenizerFile(
        byte[] @Nullable [] bytes,
        Map<String, Special> specials,
        boolean spaceBefore,
        boolean spaceAfterSpecials,
        String masked,
        String continuing) {
    /**
     * Two characters that Unicode keeps out of text. The name of every special token begins with both in the masked
     * file, and no text is given to it in which they are neighbours.
     */
    static final String MASK = "\udbff\udfff\udbff\udffe";

    private static final String SPACE_MARK = "\u2581";
    private static final int MAX_IDS = 1 << 24;

    /**
     * A special token.
     *
     * @param takesSpaceBefore whether white space before it in a text belongs to it
     * @param takesSpaceAfter whether white space after it in a text belongs to it
     */
    record Special(int id, boolean takesSpaceBefore, boolean takesSpaceAfter) {}

    static TokenizerFile parse(String json, String place) {
        ObjectNode root = root(json, place);
        JsonNode model = root.path("model");
        boolean byteLevel = byteLevel(root, place);
        var specials = new LinkedHashMap<String, Special>();
        byte[] @Nullable [] bytes = new byte[size(root, place)][];
        if (model.path("vocab").isArray()) {
            for (int id = 0; id < model.path("vocab").size(); id++) {
                bytes[id] = bytes(model.path("vocab").get(id).path(0).asString(), byteLevel);
            }
        } else {
            for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
                bytes[entry.getValue().asInt()] = bytes(entry.getKey(), byteLevel);
            }
        }
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asString();
            int id = token.path("id").asInt();
            bytes[id] = content.getBytes(StandardCharsets.UTF_8);
            if (token.path("special").asBoolean()) {
                specials.put(
                        content,
                        new Special(
                                id,
                                token.path("lstrip").asBoolean(),
                                token.path("rstrip").asBoolean()));
            }
        }
        ObjectNode masked = masked(root, specials);
        ObjectNode continuing = masked.deepCopy();
        String scheme = withoutSpaceBefore(continuing);
        return new TokenizerFile(
                bytes,
                specials,
                !scheme.equals("never"),
                scheme.equals("always"),
                Json.write(masked),
                scheme.equals("never") ? "" : Json.write(continuing));
    }

    private static ObjectNode root(String json, String place) {
        JsonNode root;
        try {
            root = Json.parse(json);
        } catch (JacksonException e) {
            throw new UserException(place + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!(root instanceof ObjectNode object) || !vocabulary.isObject() && !vocabulary.isArray()) {
            throw new UserException(place + " has no model.vocab, so it is not a tokenizer of the kind that Selvedge"
                    + " supports (byte-level, or SentencePiece's in this form).");
        }
        return object;
    }

    /** Whether tokens are spelled in stand-ins for bytes; else they are text with a mark for spaces. */
    private static boolean byteLevel(ObjectNode root, String place) {
        var types = new ArrayList<String>();
        JsonNode decoder = root.path("decoder");
        types.add(decoder.path("type").asString("none"));
        decoder.path("decoders").forEach(one -> types.add(one.path("type").asString("none")));
        if (types.contains("ByteLevel")) {
            return true;
        }
        if (types.contains("ByteFallback") || types.contains("Metaspace")) {
            return false;
        }
        throw new UserException(place + " has a decoder of type " + types.getFirst() + "; Selvedge supports byte-level"
                + " tokenizers, whose decoder is ByteLevel, and SentencePiece's, whose decoder is Metaspace or has"
                + " ByteFallback.");
    }

    private static int size(ObjectNode root, String place) {
        JsonNode vocabulary = root.path("model").path("vocab");
        long greatest = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
        long least = 0;
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            greatest = Math.max(greatest, entry.getValue().asLong());
            least = Math.min(least, entry.getValue().asLong());
        }
        for (JsonNode token : root.path("added_tokens")) {
            greatest = Math.max(greatest, token.path("id").asLong());
            least = Math.min(least, token.path("id").asLong());
        }
        if (greatest >= MAX_IDS || least < 0) {
            throw new UserException(
                    place + " names a token id of " + (least < 0 ? least : greatest) + ", beyond any vocabulary.");
        }
        return (int) greatest + 1;
    }

    private static byte @Nullable [] bytes(String entry, boolean byteLevel) {
        if (byteLevel) {
            return ByteAlphabet.bytes(entry);
        }
        if (entry.length() == 6 && entry.startsWith("<0x") && entry.endsWith(">")) {
            try {
                return new byte[] {(byte) Integer.parseInt(entry.substring(3, 5), 16)};
            } catch (NumberFormatException e) {
                // an ordinary piece that looks like a byte
            }
        }
        return entry.replace(SPACE_MARK, " ").getBytes(StandardCharsets.UTF_8);
    }

    /** Gives every special token a name that no text can have, and takes away the merges that make their spelling. */
    private static ObjectNode masked(ObjectNode root, Map<String, Special> specials) {
        ObjectNode copy = root.deepCopy();
        copy.putNull("post_processor");
        copy.putNull("truncation");
        copy.putNull("padding");
        for (JsonNode token : copy.path("added_tokens")) {
            if (token instanceof ObjectNode object
                    && specials.containsKey(token.path("content").asString())) {
                object.put("content", mask(token.path("content").asString(), specials));
                object.put("lstrip", false)
                        .put("rstrip", false)
                        .put("single_word", false)
                        .put("normalized", false);
            }
        }
        if (copy.path("model") instanceof ObjectNode model) {
            rename(model, specials);
        }
        return copy;
    }

    private static String mask(String special, Map<String, Special> specials) {
        Special found = specials.get(special);
        return found == null ? special : MASK + found.id();
    }

    private static void rename(ObjectNode model, Map<String, Special> specials) {
        JsonNode vocabulary = model.path("vocab");
        if (vocabulary instanceof ArrayNode pieces) {
            pieces.forEach(piece ->
                    ((ArrayNode) piece).set(0, mask(piece.path(0).asString(), specials)));
        } else {
            var renamed = new LinkedHashMap<String, JsonNode>();
            vocabulary.properties().forEach(e -> renamed.put(mask(e.getKey(), specials), e.getValue()));
            ObjectNode replaced = model.putObject("vocab");
            renamed.forEach(replaced::set);
        }
        if (model.path("unk_token").isString()) {
            model.put("unk_token", mask(model.path("unk_token").stringValue(), specials));
        }
        if (model.path("merges") instanceof ArrayNode merges) {
            Set<String> gone = new HashSet<>(specials.keySet());
            ArrayNode kept = Json.array();
            for (JsonNode merge : merges) {
                List<String> pair = pair(merge);
                boolean special = gone.contains(pair.get(0))
                        || gone.contains(pair.get(1))
                        || gone.contains(pair.get(0) + pair.get(1));
                if (!special) {
                    kept.add(merge);
                }
            }
            model.set("merges", kept);
        }
    }

    private static List<String> pair(JsonNode merge) {
        if (merge.isArray() && merge.size() == 2) {
            return List.of(merge.path(0).asString(), merge.path(1).asString());
        }
        String[] parts = merge.asString("").split(" ", 2);
        return List.of(parts[0], parts.length > 1 ? parts[1] : "");
    }

    /** Changes a file so that nothing is put before text; says where it was put: always, first or never. */
    private static String withoutSpaceBefore(ObjectNode root) {
        var found = new HashMap<String, Boolean>();
        JsonNode normalizer = root.path("normalizer");
        if (normalizer.path("type").asString("").equals("Prepend")) {
            root.putNull("normalizer");
            found.put("always", true);
        }
        if (normalizer.path("normalizers") instanceof ArrayNode steps) {
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (steps.path(i).path("type").asString("").equals("Prepend")) {
                    steps.remove(i);
                    found.put("always", true);
                }
            }
        }
        var cutters = new ArrayList<JsonNode>();
        cutters.add(root.path("pre_tokenizer"));
        root.path("pre_tokenizer").path("pretokenizers").forEach(cutters::add);
        for (JsonNode cutter : cutters) {
            if (cutter instanceof ObjectNode object) {
                withoutSpaceBefore(object, found);
            }
        }
        return found.containsKey("always") ? "always" : found.containsKey("first") ? "first" : "never";
    }

    private static void withoutSpaceBefore(ObjectNode cutter, Map<String, Boolean> found) {
        String type = cutter.path("type").asString("");
        if (type.equals("Metaspace")) {
            boolean old = cutter.path("add_prefix_space").asBoolean(true);
            String scheme = cutter.path("prepend_scheme").asString(old ? "always" : "never");
            found.put(scheme, true);
            cutter.put("prepend_scheme", "never");
            if (cutter.has("add_prefix_space")) {
                cutter.put("add_prefix_space", false);
            }
        } else if (type.equals("ByteLevel") && cutter.path("add_prefix_space").asBoolean()) {
            found.put("always", true);
            cutter.put("add_prefix_space", false);
        }
    }
}
