package dev.selvedge.synth.darc;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.near.NearDuplicates;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Refuses questions that nearly repeat another of the same list, as {@value Repeats#REASON}: of those that resemble each
 * other the first of the hardest level is kept. After DARC's removal of duplicates (section 5 of the generator, which
 * defines it and never calls it), which compares vectors of sentences (cosine 0.6) from the hardest question down. Here
 * pairs of neighbouring content words are compared, so that no model is needed and questions of the same form about
 * different things stay apart.
 *
 * @param resemblance of the content words
 */
public record DistinctQuestions(Resemblance resemblance) implements Inquiry {
    /** From here on questions are nearly the same. */
    static final double LIKENESS = 0.75;

    /** Three of four pairs of neighbouring words in common. */
    public static final DistinctQuestions STANDARD =
            new DistinctQuestions(new Resemblance(Resemblance.Unit.WORDS, 2, false, LIKENESS));

    @Override
    public List<Outcome<Task>> of(List<Task> questions) {
        List<Integer> order = IntStream.range(0, questions.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -level(questions.get(i))))
                .toList();
        Repeats repeats = NearDuplicates.of(
                order.stream().map(i -> compared(questions.get(i))).toList(), resemblance);
        var outcomes = new ArrayList<Outcome<Task>>(
                questions.stream().map(Outcome::keep).toList());
        for (int number = 0; number < order.size(); number++) {
            Task question = questions.get(order.get(number));
            outcomes.set(
                    order.get(number),
                    repeats.outcome(number, question, kept -> "'" + text(questions.get(order.get(kept))) + "'"));
        }
        return outcomes;
    }

    private static double level(Task question) {
        return question.has(Fields.LEVEL) ? question.number(Fields.LEVEL) : 0;
    }

    private static String text(Task question) {
        return question.text(Fields.QUESTION);
    }

    /** What is compared: the whole text where it has no content word. */
    private static String compared(Task question) {
        List<String> words = ContentWords.of(text(question));
        return words.isEmpty() ? text(question) : String.join(" ", words);
    }
}
