package dev.selvedge.synth.export;

import dev.selvedge.core.Message;
import dev.selvedge.core.PromptText;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.PythonFunction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What WorkflowLLM's model reads and answers (its training code; section 3.3 of the paper): a system message, then the
 * request and the documents of all its actions as Python functions; and as the answer the plan after {@code Thought:},
 * an empty line, and the commented code after {@code Code:} in a fence. The words of the prompt are ours. Different from
 * the published code, an action without a document is listed by its identifier, not left out; nothing is cut off at a
 * length; and the conversation is rendered by the model's own chat format, not by hand.
 */
public final class PaperRow {
    private static final String SYSTEM =
            PromptText.load(PaperRow.class, "paper-system", Set.of()).text();
    private static final PromptText USER = PromptText.load(PaperRow.class, "paper-user", Set.of("query", "documents"));

    private PaperRow() {}

    /** What the model reads. */
    public static List<Message> prompt(String query, Collection<String> actions, Catalog catalog) {
        String documents = actions.stream()
                .map(id -> catalog.byId(id).map(PythonFunction::of).orElse("call(\"" + id + "\", ...)\n"))
                .collect(Collectors.joining("\n"))
                .strip();
        return List.of(
                Message.system(SYSTEM),
                Message.user(USER.fill(Map.of("query", query.strip(), "documents", documents))));
    }

    /** What it answers. */
    public static String target(String plan, String annotatedCode) {
        return "Thought:\n" + plan.strip() + "\n\nCode:\n```python\n" + annotatedCode.strip() + "\n```";
    }
}
