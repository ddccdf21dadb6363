package dev.selvedge.eval;

import dev.selvedge.core.Message;
import dev.selvedge.core.search.Retrieval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Examples that a model is shown before its question, each as a turn of the conversation: in-context learning, the baseline
 * of WorkflowLLM (arXiv 2411.05451, section 4) that needs no training. The examples come from the training part.
 */
public final class InContext implements AutoCloseable {
    /** Which examples are shown. */
    public enum Choice {
        /** Those whose queries share most words with the question, by BM25; the nearest stands last. */
        RETRIEVED,
        /** The same for every question, drawn by the seed. */
        FIXED
    }

    private final List<Example> examples;
    private final Choice choice;
    private final Retrieval retrieval;

    /**
     * An example.
     *
     * @param query alone, for finding it
     * @param asked all that a model reads: query and interfaces
     * @param answer in full: plan and code
     */
    public record Example(String query, String asked, String answer) {}

    /**
     * Examples to choose from.
     *
     * @param seed decides which are fixed, and the rest where fewer share a word with a question
     */
    public InContext(List<Example> examples, Choice choice, long seed) {
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(seed));
        this.examples = List.copyOf(shuffled);
        this.choice = choice;
        this.retrieval = Retrieval.over(this.examples.stream()
                .map(example -> new Retrieval.Entry("", example.query))
                .toList());
    }

    /**
     * The turns before a question.
     *
     * @param k how many examples; fewer where there are fewer
     */
    public List<Message> before(String query, int k) {
        List<Message> turns = new ArrayList<>();
        for (Example example : chosen(query, Math.min(k, examples.size()))) {
            turns.add(Message.user(example.asked));
            turns.add(Message.assistant(example.answer));
        }
        return turns;
    }

    private List<Example> chosen(String query, int k) {
        if (k == 0) {
            return List.of();
        }
        List<Example> chosen = new ArrayList<>();
        switch (choice) {
            case RETRIEVED -> retrieval.nearest(query, k).forEach(hit -> chosen.addFirst(examples.get(hit.index())));
            case FIXED -> {}
        }
        for (Example example : examples) {
            if (chosen.size() == k) {
                break;
            }
            if (!chosen.contains(example)) {
                chosen.addFirst(example);
            }
        }
        return chosen;
    }

    @Override
    public void close() {
        retrieval.close();
    }
}
