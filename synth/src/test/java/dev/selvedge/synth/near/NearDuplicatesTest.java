package dev.selvedge.synth.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final PlantedTexts PLANTED = PlantedTexts.of(5_000, 7);

    @Test
    void findsPlantedCopiesAndRemovesNothingElse() {
        Repeats repeats = NearDuplicates.of(PLANTED.texts(), Resemblance.DOCUMENTS);
        assertThat(PLANTED.found(repeats, 0.8, 2).of()).isGreaterThan(250);
        assertThat(PLANTED.found(repeats, 0.8, 2).value()).isGreaterThanOrEqualTo(0.98);
        assertThat(PLANTED.found(repeats, 0.8, 0.9).value()).isGreaterThanOrEqualTo(0.98);
        assertThat(PLANTED.removedBelow(repeats, 0.5).count()).isZero();
        assertThat(repeats.texts()).hasSize(5_000);
    }

    @Test
    void everyRemovalIsWitnessedByTheTextItNames() {
        Repeats repeats = NearDuplicates.of(PLANTED.texts(), Resemblance.DOCUMENTS);
        for (int i = 0; i < PLANTED.texts().size(); i++) {
            Optional<Repeat> repeat = repeats.texts().get(i);
            if (repeat.isPresent()) {
                int kept = repeat.get().kept();
                assertThat(kept).isLessThan(i);
                assertThat(repeats.texts().get(kept)).isEmpty();
                double exact = PlantedTexts.jaccard(
                        PLANTED.texts().get(i), PLANTED.texts().get(kept));
                assertThat(repeat.get().resemblance()).isEqualTo(exact, within(1e-9));
            }
        }
    }

    @Test
    void clustersDoNotDependOnTheOrder() {
        List<String> texts = PLANTED.texts().subList(0, 2_000);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(3));
        assertThat(clusters(order.stream().map(texts::get).toList())).isEqualTo(clusters(texts));
    }

    /** Sets of texts that are linked, as sorted texts. */
    private static List<List<String>> clusters(List<String> texts) {
        NearDuplicates near = new NearDuplicates(Resemblance.DOCUMENTS);
        texts.forEach(near::add);
        Map<Integer, List<String>> clusters = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) {
            clusters.computeIfAbsent(near.cluster(i), c -> new ArrayList<>()).add(texts.get(i));
        }
        return clusters.values().stream()
                .map(cluster -> cluster.stream().sorted().toList())
                .sorted(Comparator.comparing(List::getFirst))
                .toList();
    }

    @Test
    void aChainOfSmallChangesDoesNotDrift() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            words.add("w" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
        }
        List<String> chain = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            chain.add(String.join(" ", words));
            words.set(5 * step, "changed" + (char) ('a' + step % 26) + (char) ('a' + step / 26));
        }
        Repeats repeats = NearDuplicates.of(chain, Resemblance.DOCUMENTS);
        assertThat(repeats.kept()).isBetween(2, 10);
        for (int i = 0; i < chain.size(); i++) {
            int number = i;
            repeats.texts()
                    .get(i)
                    .ifPresent(repeat -> assertThat(PlantedTexts.jaccard(chain.get(number), chain.get(repeat.kept())))
                            .isGreaterThanOrEqualTo(Resemblance.DOCUMENTS.floor()));
        }
    }

    @Test
    void asksWithoutAddingAndAddsWhatRepeatsNothing() {
        NearDuplicates near = new NearDuplicates(Resemblance.QUERIES);
        assertThat(near.addUnlessRepeated("Start a timer for 5 minutes and then play some music"))
                .isEmpty();
        assertThat(near.find("start a timer for 5 minutes, and then play some music!"))
                .hasValue(0);
        assertThat(near.addUnlessRepeated("Start a timer for 5 minutes and then play some Music."))
                .hasValue(0);
        assertThat(near.addUnlessRepeated("Send my location and my battery level to Anna"))
                .isEmpty();
        assertThat(near.find("Send my location and my battery level to Anna, please"))
                .hasValue(1);
        assertThat(near.size()).isEqualTo(2);
    }

    @Test
    void manyTextsInOneBucketTakeLittleTime() {
        NearDuplicates near = new NearDuplicates(Resemblance.DOCUMENTS);
        for (int i = 0; i < 20_000; i++) {
            near.add("The page that you asked for is not here, please go back to where you came from and try again");
        }
        assertThat(near.repeats().kept()).isEqualTo(1);
    }
}
