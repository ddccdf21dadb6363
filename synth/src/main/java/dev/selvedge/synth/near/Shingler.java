package dev.selvedge.synth.near;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Cuts texts into n-grams and hashes them. Before that a text becomes lower case, without accents, and all that is
 * neither letter nor digit parts words, as in datatrove; different from it, vowel signs of Indic and Arabic script stay.
 * Works through a buffer of some thousand words, so a text of any length takes little more memory than itself. Used by
 * one thread.
 */
final class Shingler {
    /** Takes the hashes of some n-grams; the array is used again. */
    interface Sink {
        void take(int[] hashes, int count);
    }

    private static final Hasher64 HASHER = Hashing.xxh3_64();

    /** A word of so many characters (a blob, a sentence without spaces) is read character by character. */
    private static final int LONGEST_WORD = 64;

    /** UTF-8 takes at most four bytes a character, and a space stands before a word. */
    private static final int MOST_WORD_BYTES = 4 * LONGEST_WORD + 1;

    private static final int UNITS = 2_048;
    private static final int CHUNK = 8_192;

    private final int unitsPerShingle;
    private final boolean characters;
    private final boolean numbersAlike;
    private final byte[] lower = new byte[128];

    private byte[] bytes = new byte[8 * UNITS];
    private int length;
    private final int[] starts = new int[UNITS];
    private final int[] ends = new int[UNITS];
    private int units;
    private final int[] hashes = new int[UNITS];
    private boolean cutAny;

    private int wordStart;
    private int wordCharacters;
    private boolean spelled;
    private boolean inNumber;

    Shingler(Resemblance resemblance) {
        unitsPerShingle = resemblance.length();
        characters = resemblance.unit() == Resemblance.Unit.CHARACTERS;
        numbersAlike = resemblance.numbersAlike();
        for (int c = 0; c < lower.length; c++) {
            lower[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
        }
    }

    /** Gives the hashes of all n-grams, equal ones as often as they occur; of a text of fewer units that of the whole. */
    void cut(String text, Sink sink) {
        length = 0;
        units = 0;
        cutAny = false;
        wordCharacters = 0;
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + CHUNK);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            read(text, from, to, sink);
            from = to;
        }
        endWord();
        flush(sink);
        if (!cutAny) {
            // Texts of signs alone are equal, or have nothing in common.
            hashes[0] = (int) (units == 0 ? HASHER.hashCharsToLong(text) : HASHER.hashBytesToLong(bytes, 0, length));
            sink.take(hashes, 1);
        }
    }

    private void read(String text, int from, int to, Sink sink) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= lower.length) {
                readForeign(Normalizer.normalize(text.substring(i, to), Normalizer.Form.NFD), sink);
                return;
            }
            readPlain(c, sink);
        }
    }

    private void readPlain(int c, Sink sink) {
        int letter = lower[c];
        if (letter == 0) {
            endWord();
        } else if (letter <= '9') {
            digit(letter, sink);
        } else {
            letter(letter, sink);
        }
    }

    private void readForeign(String text, Sink sink) {
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c < lower.length) {
                readPlain(c, sink);
            } else if (Character.isDigit(c)) {
                digit('0' + Character.digit(c, 10), sink);
            } else if (!Character.isLetter(c) && !isMark(c)) {
                endWord();
            } else if (isSpaceless(c)) {
                endWord();
                letter(c, sink);
                endWord();
            } else if (!isAccent(c)) {
                letter(Character.toLowerCase(c), sink);
            }
        }
    }

    private static boolean isAccent(int c) {
        return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isSpaceless(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, YI, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    private void digit(int digit, Sink sink) {
        if (!numbersAlike) {
            letter(digit, sink);
        } else if (!inNumber) {
            letter('0', sink);
            inNumber = true;
        }
    }

    private void letter(int c, Sink sink) {
        if (wordCharacters == 0) {
            makeRoom(sink);
            beginWord();
        } else if (spelled) {
            makeRoom(sink);
        }
        inNumber = false;
        wordCharacters++;
        int start = length;
        if (c < lower.length) {
            bytes[length++] = (byte) c;
        } else {
            append(c);
        }
        if (spelled) {
            unit(start, length);
        } else if (wordCharacters == LONGEST_WORD) {
            spell();
        }
    }

    private void beginWord() {
        if (length > 0) {
            bytes[length++] = ' ';
            if (characters) {
                unit(length - 1, length);
            }
        }
        wordStart = length;
        spelled = characters;
    }

    private void endWord() {
        if (wordCharacters > 0 && !spelled) {
            unit(wordStart, length);
        }
        wordCharacters = 0;
        inNumber = false;
    }

    /** From here on every character of the word is a unit. */
    private void spell() {
        spelled = true;
        for (int from = wordStart; from < length; ) {
            int to = from + 1;
            while (to < length && (bytes[to] & 0xC0) == 0x80) {
                to++;
            }
            unit(from, to);
            from = to;
        }
    }

    private void unit(int start, int end) {
        starts[units] = start;
        ends[units++] = end;
    }

    /** UTF-8; half a surrogate pair is written as if it were a character. */
    private void append(int c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                bytes[length++] = (byte) (0xE0 | c >> 12);
            } else {
                bytes[length++] = (byte) (0xF0 | c >> 18);
                bytes[length++] = (byte) (0x80 | (c >> 12 & 0x3F));
            }
            bytes[length++] = (byte) (0x80 | (c >> 6 & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    /** Makes room for the longest word; called where no unit is open. */
    private void makeRoom(Sink sink) {
        if (units > UNITS - LONGEST_WORD - 1) {
            flush(sink);
        }
        if (length > bytes.length - MOST_WORD_BYTES) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }

    /** Hashes the n-grams of the buffer, and keeps of it what is part of further ones. */
    private void flush(Sink sink) {
        int count = units - unitsPerShingle + 1;
        if (count <= 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            hashes[i] = (int) HASHER.hashBytesToLong(bytes, start, ends[i + unitsPerShingle - 1] - start);
        }
        sink.take(hashes, count);
        cutAny = true;
        int from = count < units ? starts[count] : length;
        System.arraycopy(bytes, from, bytes, 0, length - from);
        length -= from;
        units -= count;
        for (int i = 0; i < units; i++) {
            starts[i] = starts[count + i] - from;
            ends[i] = ends[count + i] - from;
        }
    }
}
