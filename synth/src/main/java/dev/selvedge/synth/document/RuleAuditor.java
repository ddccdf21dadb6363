package dev.selvedge.synth.document;

import dev.selvedge.core.run.Outcome;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Audits by counting, for work without a judge. It knows nothing of what a document means: a document passes that has
 * enough different statements, in enough passages, with enough details (numbers, and names with digits, underscores or
 * inner capitals) for the spans and steps that the levels ask for. It keeps well-formed nonsense, and its verdicts are no
 * measure of a corpus.
 */
public final class RuleAuditor implements Auditor {
    public static final String NAME = "counting rule";

    private static final Pattern PASSAGE = Pattern.compile("\n\n+");
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?;])\\s+|(?<=[。！？])|\n");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+(?:[.'’-][\\p{L}\\p{N}_]+)*");
    private static final Pattern DETAIL = Pattern.compile("\\p{N}|_|\\p{Ll}\\p{Lu}");
    private static final int WORDS = 4;
    private static final int IDEOGRAPHS = 8;

    private final Floors floors;

    /**
     * What each level needs.
     *
     * @param easyStatements different sentences or lines of at least four words
     * @param mediumStatements the same for the medium level
     * @param mediumPassages blocks with a statement
     * @param hardStatements the same for the hard level
     * @param hardPassages the same for the hard level
     * @param hardDetails different details
     */
    public record Floors(
            int easyStatements,
            int mediumStatements,
            int mediumPassages,
            int hardStatements,
            int hardPassages,
            int hardDetails) {
        /** After the spans and steps that DARC asks for: 1 to 2 spans; 2 or more; 3 or more with 5 steps. */
        public static final Floors STANDARD = new Floors(2, 4, 2, 8, 3, 3);
    }

    public RuleAuditor(Floors floors) {
        this.floors = floors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome<Audited> audit(Document document) {
        Set<String> statements = new HashSet<>();
        Set<String> details = new HashSet<>();
        int passages = 0;
        for (String passage : PASSAGE.split(document.text(), -1)) {
            int before = statements.size();
            for (String sentence : SENTENCE.split(passage, -1)) {
                count(sentence, statements, details);
            }
            passages += statements.size() > before ? 1 : 0;
        }
        boolean easy = statements.size() >= floors.easyStatements();
        boolean medium = statements.size() >= floors.mediumStatements() && passages >= floors.mediumPassages();
        boolean hard = statements.size() >= floors.hardStatements()
                && passages >= floors.hardPassages()
                && details.size() >= floors.hardDetails();
        String counts = String.format(
                Locale.ROOT,
                "It has %d statements in %d passages, with %d details.",
                statements.size(),
                passages,
                details.size());
        return Audited.decide(
                document,
                new Audit(
                        easy,
                        medium,
                        hard,
                        easy && medium && hard,
                        counts,
                        counts,
                        "",
                        document.text().length(),
                        NAME));
    }

    private static void count(String sentence, Set<String> statements, Set<String> details) {
        Matcher words = WORD.matcher(sentence);
        StringBuilder normal = new StringBuilder();
        int count = 0;
        for (MatchResult word : words.results().toList()) {
            normal.append(word.group().toLowerCase(Locale.ROOT)).append(' ');
            count++;
            if (DETAIL.matcher(word.group()).find()) {
                details.add(word.group());
            }
        }
        if (count >= WORDS || normal.chars().filter(Character::isIdeographic).count() >= IDEOGRAPHS) {
            statements.add(normal.toString());
        }
    }
}
