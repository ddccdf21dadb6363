package dev.selvedge.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded texts for tests. */
final class Texts {
    private static final String[] PIECES = {
        "show_notification",
        "text",
        "=\"",
        "\")",
        "f\"{level} %\"",
        "\n",
        "\n    ",
        "\r\n\t",
        "  ",
        " ",
        "it's",
        "don't",
        "Battery",
        " low",
        "12",
        "3.5",
        "{\"key\": value}",
        "<|end|>",
        "<|user|>",
        "é",
        "e\u0301",
        "日本",
        "\u00a0",
        "\u2028",
        "🙂",
        "👩‍👩‍👧",
        "Ω",
        "ß",
        "ǅ",
        "٣",
        "½",
        "_x",
        "__",
        "!!",
        "…",
        "“q”",
        "\u0000",
        "\u0007",
        "\ufeff",
        "\u3000",
        "#",
        "a"
    };

    private Texts() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Pieces of code, text and awkward characters, mixed with random characters of the basic plane and beyond. */
    static String text(RandomGenerator random) {
        var text = new StringBuilder();
        int pieces = random.nextInt(30);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(5) > 0) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            } else {
                text.appendCodePoint(character(random));
            }
        }
        return text.toString();
    }

    /** Assigned since Unicode 6 at the latest, so that no two Unicode tables disagree on its kind. */
    private static int character(RandomGenerator random) {
        int[][] blocks = {
            {0, 0x24f},
            {0x370, 0x373},
            {0x400, 0x4ff},
            {0x5d0, 0x5ea},
            {0x621, 0x63a},
            {0x4e00, 0x9fa5},
            {0xac00, 0xd7a3},
            {0x2000, 0x206f},
            {0x1f600, 0x1f640},
            {0x20000, 0x20100},
            {0x300, 0x36f}
        };
        int[] block = blocks[random.nextInt(blocks.length)];
        return random.nextInt(block[0], block[1] + 1);
    }

    static List<String> corpus(long seed, int size) {
        RandomGenerator random = random(seed);
        var texts = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            texts.add(text(random));
        }
        return texts;
    }
}
