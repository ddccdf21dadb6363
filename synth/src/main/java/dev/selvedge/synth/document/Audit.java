package dev.selvedge.synth.document;

/**
 * What an auditor finds of a document: whether it can carry questions of each level.
 *
 * @param easy one or two passages answer a question with a step or two
 * @param medium at least two passages have to be joined, in two or three steps
 * @param hard three passages or more, far from each other, in five steps or more
 * @param accepted whether the auditor would keep it, all said
 * @param analysis how it came to that
 * @param reason of the decision
 * @param missing what the document lacks, empty for nothing
 * @param read how many of the document's characters it was shown
 * @param auditor its name
 */
public record Audit(
        boolean easy,
        boolean medium,
        boolean hard,
        boolean accepted,
        String analysis,
        String reason,
        String missing,
        int read,
        String auditor) {
    /** Whether it finds all three levels possible. */
    public boolean allLevels() {
        return easy && medium && hard;
    }
}
