package dev.selvedge.serve;

import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Constraint;
import dev.selvedge.model.Engine;
import dev.selvedge.model.GenerationDefaults;
import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Model;
import dev.selvedge.model.Reading;
import dev.selvedge.model.SamplingRule;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.serve.CompletionCall.TextOrTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model on this machine that answers, token by token. */
final class ModelAnswering implements Answering {
    private final String name;
    private final Model model;
    private final Engine engine;
    private final int maxPositions;
    private final Set<Integer> specials;
    private final Constraints constraints;
    /** Wanted before plain text; conversations and given tokens have it where they want it. */
    private final OptionalInt beginToken;

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
        this.beginToken = model.beginToken();
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
        List<int[]> prompts = List.of(checked("messages", prompt));
        Constraint constraint = constraints.of(call);
        if (!(call.shape() instanceof Shape.Text)) {
            // JSON that was asked for is no call, even if the format would read one in it.
            return new Ready(prompts, List.of(""), call.wanted(), constraint, ReplyText.Form.PLAIN, this::plain);
        }
        ReplyText.Form form = call.tools().isEmpty() ? ReplyText.Form.MESSAGE : ReplyText.Form.MESSAGE_WITH_TOOLS;
        Function<int[], Reading> reader = ids -> model.chat().reading(ids, call.tools());
        return new Ready(prompts, List.of(""), call.wanted(), constraint, form, reader);
    }

    @Override
    public Prepared complete(CompletionCall call) throws Refusal {
        List<int[]> prompts = new ArrayList<>();
        List<String> echoes = new ArrayList<>();
        for (TextOrTokens given : call.prompts()) {
            int[] prompt = checked("prompt", tokens("prompt", given));
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
            case TextOrTokens.Text(String text) ->
                IntStream.concat(
                                beginToken.stream(),
                                Arrays.stream(model.tokenizer().encode(text)))
                        .toArray();
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

    private int[] checked(String field, int[] prompt) throws Refusal {
        if (prompt.length >= maxPositions) {
            throw Refusal.tooLong(
                    field,
                    "The prompt has " + prompt.length + " tokens, but the model holds " + maxPositions
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
            int[] ids = checked("input", tokens("input", input));
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
            EngineReply reply = new EngineReply(texts, limit, read, wanted.stream());
            for (int i = 0; i < choices(); i++) {
                reply.submit(engine, request(i, arrival), i, echoes.get(i / wanted.choices()));
            }
            return reply;
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
}
