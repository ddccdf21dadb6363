package dev.selvedge.model;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tokens;
import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.grammar.TokenTrie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine as a policy. Conversations given together are continued together, which is many times faster
 * than one after the other. Replies carry the exact tokens with their log-probabilities.
 */
public final class LocalPolicy implements Policy, AutoCloseable {
    private final String name;
    private final Model model;
    private final boolean owner;
    private final Generator generator;
    private @Nullable TokenTrie vocabulary;

    /**
     * Owns the model from now on.
     *
     * @param name for records and reports
     * @param threads 0 for as many as there are cores
     */
    public LocalPolicy(String name, Model model, int threads) {
        this(name, model, threads, true);
    }

    private LocalPolicy(String name, Model model, int threads, boolean owner) {
        this.name = name;
        this.model = model;
        this.owner = owner;
        this.generator = new Generator(model, threads, 64);
    }

    /** A policy over a model that others use too, and that is not closed with it. */
    public static LocalPolicy sharing(String name, Model model, int threads) {
        return new LocalPolicy(name, model, threads, false);
    }

    /**
     * Loads a model directory.
     *
     * @param name for records and reports
     * @param threads 0 for as many as there are cores
     * @throws dev.selvedge.core.UserException if it is no model directory
     */
    public static LocalPolicy load(String name, Path directory, int threads) {
        return new LocalPolicy(name, Model.open(directory), threads);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply complete(Prompt prompt) {
        return completeAll(List.of(prompt)).getFirst();
    }

    @Override
    public List<Reply> completeAll(List<Prompt> prompts) {
        return completeAll(prompts, Collections.nCopies(prompts.size(), null));
    }

    /** The model's tokens, for constraints; made when it is first asked for. */
    public synchronized TokenTrie vocabulary() {
        TokenTrie known = vocabulary;
        if (known == null) {
            known = new TokenTrie(model.tokenizer());
            vocabulary = known;
        }
        return known;
    }

    /**
     * The same model, of whose replies only those can come that fit a constraint. It needs no closing, and works while
     * this policy is open.
     *
     * @param shape made for this policy's {@link #vocabulary}
     */
    public Policy constrained(Constraint shape) {
        return new Constrained(this, shape);
    }

    /**
     * Continues a conversation that only grows: sampled tokens of its steps are taken over as they are, never decoded and
     * encoded again. May be called beside other calls; an interrupt ends it with a failure.
     *
     * @param shape that the reply must fit, null for any; made for this policy's {@link #vocabulary}
     */
    public Reply reply(List<Step> steps, Sampling sampling, @Nullable Constraint shape) {
        Conversation conversation = model.chat().begin(List.of());
        for (Step step : steps) {
            conversation = conversation.append(step);
        }
        int[] ids = conversation.openReply().tokens().ids();
        int limit = model.transformer().config().maxPositions();
        if (ids.length >= limit) {
            return tooLong(ids.length, limit);
        }
        try {
            Generation generation =
                    generator.generateInterruptibly(request(ids, sampling).withConstraint(shape));
            return reply(new Prompt(List.of(), List.of(), sampling), ids.length, generation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Failure(Fault.SYSTEM, "Nobody waited for the reply.");
        } catch (RuntimeException e) {
            return new Reply.Failure(Fault.SYSTEM, "The model could not be run: " + firstLine(e) + ".");
        }
    }

    private static Reply tooLong(int length, int limit) {
        return new Reply.Failure(
                Fault.POLICY,
                "The prompt has " + length + " tokens, but the model holds " + limit + ", the reply included.");
    }

    private record Constrained(LocalPolicy policy, Constraint shape) implements Policy {
        @Override
        public String name() {
            return policy.name;
        }

        @Override
        public Reply complete(Prompt prompt) {
            return completeAll(List.of(prompt)).getFirst();
        }

        @Override
        public List<Reply> completeAll(List<Prompt> prompts) {
            return policy.completeAll(prompts, Collections.nCopies(prompts.size(), shape));
        }
    }

    /**
     * Continues several conversations, each held to a constraint of its own.
     *
     * @param shapes for each prompt a constraint that was made for this policy's {@link #vocabulary}, or null
     */
    public synchronized List<Reply> completeAll(List<Prompt> prompts, List<? extends @Nullable Constraint> shapes) {
        int limit = model.transformer().config().maxPositions();
        var requests = new ArrayList<GenerationRequest>();
        var tooLong = new int[prompts.size()];
        for (int i = 0; i < tooLong.length; i++) {
            Prompt prompt = prompts.get(i);
            int[] ids = model.chat().prompt(prompt.tools(), prompt.messages()).ids();
            if (ids.length >= limit) {
                tooLong[i] = ids.length;
            } else {
                requests.add(request(ids, prompt.sampling()).withConstraint(shapes.get(i)));
            }
        }
        List<Generation> generations;
        try {
            generations = generator.generate(requests);
        } catch (RuntimeException e) {
            var failure = new Reply.Failure(Fault.SYSTEM, "The model could not be run: " + firstLine(e) + ".");
            return prompts.stream().map(p -> (Reply) failure).toList();
        }
        var replies = new ArrayList<Reply>();
        int next = 0;
        for (int i = 0; i < tooLong.length; i++) {
            if (tooLong[i] > 0) {
                replies.add(tooLong(tooLong[i], limit));
            } else {
                replies.add(reply(prompts.get(i), requests.get(next).prompt().length, generations.get(next)));
                next++;
            }
        }
        return replies;
    }

    private GenerationRequest request(int[] prompt, Sampling sampling) {
        return GenerationRequest.greedy(
                        prompt, sampling.maxTokens(), model.chat().endTokens())
                .sampled(
                        SamplingRule.at(sampling.temperature())
                                .withTopK(sampling.topK())
                                .withTopP(sampling.topP()),
                        sampling.seed())
                .withStopStrings(sampling.stop());
    }

    private Reply reply(Prompt prompt, int promptTokens, Generation generation) {
        Message message = model.chat().reading(generation.ids(), prompt.tools()).message();
        if (generation.ending() == Ending.STOP_STRING) {
            message = new Message(
                    message.role(),
                    beforeStop(message.content(), prompt.sampling().stop()),
                    message.reasoning(),
                    message.toolCalls(),
                    message.toolCallId());
        }
        String finish = switch (generation.ending()) {
            case STOP_TOKEN -> message.toolCalls().isEmpty() ? "stop" : "tool_calls";
            case STOP_STRING, CONSTRAINT_END -> "stop";
            case MAX_TOKENS, MAX_POSITIONS -> "length";
            case CANCELLED -> "cancelled";
        };
        return new Reply.Completion(
                message,
                finish,
                promptTokens,
                generation.ids().length,
                new Tokens(generation.ids(), generation.logProbs()));
    }

    private static String beforeStop(String content, List<String> stops) {
        int end = content.length();
        for (String stop : stops) {
            int at = content.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return content.substring(0, end);
    }

    /** libtorch appends a native stack trace to its messages. */
    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public synchronized void close() {
        generator.close();
        if (owner) {
            model.close();
        }
    }
}
