package dev.selvedge.workflow.code;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant. */
final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /**
     * The known word with the fewest edits from this one, at most a third of its letters; else the shortest that has all of
     * its parts; null without one. Capitals do not count.
     */
    static @Nullable String of(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return null;
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int most = Math.max(1, word.length() / 3);
        String best = null;
        int least = most + 1;
        for (String candidate : known) {
            String lower = candidate.toLowerCase(Locale.ROOT);
            if (Math.abs(lower.length() - wanted.length()) < least) {
                int edits = edits(wanted, lower);
                if (edits < least) {
                    least = edits;
                    best = candidate;
                }
            }
        }
        return best != null ? best : withParts(wanted, known);
    }

    private static @Nullable String withParts(String wanted, Collection<String> known) {
        List<String> parts = Arrays.stream(wanted.split("[_ .]+"))
                .filter(part -> part.length() > 2)
                .toList();
        if (parts.isEmpty()) {
            return null;
        }
        return known.stream()
                .filter(candidate -> parts.stream().allMatch(candidate.toLowerCase(Locale.ROOT)::contains))
                .min((a, b) -> a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b))
                .orElse(null);
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
    static int edits(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            distance[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            distance[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(distance[i - 1][j] + 1, distance[i][j - 1] + 1);
                best = Math.min(best, distance[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, distance[i - 2][j - 2] + 1);
                }
                distance[i][j] = best;
            }
        }
        return distance[a.length()][b.length()];
    }

    /** The first values in quotes, and how many more there are. */
    static String choices(List<String> values) {
        int shown = Math.min(values.size(), 8);
        String list = values.subList(0, shown).stream().map(PythonText::quote).collect(Collectors.joining(", "));
        return shown < values.size() ? list + " and " + (values.size() - shown) + " more" : list;
    }

    /** The beginning of a text, on one line. */
    static String excerpt(String text) {
        String visible =
                text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}&&[^\n\t]]", "\uFFFD").replace('\t', ' ');
        String line = visible.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST && line.length() == visible.strip().length()
                ? line
                : line.substring(0, Math.min(line.length(), LONGEST)) + "…";
    }
}
