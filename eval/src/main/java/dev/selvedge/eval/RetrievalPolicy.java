package dev.selvedge.eval;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.search.Retrieval;
import java.util.List;

/**
 * The baseline that copies: it answers what the nearest known question was answered with, found by {@link Retrieval}. A
 * question that shares no word with any is answered with nothing.
 */
public final class RetrievalPolicy implements Policy, AutoCloseable {
    private final Retrieval retrieval;
    private final List<Example> examples;

    /**
     * A question with its answer.
     *
     * @param query as asked, without lists of actions
     * @param answer in full: plan and code as a model should write them
     */
    public record Example(String query, String answer) {}

    public RetrievalPolicy(List<Example> examples) {
        this.examples = List.copyOf(examples);
        retrieval = Retrieval.over(
                examples.stream().map(e -> new Retrieval.Entry("", e.query)).toList());
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public Reply complete(Prompt prompt) {
        String answer = retrieval.nearest(query(prompt), 1).stream()
                .map(hit -> examples.get(hit.index()).answer)
                .findFirst()
                .orElse("");
        return new Reply.Completion(Message.assistant(answer), "stop", -1, -1, null);
    }

    /** The first paragraph of the last user message: the question stands before the list of actions. */
    static String query(Prompt prompt) {
        String text = prompt.messages().reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .map(message -> message.content().strip())
                .findFirst()
                .orElse("");
        int end = text.indexOf("\n\n");
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public void close() {
        retrieval.close();
    }
}
