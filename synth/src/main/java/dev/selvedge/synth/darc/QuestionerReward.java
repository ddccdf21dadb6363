package dev.selvedge.synth.darc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The Questioner's reward (DARC, stage 1) as published: gates in the order of their cost, the distance between the
 * measured and the wanted success rate, and penalties for copies, for questions beside the document, and for levels that
 * are not in order. Pure: what Solvers and the judge say is handed in.
 *
 * @param targets the wanted success rate of each level
 * @param documentAnswers whether the reference is the vote of Solvers with the document; else the Questioner's own answer
 * @param mostCopied a copied share above this is refused; nothing is where it is 1 or more
 * @param ranking whether levels of one document are compared
 * @param rankingMargin by how much an easier level should be answered more often
 * @param rankingWeight what falls short of that costs this many times
 */
public record QuestionerReward(
        Map<Integer, Double> targets,
        boolean documentAnswers,
        double mostCopied,
        boolean ranking,
        double rankingMargin,
        double rankingWeight) {
    public static final QuestionerReward PUBLISHED = new QuestionerReward(Targets.PUBLISHED, true, 0.8, true, 0.2, 0.5);

    private static final double REFUSED = -1;
    private static final double NEVER_SOLVED = -0.1;

    /** What others say of questions. */
    public interface Witnesses {
        /** The vote of Solvers that read the document; empty where they have none. */
        String documentAnswer(String document, String question, String answerType);

        /** The share of Solvers without the document that give the reference, −1 where none answered. */
        double successRate(String question, String reference, String answerType);

        /** Whether a question is about its document. */
        boolean related(String document, String question);
    }

    /**
     * What a question is worth.
     *
     * @param overall the reward
     * @param format 1 where it passed the gates before the Solvers were asked
     * @param accuracy the success rate
     */
    public record Scored(double overall, double format, double accuracy) {}

    /** The distance reward alone. */
    public double distance(OptionalDouble successRate, int level) {
        Double target = targets.get(level);
        if (target == null || successRate.isEmpty() || successRate.getAsDouble() < 0) {
            return REFUSED;
        }
        double rate = successRate.getAsDouble();
        return rate == 0 ? NEVER_SOLVED : 1 - Math.abs(rate - target);
    }

    /** A row on its way through the gates. */
    private static final class Row {
        final Assignment assignment;
        final String question;
        final String reference;
        final String type;
        final double rate;
        double overall;

        Row(Assignment assignment, String question, String reference, String type, double rate) {
            this.assignment = assignment;
            this.question = question;
            this.reference = reference;
            this.type = type;
            this.rate = rate;
        }

        int level() {
            return assignment.level().orElseThrow();
        }
    }

    /** Scores a batch: the levels of one document are compared within it, so the order of its rows counts. */
    public List<Scored> score(List<String> replies, List<Assignment> assignments, Witnesses witnesses) {
        List<Optional<Row>> rows = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            rows.add(row(replies.get(i), assignments.get(i), witnesses));
        }
        List<Row> passed = rows.stream().flatMap(Optional::stream).toList();
        passed.forEach(row -> row.overall = distance(OptionalDouble.of(row.rate), row.level()));
        passed.forEach(row -> judge(row, witnesses));
        if (ranking) {
            rank(passed);
        }
        return rows.stream()
                .map(row -> row.map(passedRow -> new Scored(passedRow.overall, 1, passedRow.rate))
                        .orElse(new Scored(REFUSED, 0, 0)))
                .toList();
    }

    private Optional<Row> row(String reply, Assignment assignment, Witnesses witnesses) {
        Optional<QuestionReply> read = QuestionReply.read(reply);
        if (read.isEmpty() || assignment.level().isEmpty()) {
            return Optional.empty();
        }
        String question = read.get().question();
        String type = assignment.answerType().orElse("");
        if (type.equals("categorical") && !AnswerType.hasOptions(question)) {
            return Optional.empty();
        }
        String document = assignment.document().orElse("");
        String answer = documentAnswers
                ? witnesses.documentAnswer(document, question, type)
                : read.get().answer().orElse("").strip();
        if (type.equals("boolean")) {
            answer = answer.toLowerCase(Locale.ROOT);
        }
        if (answer.isBlank() || !AnswerType.fits(answer, type)) {
            return Optional.empty();
        }
        String reference =
                type.equals("categorical") ? AnswerType.letter(answer).orElse(answer) : answer;
        return Optional.of(
                new Row(assignment, question, reference, type, witnesses.successRate(question, reference, type)));
    }

    private void judge(Row row, Witnesses witnesses) {
        Optional<String> document = row.assignment.document();
        if (document.isEmpty()) {
            return;
        }
        boolean copied = mostCopied < 1
                && CopyRatio.of(document.get(), row.question, CopyRatio.PIECE, CopyRatio.MOST_CHARACTERS) > mostCopied;
        if (copied || !witnesses.related(document.get(), row.question)) {
            row.overall = REFUSED;
        }
    }

    /** Compares each row with the next of a higher level of the same document; penalties add up. */
    private void rank(List<Row> rows) {
        Map<String, List<Row>> documents = new TreeMap<>();
        for (Row row : rows) {
            if (row.rate >= 0 && row.overall >= 0 && row.assignment.documentId().isPresent()) {
                documents
                        .computeIfAbsent(row.assignment.documentId().get(), id -> new ArrayList<>())
                        .add(row);
            }
        }
        for (List<Row> ofDocument : documents.values()) {
            ofDocument.sort(Comparator.comparingInt(Row::level));
            for (int i = 0; i + 1 < ofDocument.size(); i++) {
                Row easier = ofDocument.get(i);
                Row harder = ofDocument.get(i + 1);
                if (easier.level() < harder.level()) {
                    double penalty = rankingWeight * Math.max(0, harder.rate + rankingMargin - easier.rate);
                    easier.overall = Math.max(0, easier.overall - penalty);
                    harder.overall = Math.max(0, harder.overall - penalty);
                }
            }
        }
    }
}
