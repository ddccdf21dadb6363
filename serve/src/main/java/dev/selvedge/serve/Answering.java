package dev.selvedge.serve;

import dev.selvedge.model.SamplingRule;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers requests: a policy, or a model on this machine. Safe for several threads. */
interface Answering extends AutoCloseable {
    /** The model's name. */
    String name();

    /**
     * Gets ready to continue a conversation.
     *
     * @throws Refusal if the request cannot be answered, whatever else is going on
     */
    Prepared chat(ChatCall call) throws Refusal;

    /**
     * Gets ready to continue texts.
     *
     * @throws Refusal if the request cannot be answered, whatever else is going on
     */
    Prepared complete(CompletionCall call) throws Refusal;

    /**
     * Makes vectors of texts.
     *
     * @throws Refusal if the request cannot be answered
     */
    Embeddings embed(EmbeddingCall call) throws Refusal;

    /** How it samples where a request leaves that open. */
    SamplingRule defaults();

    /** How a token is told, as text and as bytes; null where tokens are known by their ids alone. */
    @Nullable
    TokenText tokenText();

    /** Lines for the metrics, about what is inside. */
    String metrics();

    @Override
    void close();

    /** The bytes of tokens. */
    interface TokenText {
        byte[] bytes(int id);
    }

    /** A reply that can begin. */
    interface Prepared {
        /** How many rows it takes. */
        int choices();

        /** The tokens of each prompt; none where they are not known. */
        List<int[]> prompts();

        /**
         * Begins.
         *
         * @param tokensBehind a reader that is so many tokens behind is given up
         */
        Making start(int tokensBehind);
    }

    /** A reply that is being made. For one thread at a time, but for {@link #fail}. */
    interface Making extends AutoCloseable {
        /**
         * What is new; nothing if nothing came in that time.
         *
         * @throws IOException if the reader was too slow
         * @throws Refusal if the reply cannot go on
         */
        List<Piece> next(Duration wait) throws IOException, Refusal, InterruptedException;

        /** Whether all choices have ended and all of their pieces have been taken. */
        boolean isOver();

        /** Tokens of the prompts, as far as they are known. */
        int promptTokens();

        /** Tokens that were sampled so far. */
        int completionTokens();

        /** Ends the reply from another thread: the next call of {@link #next} throws this. */
        void fail(Refusal reason);

        /** Ends the work if it is not over. */
        @Override
        void close();
    }

    /**
     * Vectors of texts.
     *
     * @param vectors in the order of the texts
     * @param promptTokens of all texts
     */
    record Embeddings(List<float[]> vectors, int promptTokens) {}
}
