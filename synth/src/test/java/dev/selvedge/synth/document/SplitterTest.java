package dev.selvedge.synth.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SplitterTest {
    private static final Splitting SHORT = new Splitting(400, 100);

    private static Block words(int count) {
        return Block.body("word ".repeat(count).strip());
    }

    @Test
    void cutsBeforeHeadingsAndTellsWhatLeadsThere() {
        List<Block> blocks = List.of(
                Block.heading(1, "Kilns"),
                words(20),
                Block.heading(2, "Firing"),
                words(20),
                words(20),
                Block.heading(2, "Cooling"),
                words(20),
                Block.heading(3, "At night"),
                words(38));
        List<Splitter.Passage> passages = Splitter.split(blocks, SHORT);
        assertThat(passages).hasSize(2);
        assertThat(passages.getFirst().section()).isEmpty();
        assertThat(passages.getFirst().text()).startsWith("# Kilns\n\nword");
        assertThat(passages.getLast().section()).isEqualTo("Kilns");
        assertThat(passages.getLast().text()).startsWith("## Cooling\n\nword").contains("\n\n### At night\n\n");
    }

    @Test
    void shortDocumentsStayWhole() {
        assertThat(Splitter.split(List.of(Block.heading(1, "A"), words(10), Block.next("- item")), SHORT))
                .extracting(Splitter.Passage::text)
                .containsExactly("# A\n\n" + words(10).text() + "\n- item");
        assertThat(Splitter.split(List.of(), SHORT)).isEmpty();
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Splitting(399, 1)).hasMessageContaining("400 characters or more, not 399");
        assertThatThrownBy(() -> new Splitting(400, 101)).hasMessageContaining("1 to 100 characters");
    }

    /** Whatever the blocks are: nothing is lost, nothing is too long, and nothing is short that need not be. */
    @Test
    void everySplitKeepsEveryCharacter() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Block> blocks = new ArrayList<>();
            for (int i = random.nextInt(60); i >= 0; i--) {
                int length = 1 + (random.nextInt(8) == 0 ? random.nextInt(2_000) : random.nextInt(150));
                String text = random.ints(length, 0, 30)
                        .mapToObj(c -> c < 3
                                ? " "
                                : c == 3 ? "\n" : c == 4 ? "." : c == 5 ? "😀" : String.valueOf((char) ('a' + c - 6)))
                        .collect(Collectors.joining())
                        .strip();
                if (!text.isEmpty()) {
                    blocks.add(
                            random.nextInt(5) == 0
                                    ? Block.heading(1 + random.nextInt(6), text.replace('\n', ' '))
                                    : random.nextBoolean() ? Block.body(text) : Block.next(text));
                }
            }
            List<Splitter.Passage> passages = Splitter.split(blocks, SHORT);
            assertThat(letters(passages.stream().map(Splitter.Passage::text).toList()))
                    .as("seed %d", seed)
                    .isEqualTo(letters(blocks.stream().map(Block::shown).toList()));
            for (Splitter.Passage passage : passages) {
                assertThat(passage.text().length()).as("seed %d", seed).isBetween(passages.size() == 1 ? 1 : 100, 400);
                assertThat(passage.text()).isEqualTo(passage.text().strip());
            }
        }
    }

    private static String letters(List<String> texts) {
        return String.join("", texts).replaceAll("\\s+", "");
    }
}
