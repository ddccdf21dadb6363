package dev.selvedge.model;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.selvedge.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Text to token ids and back, as a tokenizer.json says. Encoding is done by the Hugging Face tokenizers library.
 *
 * <p>Encoding never yields a special token: text that happens to spell one is encoded as the ordinary characters that
 * it is. Special tokens enter a sequence only by {@link #special}. Added tokens that are not special are matched in
 * text, as the file asks. Nothing but the space that some tokenizers begin with is put before or after the text, and
 * nothing is cut off.
 *
 * <p>Supported are byte-level tokenizers (GPT-2, Llama 3, Qwen) and those made from SentencePiece (Llama 2, MiniCPM);
 * their tokens have exact bytes. Safe for use by several threads. Never touches the network.
 */
public final class Tokenizer {
    private static final int MAX_FILE_BYTES = 256 << 20;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final TokenizersLibrary LIBRARY = Natives.tokenizers();

    private final String json;
    private final TokenizerFile file;
    private final Map<String, Integer> specials;
    private final long handle;
    /** For text that continues other text. */
    private final long continuing;

    private Tokenizer(String json, TokenizerFile file, String place) {
        this.json = json;
        this.file = file;
        var ids = new LinkedHashMap<String, Integer>();
        file.specials().forEach((content, special) -> ids.put(content, special.id()));
        this.specials = Collections.unmodifiableMap(ids);
        long opened = open(file.masked(), place);
        this.handle = opened;
        CLEANER.register(this, () -> LIBRARY.deleteTokenizer(opened));
        if (file.spaceBefore()) {
            long second = open(file.continuing(), place);
            this.continuing = second;
            CLEANER.register(this, () -> LIBRARY.deleteTokenizer(second));
        } else {
            this.continuing = opened;
        }
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
        return new Tokenizer(json, TokenizerFile.parse(json, place), place);
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
        String clean = wellFormed(text);
        if (clean.contains(TokenizerFile.MASK)) {
            return encode(clean, Place.START).ids();
        }
        if (clean.isEmpty()) {
            return new int[0];
        }
        long encoding = LIBRARY.encode(handle, clean, false);
        try {
            return ints(LIBRARY.getTokenIds(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
            Reference.reachabilityFence(this);
        }
    }

    /** Where a piece of text stands. Some tokenizers put a space before text that begins. */
    public enum Place {
        START,
        AFTER_SPECIAL_TOKEN,
        WITHIN_TEXT
    }

    /**
     * Tokens with where they stand in their text.
     *
     * @param starts index of each token's first character; tokens that share a character have the same
     * @param ends index after each token's last character
     */
    public record Encoded(int[] ids, int[] starts, int[] ends) {}

    /** The tokens of a piece of text. */
    public Encoded encode(String text, Place place) {
        String clean = wellFormed(text);
        int forged = clean.indexOf(TokenizerFile.MASK);
        if (forged >= 0) {
            int cut = forged + TokenizerFile.MASK.length() / 2;
            return joined(encode(clean.substring(0, cut), place), encode(clean.substring(cut), Place.WITHIN_TEXT), cut);
        }
        if (clean.isEmpty()) {
            return new Encoded(new int[0], new int[0], new int[0]);
        }
        boolean begins = switch (place) {
            case START -> true;
            case AFTER_SPECIAL_TOKEN -> file.spaceAfterSpecials();
            case WITHIN_TEXT -> false;
        };
        long encoding = LIBRARY.encode(begins ? handle : continuing, clean, false);
        try {
            return encoded(clean, ints(LIBRARY.getTokenIds(encoding)), LIBRARY.getTokenCharSpans(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
            Reference.reachabilityFence(this);
        }
    }

    /** The library counts in code points. */
    private static Encoded encoded(String text, int[] ids, @Nullable CharSpan[] spans) {
        int[] indices = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < indices.length; i++) {
            indices[i] = text.offsetByCodePoints(indices[i - 1], 1);
        }
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            int before = i == 0 ? 0 : ends[i - 1];
            starts[i] = span == null ? before : indices[span.getStart()];
            ends[i] = span == null ? before : indices[span.getEnd()];
        }
        return new Encoded(ids, starts, ends);
    }

    private static Encoded joined(Encoded first, Encoded second, int offset) {
        return new Encoded(
                IntStream.concat(Arrays.stream(first.ids), Arrays.stream(second.ids))
                        .toArray(),
                IntStream.concat(
                                Arrays.stream(first.starts),
                                Arrays.stream(second.starts).map(i -> i + offset))
                        .toArray(),
                IntStream.concat(
                                Arrays.stream(first.ends),
                                Arrays.stream(second.ends).map(i -> i + offset))
                        .toArray());
    }

    /**
     * The text of some tokens, special ones included by their spelling. Bytes that are no UTF-8 become U+FFFD. The space
     * that some tokenizers put before text is taken away.
     */
    public String decode(int... ids) {
        String text = decodeContinuation(ids);
        return file.spaceBefore() && text.startsWith(" ") ? text.substring(1) : text;
    }

    /** As {@link #decode} for tokens that continue others: a space at their beginning is a space. */
    public String decodeContinuation(int... ids) {
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
        byte[] bytes = id >= 0 && id < file.bytes().length ? file.bytes()[id] : null;
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "token id " + id + " is not in the vocabulary of " + file.bytes().length + " ids");
        }
        return bytes;
    }

    /** Whether an id has a token; vocabularies may have holes, and a model may have more rows than its tokenizer. */
    public boolean has(int id) {
        return id >= 0 && id < file.bytes().length && file.bytes()[id] != null;
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

    /** Whether white space before a special token in a template belongs to it. */
    public boolean takesSpaceBefore(String special) {
        TokenizerFile.Special found = file.specials().get(special);
        return found != null && found.takesSpaceBefore();
    }

    /** Whether white space after a special token in a template belongs to it. */
    public boolean takesSpaceAfter(String special) {
        TokenizerFile.Special found = file.specials().get(special);
        return found != null && found.takesSpaceAfter();
    }

    /** One more than the greatest id. */
    public int vocabularySize() {
        return file.bytes().length;
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
