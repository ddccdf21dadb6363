package dev.selvedge.recipes.play;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Made-up documents that can carry questions of three levels. */
final class ToyDocuments {
    private static final List<String> WORDS = List.of(
            "harbour", "kettle", "meadow", "lantern", "orchard", "ferry", "granite", "violin", "bakery", "canyon",
            "glacier", "pepper", "saddle", "thunder", "willow", "anchor", "basket", "copper", "dragon", "engine");

    private ToyDocuments() {}

    /** A document of four passages of three statements each. */
    static String text(int number) {
        var random = new Random(number);
        var text = new StringBuilder("# The house number " + number + "\n");
        for (int passage = 0; passage < 4; passage++) {
            text.append('\n');
            for (int statement = 0; statement < 3; statement++) {
                text.append("The ")
                        .append(word(random))
                        .append(" of the ")
                        .append(word(random))
                        .append(" costs ")
                        .append(random.nextInt(10, 999))
                        .append(" coins near the ")
                        .append(word(random))
                        .append(". ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Writes documents as files of a folder. */
    static void write(Path folder, int from, int to) throws IOException {
        Files.createDirectories(folder);
        for (int i = from; i < to; i++) {
            Files.writeString(folder.resolve("house-" + i + ".md"), text(i));
        }
    }
}
