package dev.selvedge.serve;

import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Constraint;
import dev.selvedge.model.Engine;
import dev.selvedge.model.Generation;
import dev.selvedge.model.GenerationDefaults;
import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Model;
import dev.selvedge.model.Reading;
import dev.selvedge.model.Sampled;
import dev.selvedge.model.SamplingRule;
import dev.selvedge.model.Ticket;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.serve.CompletionCall.TextOrTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model on this machine that answers, token by token. */
final class ModelAnswering implements Answering {
    private final String name;
    private final Model model;
    private final Engine engine;
    private final int maxPositions;
    private final Set<Integer> specials;
    private final Constraints constraints;
    private final AtomicLong arrivals = new AtomicLong();

    /**
     * An engine for a model.
     *
     * @param model not closed with this
     * @param threads 0 for as many as there are cores
     * @param rows most choices at a time
     */
    ModelAnswering(String name, Model model, int threads, int rows) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.name = name;
        this.model = model;
        this.engine = new Engine(model, count, (rows + count - 1) / count);
        this.constraints = new Constraints(model);
        this.maxPositions = model.transformer().config().maxPositions();
        this.specials = new HashSet<>(model.tokenizer().specials().values());
    }

    @Override
    public String name() {
        return name;
    }

    /** As the model's makers say, and where they say nothing, as the protocol does. */
    @Override
    public SamplingRule defaults() {
        GenerationDefaults said = model.companions().generation();
        return SamplingRule.at(said.temperature().orElse(1))
                .withTopP(said.topP().orElse(1))
                .withTopK(said.topK().orElse(0))
                .withMinP(said.minP().orElse(0))
                .withPenalties(said.repetitionPenalty().orElse(1), 0, 0);
    }

    @Override
    public TokenText tokenText() {
        Tokenizer tokenizer = model.tokenizer();
        return id -> tokenizer.has(id) ? tokenizer.bytes(id) : new byte[0];
    }

    @Override
    public Prepared chat(ChatCall call) throws Refusal {
        int[] prompt;
        try {
            prompt = model.chat().prompt(call.tools(), call.messages()).ids();
        } catch (UserException | IllegalArgumentException e) {
            throw Refusal.invalid(
                    "messages", "The model's chat format does not take these messages: " + e.getMessage());
        }
        ReplyText.Form form = call.tools().isEmpty() ? ReplyText.Form.MESSAGE : ReplyText.Form.MESSAGE_WITH_TOOLS;
        Constraint constraint = constraints.of(call);
        return new Ready(
                List.of(checked(prompt)),
                List.of(""),
                call.wanted(),
                constraint,
                form,
                ids -> model.chat().reading(ids, call.tools()));
    }

    @Override
    public Prepared complete(CompletionCall call) throws Refusal {
        List<int[]> prompts = new ArrayList<>();
        List<String> echoes = new ArrayList<>();
        for (TextOrTokens given : call.prompts()) {
            int[] prompt = checked(tokens("prompt", given));
            prompts.add(prompt);
            echoes.add(call.echo() ? visible(prompt) : "");
        }
        return new Ready(prompts, echoes, call.wanted(), null, ReplyText.Form.PLAIN, this::plain);
    }

    private Reading plain(int[] ids) {
        return new Reading(Message.assistant(visible(ids)), List.of());
    }

    /** The text of tokens, without special ones. */
    private String visible(int[] ids) {
        Tokenizer tokenizer = model.tokenizer();
        return tokenizer.decode(Arrays.stream(ids)
                .filter(id -> tokenizer.has(id) && !specials.contains(id))
                .toArray());
    }

    private int[] tokens(String field, TextOrTokens given) throws Refusal {
        int[] ids = switch (given) {
            case TextOrTokens.Text(String text) -> model.tokenizer().encode(text);
            case TextOrTokens.TokenIds(int[] told) -> told;
        };
        if (ids.length == 0) {
            throw Refusal.invalid(field, "'" + field + "' has no tokens.");
        }
        for (int id : ids) {
            if (!model.tokenizer().has(id)) {
                throw Refusal.invalid(field, "'" + field + "' has the token id " + id + ", which the model lacks.");
            }
        }
        return ids;
    }

    private int[] checked(int[] prompt) throws Refusal {
        if (prompt.length >= maxPositions) {
            throw Refusal.tooLong("The prompt has " + prompt.length + " tokens, but the model holds " + maxPositions
                    + ", the reply included.");
        }
        return prompt;
    }

    @Override
    public Embeddings embed(EmbeddingCall call) throws Refusal {
        int width = model.transformer().config().width();
        if (call.dimensions() != 0 && call.dimensions() != width) {
            throw Refusal.unsupported("dimensions", "'dimensions' is " + width + " here; leave it out.");
        }
        List<int[]> texts = new ArrayList<>();
        int count = 0;
        for (TextOrTokens input : call.inputs()) {
            int[] ids = checked(tokens("input", input));
            texts.add(ids);
            count += ids.length;
        }
        return new Embeddings(engine.embed(texts, true), count);
    }

    @Override
    public String metrics() {
        Engine.Counters now = engine.counters();
        StringBuilder text = new StringBuilder();
        Counters.one(text, "selvedge_engine_rows_active", "Sequences in work.", "gauge", now.active());
        Counters.one(text, "selvedge_engine_rows_waiting", "Sequences without a row.", "gauge", now.waiting());
        Counters.one(
                text, "selvedge_engine_prefilled_tokens_total", "Prompt tokens run.", "counter", now.prefilledTokens());
        Counters.one(
                text,
                "selvedge_engine_shared_tokens_total",
                "Prompt tokens that another sequence had already.",
                "counter",
                now.sharedTokens());
        Counters.one(text, "selvedge_engine_sampled_tokens_total", "Tokens sampled.", "counter", now.sampledTokens());
        Counters.one(text, "selvedge_engine_cache_bytes", "Memory of keys and values.", "gauge", now.cacheBytes());
        return text.toString();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Prompts with all that is needed to continue each so many times; choices of one prompt follow each other. */
    private final class Ready implements Prepared {
        private final List<int[]> prompts;
        private final List<String> echoes;
        private final Wanted wanted;
        private final @Nullable Constraint constraint;
        private final ReplyText.Form form;
        private final Function<int[], Reading> reader;

        Ready(
                List<int[]> prompts,
                List<String> echoes,
                Wanted wanted,
                @Nullable Constraint constraint,
                ReplyText.Form form,
                Function<int[], Reading> reader)
                throws Refusal {
            this.prompts = prompts;
            this.echoes = echoes;
            this.wanted = wanted;
            this.constraint = constraint;
            this.form = form;
            this.reader = reader;
            for (int id : wanted.rule().logitBias().keySet()) {
                if (id >= model.transformer().config().vocabularySize()) {
                    throw Refusal.invalid(
                            "logit_bias", "'logit_bias' has the token id " + id + ", which there is not.");
                }
            }
        }

        @Override
        public int choices() {
            return prompts.size() * wanted.choices();
        }

        @Override
        public List<int[]> prompts() {
            return prompts;
        }

        @Override
        public Making start(int tokensBehind) {
            long arrival = arrivals.getAndIncrement();
            List<ReplyText> texts = new ArrayList<>();
            int read = 0;
            for (int i = 0; i < choices(); i++) {
                String calls = "call_" + arrival + "_" + i + "_";
                texts.add(new ReplyText(reader, form, wanted.stop(), calls));
                read += i % wanted.choices() == 0 ? prompts.get(i / wanted.choices()).length : 0;
            }
            int limit = wanted.stream() ? tokensBehind * choices() : Integer.MAX_VALUE;
            Tokens tokens = new Tokens(texts, limit, read);
            for (int i = 0; i < choices(); i++) {
                tokens.submit(engine, request(i, arrival), i, echoes.get(i / wanted.choices()));
            }
            return tokens;
        }

        private GenerationRequest request(int choice, long arrival) {
            Set<Integer> ends = new HashSet<>(model.endTokens());
            ends.addAll(wanted.stopTokens());
            return new GenerationRequest(
                    prompts.get(choice / wanted.choices()),
                    wanted.maxTokens(),
                    wanted.minTokens(),
                    wanted.rule(),
                    wanted.seed(arrival, choice % wanted.choices()),
                    ends,
                    wanted.stop(),
                    Math.max(0, wanted.logProbs()),
                    constraint);
        }
    }

    /**
     * What came of a choice: a token, its end, or the text that stands before all.
     *
     * @param token null for another arrival
     * @param ending null for another arrival
     */
    private record Arrival(int choice, @Nullable Sampled token, Generation.@Nullable Ending ending, String echo) {}

    /** The tokens of a reply on their way from the engine. */
    private static final class Tokens implements Making {
        private final List<ReplyText> texts;
        private final Inbox<Arrival> inbox;
        private final List<Ticket> tickets = new ArrayList<>();
        private final int promptTokens;
        private int completionTokens;
        private int left;

        Tokens(List<ReplyText> texts, int limit, int promptTokens) {
            this.texts = texts;
            this.inbox = new Inbox<>(limit);
            this.promptTokens = promptTokens;
            this.left = texts.size();
        }

        private void submit(Engine engine, GenerationRequest request, int choice, String echo) {
            if (!echo.isEmpty()) {
                inbox.put(new Arrival(choice, null, null, echo));
            }
            Ticket ticket;
            try {
                ticket = engine.submit(request, token -> arrive(new Arrival(choice, token, null, "")));
            } catch (IllegalStateException e) {
                inbox.fail(Refusal.closing());
                return;
            }
            tickets.add(ticket);
            var _ = ticket.result().whenComplete((generation, failure) -> {
                if (failure == null) {
                    arrive(new Arrival(choice, null, generation.ending(), ""));
                } else if (!inbox.isOverflown()) {
                    inbox.fail(Refusal.failed(ModelServer.logged("the model failed", failure)));
                }
            });
        }

        /** On the engine's thread, so without waiting; what nobody reads is ended. */
        private void arrive(Arrival arrival) {
            if (!inbox.put(arrival)) {
                throw new IllegalStateException("the client is too far behind");
            }
        }

        @Override
        public List<Piece> next(Duration wait) throws IOException, Refusal, InterruptedException {
            Map<Integer, List<Sampled>> came = new LinkedHashMap<>();
            Map<Integer, Generation.Ending> ended = new LinkedHashMap<>();
            List<Piece> pieces = new ArrayList<>();
            for (Arrival arrival : inbox.take(wait)) {
                List<Sampled> tokens = came.computeIfAbsent(arrival.choice(), key -> new ArrayList<>());
                if (arrival.token() != null) {
                    tokens.add(arrival.token());
                } else if (arrival.ending() != null) {
                    ended.put(arrival.choice(), arrival.ending());
                } else {
                    pieces.add(new Piece(arrival.choice(), arrival.echo(), "", List.of(), List.of(), null));
                }
            }
            came.forEach((choice, tokens) -> {
                completionTokens += tokens.size();
                pieces.add(texts.get(choice).next(choice, tokens, ended.get(choice)));
            });
            left -= ended.size();
            return pieces;
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
            tickets.forEach(Ticket::cancel);
        }
    }
}
