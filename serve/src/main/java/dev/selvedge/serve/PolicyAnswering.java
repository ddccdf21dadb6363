package dev.selvedge.serve;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import dev.selvedge.model.Sampled;
import dev.selvedge.model.SamplingRule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A policy that answers. It gives whole replies, to conversations alone, and samples as {@link Sampling} says; what it
 * cannot do is refused by name. Tokens are told by their ids, where the policy tells them.
 */
final class PolicyAnswering implements Answering {
    private final Policy policy;
    private final AtomicLong arrivals = new AtomicLong();

    /** @param policy not closed with this */
    PolicyAnswering(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public SamplingRule defaults() {
        return SamplingRule.at(1);
    }

    @Override
    public @Nullable TokenText tokenText() {
        return null;
    }

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public Prepared chat(ChatCall call) throws Refusal {
        Wanted wanted = call.wanted();
        SamplingRule rule = wanted.rule();
        SamplingRule taken =
                SamplingRule.at(rule.temperature()).withTopK(rule.topK()).withTopP(rule.topP());
        require(rule.equals(taken), "min_p", "min_p, penalties and logit_bias");
        require(wanted.minTokens() == 0, "min_tokens", "min_tokens");
        require(wanted.stopTokens().isEmpty(), "stop_token_ids", "stop_token_ids");
        require(wanted.logProbs() <= 0, "top_logprobs", "top_logprobs");
        require(call.shape() instanceof Shape.Text, "response_format", "response_format");
        require(
                call.choice() instanceof ToolChoice.Auto || call.choice() instanceof ToolChoice.None,
                "tool_choice",
                "tool_choice, but for 'auto' and 'none',");
        long arrival = arrivals.getAndIncrement();
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < wanted.choices(); i++) {
            Sampling sampling = new Sampling(
                    rule.temperature(),
                    rule.topP(),
                    rule.topK(),
                    wanted.maxTokens(),
                    wanted.seed(arrival, i),
                    wanted.stop());
            prompts.add(new Prompt(call.messages(), call.tools(), sampling));
        }
        return new Asking(prompts);
    }

    private void require(boolean holds, String field, String what) throws Refusal {
        if (!holds) {
            throw Refusal.unsupported(field, "'" + policy.name() + "' does not know " + what + "; leave it out.");
        }
    }

    @Override
    public Prepared complete(CompletionCall call) throws Refusal {
        throw Refusal.of(404, "'" + policy.name() + "' only continues conversations: POST /v1/chat/completions.");
    }

    @Override
    public Embeddings embed(EmbeddingCall call) throws Refusal {
        throw Refusal.of(404, "'" + policy.name() + "' only continues conversations: POST /v1/chat/completions.");
    }

    @Override
    public void close() {}

    /** The same conversation, once for each choice. */
    private final class Asking implements Prepared {
        private final List<Prompt> prompts;

        Asking(List<Prompt> prompts) {
            this.prompts = prompts;
        }

        @Override
        public int choices() {
            return prompts.size();
        }

        @Override
        public List<int[]> prompts() {
            return List.of();
        }

        @Override
        public Making start(int tokensBehind) {
            Replies replies = new Replies(prompts.size());
            for (int i = 0; i < prompts.size(); i++) {
                int choice = i;
                replies.askers.add(Thread.ofVirtual().start(() -> replies.ask(policy, prompts.get(choice), choice)));
            }
            return replies;
        }
    }

    private record Arrival(int choice, Reply reply) {}

    private static final class Replies implements Making {
        private final List<Thread> askers = new ArrayList<>();
        private final Inbox<Arrival> inbox;
        private int left;
        private int promptTokens;
        private int completionTokens;

        Replies(int choices) {
            this.inbox = new Inbox<>(choices);
            this.left = choices;
        }

        private void ask(Policy policy, Prompt prompt, int choice) {
            try {
                inbox.put(new Arrival(choice, policy.complete(prompt)));
            } catch (RuntimeException e) {
                inbox.fail(Refusal.failed(ModelServer.logged("a policy failed", e)));
            }
        }

        @Override
        public List<Piece> next(Duration wait) throws IOException, Refusal, InterruptedException {
            List<Piece> pieces = new ArrayList<>();
            for (Arrival arrival : inbox.take(wait)) {
                left--;
                switch (arrival.reply()) {
                    case Reply.Failure failure -> throw Refusal.of(failure);
                    case Reply.Completion completion -> {
                        promptTokens = Math.max(promptTokens, completion.promptTokens());
                        completionTokens += Math.max(0, completion.completionTokens());
                        pieces.add(piece(arrival.choice(), completion));
                    }
                }
            }
            return pieces;
        }

        private static Piece piece(int choice, Reply.Completion completion) {
            Message message = completion.message();
            List<Piece.Call> calls = new ArrayList<>();
            message.toolCalls()
                    .forEach(call -> calls.add(new Piece.Call(calls.size(), call.id(), call.name(), call.arguments())));
            String reasoning = message.reasoning() == null ? "" : message.reasoning();
            return new Piece(
                    choice, message.content(), reasoning, calls, sampled(completion.tokens()), completion.finish());
        }

        private static List<Sampled> sampled(@Nullable Tokens tokens) {
            List<Sampled> sampled = new ArrayList<>();
            for (int i = 0; tokens != null && i < tokens.logProbs().length; i++) {
                sampled.add(new Sampled(tokens.ids()[i], tokens.logProbs()[i], List.of()));
            }
            return sampled;
        }

        @Override
        public boolean isOver() {
            return left == 0;
        }

        @Override
        public int promptTokens() {
            return promptTokens;
        }

        @Override
        public int completionTokens() {
            return completionTokens;
        }

        @Override
        public void fail(Refusal reason) {
            inbox.fail(reason);
        }

        @Override
        public void close() {
            if (!isOver()) {
                askers.forEach(Thread::interrupt);
            }
        }
    }
}
