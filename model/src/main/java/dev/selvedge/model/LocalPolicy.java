package dev.selvedge.model;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model of ours as a policy. Prompts that are asked together are answered together. */
public final class LocalPolicy implements Policy, AutoCloseable {
    private final String name;
    private final Model model;
    private final Workers workers;

    private LocalPolicy(String name, Model model, int threads) {
        this.name = name;
        this.model = model;
        this.workers = new Workers(threads);
    }

    /**
     * Loads a model directory.
     *
     * @param name for records and reports
     * @param threads of arithmetic, 0 for one per core
     * @throws dev.selvedge.core.UserException if it is no model directory
     */
    public static LocalPolicy load(String name, Path directory, int threads) {
        return new LocalPolicy(name, Model.read(directory), threads);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply complete(Prompt prompt) {
        return completeAll(List.of(prompt)).getFirst();
    }

    /** A prompt that is too long for the model fails alone; the others are answered. */
    @Override
    public synchronized List<Reply> completeAll(List<Prompt> prompts) {
        int positions = model.transformer().config().maxPositions();
        List<Generator.Request> requests = new ArrayList<>();
        int[] request = new int[prompts.size()];
        int[] lengths = new int[prompts.size()];
        for (int i = 0; i < request.length; i++) {
            Prompt prompt = prompts.get(i);
            int[] ids = model.chat().prompt(prompt.tools(), prompt.messages()).ids();
            lengths[i] = ids.length;
            request[i] = ids.length < positions ? requests.size() : -1;
            if (request[i] >= 0) {
                requests.add(new Generator.Request(ids, prompt.sampling(), stop(prompt)));
            }
        }
        List<Generator.Generated> generated =
                new Generator(model.transformer(), model.chat().endTokens(), workers).generate(requests);
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < request.length; i++) {
            replies.add(
                    request[i] < 0
                            ? new Reply.Failure(
                                    Fault.DATA,
                                    "The prompt has " + lengths[i] + " tokens; this model reads at most "
                                            + (positions - 1) + ".")
                            : reply(prompts.get(i), lengths[i], generated.get(request[i])));
        }
        return replies;
    }

    private Generator.Stop stop(Prompt prompt) {
        List<String> strings = prompt.sampling().stop();
        return strings.isEmpty()
                ? Generator.Stop.NEVER
                : (ids, count) -> {
                    String text = model.tokenizer().decode(Arrays.copyOf(ids, count));
                    return strings.stream().anyMatch(text::contains);
                };
    }

    private Reply reply(Prompt prompt, int promptTokens, Generator.Generated generated) {
        int[] ids = generated.tokens().ids();
        Message message = model.chat().read(ids);
        for (String stop : prompt.sampling().stop()) {
            int at = message.content().indexOf(stop);
            if (at >= 0) {
                message = new Message(
                        message.role(),
                        message.content().substring(0, at),
                        message.reasoning(),
                        message.toolCalls(),
                        message.toolCallId());
            }
        }
        return new Reply.Completion(message, generated.finish(), promptTokens, ids.length, generated.tokens());
    }

    @Override
    public void close() {
        workers.close();
        model.close();
    }
}
