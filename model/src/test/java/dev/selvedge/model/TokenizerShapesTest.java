package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.selvedge.core.Json;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokenizer files of the shapes that open models have, against the Hugging Face library on the whole file. */
class TokenizerShapesTest {
    private static final TokenizersLibrary LIBRARY = Natives.tokenizers();

    enum Shape {
        GPT2 {
            @Override
            ObjectNode file() {
                return trained();
            }
        },
        LLAMA3 {
            @Override
            ObjectNode file() {
                ObjectNode root = trained();
                ((ObjectNode) root.path("model")).put("ignore_merges", true);
                split(
                        root,
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                                + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
                ObjectNode first = root.putObject("post_processor").put("type", "TemplateProcessing");
                ArrayNode single = first.putArray("single");
                single.addObject()
                        .putObject("SpecialToken")
                        .put("id", "<|first|>")
                        .put("type_id", 0);
                single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
                first.set("pair", single.deepCopy());
                ObjectNode special = first.putObject("special_tokens").putObject("<|first|>");
                special.put("id", "<|first|>").putArray("ids").add(id(root, "<|first|>"));
                special.putArray("tokens").add("<|first|>");
                return root;
            }
        },
        QWEN {
            @Override
            ObjectNode file() {
                ObjectNode root = trained();
                root.putObject("normalizer").put("type", "NFC");
                split(
                        root,
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
                                + "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
                // after the special tokens, as Qwen has them: their ids depend on those before
                ArrayNode added = (ArrayNode) root.path("added_tokens");
                added(added, "<tool_call>", false, false, false);
                added(added, "<left>", false, true, false);
                added(added, "<right>", false, false, true);
                return root;
            }
        },
        SENTENCE_PIECE {
            @Override
            ObjectNode file() {
                return sentencePiece();
            }
        };

        abstract ObjectNode file();

        private static ObjectNode trained() {
            var trainer = new TokenizerTrainer(900, List.of("<|first|>", "<|end|>"));
            return (ObjectNode) Json.parse(trainer.train(Texts.corpus(1, 1_000)).json());
        }

        private static int id(ObjectNode root, String content) {
            for (var token : root.path("added_tokens")) {
                if (token.path("content").asString().equals(content)) {
                    return token.path("id").asInt();
                }
            }
            throw new IllegalArgumentException(content);
        }

        private static void split(ObjectNode root, String regex) {
            ObjectNode step = (ObjectNode)
                    root.path("pre_tokenizer").path("pretokenizers").path(0);
            step.putObject("pattern").put("Regex", regex);
        }

        private static void added(ArrayNode added, String content, boolean special, boolean left, boolean right) {
            int id = added.get(added.size() - 1).path("id").asInt() + 1;
            added.addObject()
                    .put("id", id)
                    .put("content", content)
                    .put("single_word", false)
                    .put("lstrip", left)
                    .put("rstrip", right)
                    .put("normalized", false)
                    .put("special", special);
        }

        /** As Llama 2 and MiniCPM have it: no cutting, spaces marked, bytes for what is not in the vocabulary. */
        private static ObjectNode sentencePiece() {
            ObjectNode root =
                    Json.object().put("version", "1.0").putNull("truncation").putNull("padding");
            ArrayNode added = root.putArray("added_tokens");
            var steps = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
            steps.addObject().put("type", "Prepend").put("prepend", "\u2581");
            steps.addObject()
                    .put("type", "Replace")
                    .put("content", "\u2581")
                    .putObject("pattern")
                    .put("String", " ");
            root.putNull("pre_tokenizer").putNull("post_processor");
            var decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
            decoders.addObject()
                    .put("type", "Replace")
                    .put("content", " ")
                    .putObject("pattern")
                    .put("String", "\u2581");
            decoders.addObject().put("type", "ByteFallback");
            decoders.addObject().put("type", "Fuse");
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
            ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", "<unk>");
            model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
            model.putNull("dropout").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
            ObjectNode vocabulary = model.putObject("vocab");
            for (String special : List.of("<unk>", "<s>", "</s>")) {
                vocabulary.put(special, vocabulary.size());
            }
            for (int b = 0; b < 256; b++) {
                vocabulary.put(String.format("<0x%02X>", b), vocabulary.size());
            }
            "\u2581abcdefghijklmnopqrstuvwxyz<>/s|B.é日\n"
                    .codePoints()
                    .distinct()
                    .forEach(c -> vocabulary.put(Character.toString(c), vocabulary.size()));
            // the converter of SentencePiece files makes merges for special tokens too
            ArrayNode merges = model.putArray("merges");
            for (String pair : List.of(
                    "\u2581 t",
                    "\u2581t e",
                    "\u2581te x",
                    "\u2581tex t",
                    "< s",
                    "<s >",
                    "l o",
                    "\u2581 \u2581",
                    "lo w",
                    "< /",
                    "</ s",
                    "</s >")) {
                String joined = pair.replace(" ", "");
                if (!vocabulary.has(joined)) {
                    vocabulary.put(joined, vocabulary.size());
                }
                merges.add(pair);
            }
            for (String special : List.of("<unk>", "<s>", "</s>")) {
                added.addObject()
                        .put("id", vocabulary.path(special).asInt())
                        .put("content", special)
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", true);
            }
            return root;
        }
    }

    /** Texts without special tokens, some of characters of all of Unicode. */
    private static List<String> texts(long seed) {
        var texts = new ArrayList<String>();
        for (String text : Texts.corpus(seed, 1_500)) {
            texts.add(text.replaceAll("<\\|", "<"));
        }
        RandomGenerator random = Texts.random(seed);
        for (int i = 0; i < 500; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                int c = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT - 1);
                text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
                text.append(random.nextInt(3) == 0 ? " text" : "");
            }
            texts.add(text.toString());
        }
        texts.addAll(List.of(
                "",
                " ",
                "  ",
                " a",
                "a ",
                "\n",
                "a  b",
                "\u2581",
                "e\u0301",
                "12345",
                "a<tool_call>b",
                "a <left> b",
                "a <right> b",
                "<right><left>",
                "it's 'S"));
        return texts;
    }

    @ParameterizedTest
    @EnumSource
    void encodesAndDecodesAsTheLibraryDoes(Shape shape) {
        String file = Json.write(shape.file());
        Tokenizer tokenizer = Tokenizer.parse(file);
        long whole = LIBRARY.createTokenizerFromString(file);
        for (String text : texts(shape.ordinal())) {
            long encoding = LIBRARY.encode(whole, text, false);
            long[] expected = LIBRARY.getTokenIds(encoding);
            LIBRARY.deleteEncoding(encoding);
            int[] ids = tokenizer.encode(text);
            assertThat(Arrays.stream(ids).asLongStream().toArray())
                    .as(Json.write(text))
                    .isEqualTo(expected);
            assertThat(tokenizer.encode(text, Tokenizer.Place.START).ids()).isEqualTo(ids);
            assertThat(tokenizer.decode(ids)).as(Json.write(text)).isEqualTo(LIBRARY.decode(whole, expected, false));
            String kept = shape == Shape.QWEN ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
            if (!text.contains("\u2581") && !text.contains("<left>") && !text.contains("<right>")) {
                assertThat(tokenizer.decode(ids)).isEqualTo(kept);
            }
        }
        LIBRARY.deleteTokenizer(whole);
    }

    @ParameterizedTest
    @EnumSource
    void neverMakesASpecialTokenOfText(Shape shape) {
        Tokenizer tokenizer = Tokenizer.parse(Json.write(shape.file()));
        var pieces = new ArrayList<>(tokenizer.specials().keySet());
        tokenizer.specials().values().forEach(id -> pieces.add(TokenizerFile.MASK + id));
        pieces.addAll(List.of("a", " ", TokenizerFile.MASK.substring(0, 2), "\u2581", "<", ">"));
        RandomGenerator random = Texts.random(8);
        var unknown = shape == Shape.SENTENCE_PIECE ? List.of(0) : List.<Integer>of();
        for (int i = 0; i < 1_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            for (Tokenizer.Place place : Tokenizer.Place.values()) {
                for (int id : tokenizer.encode(text.toString(), place).ids()) {
                    assertThat(tokenizer.specials().containsValue(id) && !unknown.contains(id))
                            .as(Json.write(text.toString()))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void givesAddedTokensTheirOwnIds() {
        ObjectNode file = Shape.QWEN.file();
        Tokenizer tokenizer = Tokenizer.parse(Json.write(file));
        int call = Shape.id(file, "<tool_call>");
        int end = Shape.id(file, "<|end|>");
        assertThat(tokenizer.encode("a<tool_call>b")).contains(call);
        assertThat(tokenizer.special("<|end|>")).isEqualTo(end);
        assertThat(tokenizer.decode(end, call)).isEqualTo("<|end|><tool_call>");
    }

    @Test
    void putsASpaceOnlyBeforeTextThatBegins() {
        Tokenizer tokenizer = Tokenizer.parse(Json.write(Shape.SENTENCE_PIECE.file()));
        int[] begins = tokenizer.encode("text");
        assertThat(tokenizer.decodeContinuation(begins)).isEqualTo(" text");
        assertThat(tokenizer.decode(begins)).isEqualTo("text");
        assertThat(tokenizer.decodeContinuation(
                        tokenizer.encode("text", Tokenizer.Place.WITHIN_TEXT).ids()))
                .isEqualTo("text");
        assertThat(tokenizer.encode("text", Tokenizer.Place.AFTER_SPECIAL_TOKEN).ids())
                .isEqualTo(begins);
    }

    @ParameterizedTest
    @EnumSource
    void knowsWhereEachTokenStands(Shape shape) {
        Tokenizer tokenizer = Tokenizer.parse(Json.write(shape.file()));
        for (String text : texts(20 + shape.ordinal())) {
            Tokenizer.Encoded encoded = tokenizer.encode(text, Tokenizer.Place.WITHIN_TEXT);
            int end = 0;
            for (int i = 0; i < encoded.ids().length; i++) {
                // composed characters leave gaps
                assertThat(encoded.starts()[i]).isBetween(0, shape == Shape.QWEN ? text.length() : end);
                assertThat(encoded.ends()[i]).isBetween(encoded.starts()[i], text.length());
                end = Math.max(end, encoded.ends()[i]);
            }
            int least = shape == Shape.QWEN ? 0 : text.length();
            assertThat(end).as(Json.write(text)).isBetween(least, text.length());
        }
    }

    /** Bytes of one token after the other are the text, however characters are spread over tokens. */
    @ParameterizedTest
    @EnumSource
    void hasTheBytesOfEveryToken(Shape shape) {
        Tokenizer tokenizer = Tokenizer.parse(Json.write(shape.file()));
        for (String text : List.of("日本 🙂 é", "👩‍👩‍👧 text", "\u0000\u07ff\uffff\udbff\udffd")) {
            int[] ids = tokenizer.encode(text);
            var bytes = new java.io.ByteArrayOutputStream();
            Arrays.stream(ids).forEach(id -> bytes.writeBytes(tokenizer.bytes(id)));
            String joined = bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(joined).isEqualTo(shape == Shape.SENTENCE_PIECE ? " " + text : text);
        }
    }
}
