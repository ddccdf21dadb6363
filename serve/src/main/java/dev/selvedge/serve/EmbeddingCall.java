package dev.selvedge.serve;

import dev.selvedge.serve.CompletionCall.TextOrTokens;
import java.util.List;

/**
 * A request for vectors of texts.
 *
 * @param inputs texts or tokens, at least one
 * @param base64 whether a vector is told as base64 of little-endian floats, else as a list of numbers
 * @param dimensions of the vectors; 0 where the request does not say
 */
record EmbeddingCall(List<TextOrTokens> inputs, boolean base64, int dimensions) {
    private static final int MOST_INPUTS = 2_048;

    /** Reads a request for a model. */
    static EmbeddingCall read(Fields fields, String model) throws Refusal {
        fields.model(model);
        List<TextOrTokens> inputs = TextOrTokens.read("input", fields.node("input"), MOST_INPUTS);
        String encoding = fields.text("encoding_format", "float");
        boolean base64 = switch (encoding) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw Fields.expected("encoding_format", "'float' or 'base64'", fields.node("encoding_format"));
        };
        int dimensions = fields.integer("dimensions", 0, 1, 1 << 16);
        fields.requireAllKnown();
        return new EmbeddingCall(inputs, base64, dimensions);
    }
}
