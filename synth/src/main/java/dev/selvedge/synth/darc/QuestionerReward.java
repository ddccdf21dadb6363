package dev.selvedge.synth.darc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.selvedge.core.python.PythonSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

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
    private static final int MOST_LEVEL = 5;

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

    /**
     * A batch that was scored.
     *
     * @param scores of its rows, in their order
     * @param levels what was measured at each level that rows reached; rows that a gate stopped are in none
     */
    public record Batch(List<Scored> scores, Map<Integer, Level> levels) {}

    /**
     * The questions of one level.
     *
     * @param successRate mean, with −1 for a question that no Solver answered
     * @param distance mean of the distance reward alone
     * @param overall mean of the whole reward
     * @param questions number of them
     */
    public record Level(double successRate, double distance, double overall, int questions) {
        private static Level of(List<Row> rows) {
            return new Level(
                    mean(rows, row -> row.rate),
                    mean(rows, row -> row.distance),
                    mean(rows, row -> row.overall),
                    rows.size());
        }

        private static double mean(List<Row> rows, ToDoubleFunction<Row> of) {
            double sum = 0;
            for (Row row : rows) {
                sum += of.applyAsDouble(row);
            }
            return sum / rows.size();
        }
    }

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
        final double rate;
        double distance;
        double overall;

        Row(Assignment assignment, String question, double rate) {
            this.assignment = assignment;
            this.question = question;
            this.rate = rate;
        }

        int level() {
            return assignment.level().orElseThrow();
        }
    }

    /** Scores a batch: the levels of one document are compared within it, so the order of its rows counts. */
    public List<Scored> score(List<String> replies, List<Assignment> assignments, Witnesses witnesses) {
        return batch(replies, assignments, witnesses).scores();
    }

    /** Scores a batch, and tells what was measured at each level. */
    public Batch batch(List<String> replies, List<Assignment> assignments, Witnesses witnesses) {
        List<Optional<Row>> rows = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            rows.add(row(replies.get(i), assignments.get(i), witnesses));
        }
        List<Row> passed = rows.stream().flatMap(Optional::stream).toList();
        for (Row row : passed) {
            row.distance = distance(OptionalDouble.of(row.rate), row.level());
            row.overall = row.distance;
            judge(row, witnesses);
        }
        if (ranking) {
            rank(passed);
        }
        List<Scored> scores = rows.stream()
                .map(row -> row.map(passedRow -> new Scored(passedRow.overall, 1, passedRow.rate))
                        .orElse(new Scored(REFUSED, 0, 0)))
                .toList();
        Map<Integer, List<Row>> levels = passed.stream().collect(groupingBy(Row::level, TreeMap::new, toList()));
        Map<Integer, Level> measured = new TreeMap<>();
        levels.forEach((level, ofLevel) -> measured.put(level, Level.of(ofLevel)));
        return new Batch(scores, measured);
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
        Optional<String> answer = documentAnswers
                ? Optional.of(PythonSpace.strip(witnesses.documentAnswer(document, question, type)))
                : read.get().answer();
        if (answer.isEmpty() || !AnswerType.fits(answer.get(), type)) {
            return Optional.empty();
        }
        String reference = reference(answer.get(), type);
        return Optional.of(new Row(assignment, question, witnesses.successRate(question, reference, type)));
    }

    private static String reference(String answer, String type) {
        return switch (type) {
            case "categorical" -> AnswerType.letter(answer).orElse(answer);
            case "boolean" -> answer.toLowerCase(Locale.ROOT);
            default -> answer;
        };
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

    private void rank(List<Row> rows) {
        List<Row> ranked = rows.stream()
                .filter(row -> row.level() >= 1 && row.level() <= MOST_LEVEL)
                .filter(row -> row.rate >= 0 && row.overall >= 0)
                .filter(row -> row.assignment.documentId().isPresent())
                .toList();
        double[] less = new AdjacentRanking(rankingMargin, rankingWeight)
                .less(ranked.stream()
                        .map(row -> new AdjacentRanking.Ranked(
                                row.assignment.documentId().orElseThrow(), row.level(), row.rate))
                        .toList());
        for (int i = 0; i < less.length; i++) {
            ranked.get(i).overall = Math.max(0, ranked.get(i).overall - less[i]);
        }
    }
}
