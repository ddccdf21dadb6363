package dev.selvedge.synth.near;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A made corpus of which the near-duplicates are known, to measure what finds them: 50,000 pseudo-words with Zipf
 * frequencies (exponent 1.07), lengths log-normal around 150 words (30 to 1,200). Four fifths of the texts stand alone;
 * the others come in clusters of 2 to 6, a base and copies of it, edited word by word at a rate of 0 to 0.2 (half
 * replaced, a quarter each deleted and inserted), every second one with changes of case, commas and spaces besides. The
 * order is shuffled.
 *
 * @param texts in order
 * @param copies what was planted
 */
public record PlantedTexts(List<String> texts, List<Copy> copies) {
    /**
     * A planted copy.
     *
     * @param base number of the text it was made from, before or after it
     * @param copy its own number
     * @param jaccard exact Jaccard similarity of their sets of five words
     */
    public record Copy(int base, int copy, double jaccard) {}

    private static final int WORDS = 50_000;
    private static final double ZIPF = 1.07;
    private static final double[] RATES = {0, .01, .03, .06, .10, .20};
    private static final int SHINGLE = 5;

    /** A corpus of so many texts; the same for equal seeds. */
    public static PlantedTexts of(int count, long seed) {
        return new Maker(seed).make(count);
    }

    /** Exact Jaccard similarity of two texts' sets of five words, case and signs aside: the slow, obvious form. */
    public static double jaccard(String a, String b) {
        Set<String> left = shingles(a);
        Set<String> union = new HashSet<>(left);
        Set<String> right = shingles(b);
        union.addAll(right);
        return (double) (left.size() + right.size() - union.size()) / union.size();
    }

    private static Set<String> shingles(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).strip().split("[^a-z]+");
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + SHINGLE <= words.length; i++) {
            shingles.add(String.join(" ", Arrays.asList(words).subList(i, i + SHINGLE)));
        }
        return shingles;
    }

    /**
     * How many of the copies within a range of similarity were found: the copy and its base repeat the same text.
     *
     * @param least similarity, inclusive
     * @param below similarity, exclusive
     */
    public Share found(Repeats repeats, double least, double below) {
        int found = 0;
        int all = 0;
        for (Copy copy : copies) {
            if (copy.jaccard >= least && copy.jaccard < below) {
                all++;
                found += keeper(repeats, copy.copy) == keeper(repeats, copy.base) ? 1 : 0;
            }
        }
        return new Share(found, all);
    }

    /** Removed texts whose exact similarity with the text that is kept for them is below so much. */
    public Share removedBelow(Repeats repeats, double least) {
        int below = 0;
        int all = 0;
        for (int i = 0; i < texts.size(); i++) {
            Optional<Repeat> repeat = repeats.texts().get(i);
            if (repeat.isPresent()) {
                all++;
                below += jaccard(texts.get(i), texts.get(repeat.get().kept())) < least ? 1 : 0;
            }
        }
        return new Share(below, all);
    }

    private static int keeper(Repeats repeats, int number) {
        return repeats.texts().get(number).map(Repeat::kept).orElse(number);
    }

    /** So many of so many. */
    public record Share(int count, int of) {
        public double value() {
            return (double) count / of;
        }
    }

    private static final class Maker {
        private final SplittableRandom random;
        private final Random bell;
        private final String[] words = new String[WORDS];
        private final double[] cumulated = new double[WORDS];

        /** @param base position of the base in the order of making, negative for a text that is no copy */
        private record Made(List<String> words, boolean noisy, int base) {}

        Maker(long seed) {
            random = new SplittableRandom(seed);
            bell = new Random(seed);
            Set<String> made = new HashSet<>();
            double sum = 0;
            for (int i = 0; i < WORDS; i++) {
                String word;
                do {
                    word = pseudoWord();
                } while (!made.add(word));
                words[i] = word;
                sum += Math.pow(i + 1, -ZIPF);
                cumulated[i] = sum;
            }
        }

        private String pseudoWord() {
            StringBuilder word = new StringBuilder();
            for (int syllables = random.nextInt(1, 5); syllables > 0; syllables--) {
                word.append("bcdfghjklmnprstvwz".charAt(random.nextInt(18)));
                word.append("aeiou".charAt(random.nextInt(5)));
                if (random.nextInt(3) == 0) {
                    word.append("nrstl".charAt(random.nextInt(5)));
                }
            }
            return word.toString();
        }

        private String word() {
            int at = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[WORDS - 1]);
            return words[Math.min(WORDS - 1, at < 0 ? -at - 1 : at)];
        }

        private List<String> fresh() {
            int length = (int) Math.clamp(150 * Math.exp(0.6 * bell.nextGaussian()), 30, 1_200);
            List<String> text = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                text.add(word());
            }
            return text;
        }

        private List<String> edited(List<String> base, double rate) {
            List<String> text = new ArrayList<>();
            for (String word : base) {
                if (random.nextDouble() >= rate) {
                    text.add(word);
                    continue;
                }
                switch (random.nextInt(4)) {
                    case 0 -> {}
                    case 1 -> {
                        text.add(word);
                        text.add(word());
                    }
                    default -> text.add(word());
                }
            }
            return text;
        }

        private String written(Made made) {
            if (!made.noisy) {
                return String.join(" ", made.words);
            }
            StringBuilder text = new StringBuilder();
            for (String word : made.words) {
                boolean capital = random.nextInt(10) == 0;
                text.append(capital ? word.toUpperCase(Locale.ROOT) : word);
                text.append(random.nextInt(10) == 0 ? ", " : random.nextInt(20) == 0 ? "  " : " ");
            }
            return text.toString().strip();
        }

        PlantedTexts make(int count) {
            List<Made> made = new ArrayList<>(count);
            while (made.size() < count - count / 5) {
                made.add(new Made(fresh(), false, -1));
            }
            while (made.size() < count) {
                int base = made.size();
                made.add(new Made(fresh(), false, -1));
                for (int copies = random.nextInt(1, 6); copies > 0 && made.size() < count; copies--) {
                    double rate = RATES[random.nextInt(RATES.length)];
                    made.add(new Made(edited(made.get(base).words, rate), random.nextBoolean(), base));
                }
            }
            return shuffled(made);
        }

        private PlantedTexts shuffled(List<Made> made) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < made.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(random.nextLong()));
            int[] place = new int[made.size()];
            String[] texts = new String[made.size()];
            for (int i = 0; i < texts.length; i++) {
                place[order.get(i)] = i;
                texts[i] = written(made.get(order.get(i)));
            }
            List<Copy> copies = new ArrayList<>();
            for (int i = 0; i < texts.length; i++) {
                int base = made.get(i).base;
                if (base >= 0) {
                    copies.add(new Copy(place[base], place[i], jaccard(texts[place[base]], texts[place[i]])));
                }
            }
            return new PlantedTexts(List.of(texts), copies);
        }
    }
}
