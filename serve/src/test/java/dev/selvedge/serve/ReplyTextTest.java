package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.Reading;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Sampled;
import dev.selvedge.model.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pieces put together are the whole, however the tokens come. */
class ReplyTextTest {
    private static final Tokenizer TOKENIZER = TinyModel.tokenizer();
    private static final RoleTokens CHAT = new RoleTokens(TOKENIZER);

    private static List<Sampled> sampled(int... ids) {
        return Arrays.stream(ids).mapToObj(id -> new Sampled(id, -1, List.of())).toList();
    }

    /** All pieces of a choice whose tokens come a few at a time. */
    private static List<Piece> pieces(ReplyText text, int[] ids, @Nullable Random random, Ending ending) {
        List<Piece> pieces = new ArrayList<>();
        for (int from = 0; from < ids.length; ) {
            int to = Math.min(ids.length, from + 1 + (random == null ? 0 : random.nextInt(3)));
            pieces.add(text.next(0, sampled(Arrays.copyOfRange(ids, from, to)), to == ids.length ? ending : null));
            from = to;
        }
        return pieces;
    }

    private static Piece whole(List<Piece> pieces) {
        return PieceSum.of(1, pieces).getFirst();
    }

    /** Bytes as tokens, so that every byte comes alone. */
    private static int[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }

    private static Reading latin(int[] ids) {
        byte[] bytes = new byte[ids.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ids[i];
        }
        return new Reading(Message.assistant(new String(bytes, StandardCharsets.UTF_8)), List.of());
    }

    @Test
    void charactersAreWholeInEveryPiece() {
        String said = "Grüße, 漢字 🌉🌉 ende";
        var text = new ReplyText(ReplyTextTest::latin, ReplyText.Form.PLAIN, List.of(), "c");
        List<Piece> pieces = pieces(text, bytes(said), null, Ending.MAX_TOKENS);
        assertThat(pieces).allMatch(piece -> !piece.content().contains("\ufffd"));
        assertThat(whole(pieces).content()).isEqualTo(said);
        assertThat(whole(pieces).finish()).isEqualTo("length");
        assertThat(pieces.stream().filter(piece -> !piece.content().isEmpty())).hasSizeGreaterThan(15);
    }

    @Test
    void bytesThatAreNoTextAreShownAtTheEnd() {
        var text = new ReplyText(ReplyTextTest::latin, ReplyText.Form.PLAIN, List.of(), "c");
        assertThat(whole(pieces(text, new int[] {'a', 0xe6, 0xbc}, null, Ending.STOP_TOKEN))
                        .content())
                .isEqualTo("a\ufffd");
    }

    @Test
    void whatMayBecomeAStopTextIsHeldBack() {
        var text = new ReplyText(ReplyTextTest::latin, ReplyText.Form.PLAIN, List.of("###", "STOP"), "c");
        List<Piece> pieces = pieces(text, bytes("a # b ## c ST d ###"), null, Ending.STOP_STRING);
        String shown = "";
        for (Piece piece : pieces) {
            shown += piece.content();
            assertThat("a # b ## c ST d ").startsWith(shown);
        }
        assertThat(shown).isEqualTo("a # b ## c ST d ");
        assertThat(whole(pieces).finish()).isEqualTo("stop");
    }

    @Test
    void anyTokensOfTheChatFormatGiveTheMessageThatTheyAre() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            int[] ids = random.ints(1 + random.nextInt(40), 0, TOKENIZER.vocabularySize())
                    // The format tells thoughts only at their end, see below; other special tokens are often drawn.
                    .map(id -> random.nextInt(12) == 0 ? TOKENIZER.special("<|call|>") : id)
                    .filter(id -> id != TOKENIZER.special("<|think|>") && id != TOKENIZER.special("<|end|>"))
                    .toArray();
            Message message = CHAT.read(ids);
            var text = new ReplyText(CHAT::reading, ReplyText.Form.MESSAGE_WITH_TOOLS, List.of(), "call_");
            Piece sum = whole(pieces(text, ids, random, Ending.STOP_TOKEN));
            assertThat(sum.content()).as("seed " + seed).isEqualTo(message.content());
            assertThat(sum.calls().stream().map(call -> new ToolCall(call.id(), call.name(), call.arguments())))
                    .as("seed " + seed)
                    .isEqualTo(message.toolCalls());
            assertThat(sum.tokens()).hasSize(ids.length);
            if (ids.length > 0) {
                assertThat(sum.finish()).isEqualTo(message.toolCalls().isEmpty() ? "stop" : "tool_calls");
            }
        }
    }

    @Test
    void thoughtsThatTheFormatTellsLateAreNotShownTwice() {
        int[] think = {TOKENIZER.special("<|think|>")};
        int[] ids = Stream.of(TOKENIZER.encode("the quick"), think, TOKENIZER.encode("brown fox"))
                .flatMapToInt(Arrays::stream)
                .toArray();
        var text = new ReplyText(CHAT::reading, ReplyText.Form.MESSAGE, List.of(), "call_");
        Piece sum = whole(pieces(text, ids, null, Ending.STOP_TOKEN));
        assertThat(sum.content() + sum.reasoning()).isEqualTo("the quickbrown fox");
        var atOnce = new ReplyText(CHAT::reading, ReplyText.Form.MESSAGE, List.of(), "call_");
        Piece one = atOnce.next(0, sampled(ids), Ending.STOP_TOKEN);
        assertThat(one.reasoning()).isEqualTo("the quick");
        assertThat(one.content()).isEqualTo("brown fox");
    }

    /** A format with tags, which are ordinary text, and calls that are told apart only when they are complete. */
    private static Reading tagged(int[] ids) {
        String text = latin(ids).message().content();
        String thought = null;
        if (text.startsWith("<think>") && text.contains("</think>")) {
            int end = text.indexOf("</think>");
            thought = text.substring(7, end);
            text = text.substring(end + 8).strip();
        } else if (text.startsWith("<think>")) {
            return new Reading(new Message(Role.ASSISTANT, "", text.substring(7), List.of(), null), List.of());
        }
        int open = text.indexOf("<tool_call>");
        int close = text.indexOf("</tool_call>");
        if (open >= 0 && close > open) {
            ToolCall call =
                    new ToolCall("x", "f", text.substring(open + 11, close).strip());
            String before = text.substring(0, open).strip();
            return new Reading(new Message(Role.ASSISTANT, before, thought, List.of(call), null), List.of());
        }
        List<Reading.MalformedCall> broken =
                open < 0 ? List.of() : List.of(new Reading.MalformedCall(text.substring(open), "The call has no end."));
        return new Reading(new Message(Role.ASSISTANT, text, thought, List.of(), null), broken);
    }

    @Test
    void tagsAreNeverShownBeforeItIsKnownWhatTheyAre() {
        Function<int[], Reading> reader = ReplyTextTest::tagged;
        for (String said : List.of(
                "<think>a < b\nso</think>\n\nYes, 1 < 2 <b>bold</b>.",
                "<think>hm</think>I look.\n<tool_call>\n{\"a\": 1}\n</tool_call>",
                "<tool_call>{\"a\": \"<\"}</tool_call>",
                "a<tool_call>never ends",
                "no tags <at all",
                "  spaces  ")) {
            Message message = tagged(bytes(said)).message();
            var text = new ReplyText(reader, ReplyText.Form.MESSAGE_WITH_TOOLS, List.of(), "c");
            Piece sum = whole(pieces(text, bytes(said), null, Ending.STOP_TOKEN));
            assertThat(sum.content()).as(said).isEqualTo(message.content());
            assertThat(sum.reasoning()).as(said).isEqualTo(message.reasoning() == null ? "" : message.reasoning());
            assertThat(sum.calls()).hasSameSizeAs(message.toolCalls());
        }
    }
}
