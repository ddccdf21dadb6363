package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TokenizerTest {
    private static final List<String> SPECIALS = List.of("<|end|>", "<|user|>");
    private static final Tokenizer TOKENIZER = new TokenizerTrainer(600, SPECIALS).train(Texts.corpus(1, 2_000));

    @Test
    void agreesWithTheObviousEncoderOnAnyText() {
        var oracle = new BytePairOracle(TOKENIZER.json());
        for (String text : Texts.corpus(2, 3_000)) {
            assertThat(TOKENIZER.encode(text)).as("%s", Json.write(text)).isEqualTo(oracle.encode(text));
        }
    }

    @Test
    void givesBackEveryText() {
        for (String text : Texts.corpus(3, 3_000)) {
            assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void neverEncodesASpecialTokenFromText() {
        for (String text : Texts.corpus(4, 2_000)) {
            assertThat(Arrays.stream(TOKENIZER.encode(text)).max().orElse(0)).isLessThan(600 - SPECIALS.size());
        }
        assertThat(TOKENIZER.encode("<|end|>"))
                .doesNotContain(TOKENIZER.special("<|end|>"))
                .hasSizeGreaterThan(1);
        assertThat(TOKENIZER.special("<|user|>")).isEqualTo(599);
        assertThat(TOKENIZER.decode(599)).isEqualTo("<|user|>");
    }

    @Test
    void isTheSameForTheSameTextsAndHasTheSizeAskedFor() {
        assertThat(new TokenizerTrainer(600, SPECIALS)
                        .train(Texts.corpus(1, 2_000))
                        .json())
                .isEqualTo(TOKENIZER.json());
        assertThat(TOKENIZER.vocabularySize()).isEqualTo(600);
    }

    @Test
    void stopsWhenNoPairIsLeft() {
        Tokenizer small = new TokenizerTrainer(5_000, SPECIALS).train(List.of("aaaa aaaa", "b"));
        assertThat(small.vocabularySize()).isLessThan(265);
        assertThat(small.decode(small.encode("aaaa b"))).isEqualTo("aaaa b");
    }

    @Test
    void mergesTheMostFrequentPairFirst() {
        Tokenizer small = new TokenizerTrainer(257, List.of()).train(List.of("xyz", "xyw", "yz"));
        assertThat(small.decode(256)).isEqualTo("xy");
    }

    @Test
    void cutsLiteralsAlikeInTextAndInCode() {
        int[] inText = TOKENIZER.encode("say \"Battery low!\" now");
        int[] inCode = TOKENIZER.encode("show_notification(text=\"Battery low!\")");
        int[] literal = TOKENIZER.encode("Battery low!");
        assertThat(indexOf(inText, literal)).isNotNegative();
        assertThat(indexOf(inCode, literal)).isNotNegative();
    }

    @Test
    void decodesRandomTokensAsJavaDecodesTheirBytes() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            int[] ids = random.ints(random.nextInt(20), 0, 600).toArray();
            var bytes = new java.io.ByteArrayOutputStream();
            Arrays.stream(ids).forEach(id -> bytes.writeBytes(TOKENIZER.bytes(id)));
            assertThat(TOKENIZER.decode(ids)).isEqualTo(bytes.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void replacesALoneSurrogate() {
        assertThat(TOKENIZER.decode(TOKENIZER.encode("a\ud800b"))).isEqualTo("a\ufffdb");
    }

    @Test
    void refusesWhatItCannotRead(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Tokenizer.read(folder.resolve("none.json")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> Tokenizer.parse("{"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> Tokenizer.parse("{}"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("vocab");
        ObjectNode other = (ObjectNode) Json.parse(TOKENIZER.json());
        other.putObject("decoder").put("type", "WordPiece");
        Path file = Files.writeString(folder.resolve("t.json"), Json.write(other));
        assertThatThrownBy(() -> Tokenizer.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("WordPiece");
        ObjectNode broken = (ObjectNode) Json.parse(TOKENIZER.json());
        ((ObjectNode) broken.path("model")).put("type", "Riddle");
        assertThatThrownBy(() -> Tokenizer.parse(Json.write(broken))).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new TokenizerTrainer(100, List.of())).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> TOKENIZER.special("<|no|>")).hasMessageContaining("<|end|>");
        assertThatThrownBy(() -> TOKENIZER.decode(600)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int indexOf(int[] whole, int[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
