package dev.selvedge.model;

/**
 * Constant multipliers in a transformer, with which settings found on narrow models hold for wide ones (maximal update
 * parametrisation, in the form of MiniCPM).
 *
 * @param embedding on embeddings
 * @param residual on what each part adds to the residual stream
 * @param head on the normed hidden states that the output layer reads
 */
public record Scales(double embedding, double residual, double head) {
    /** No multipliers. */
    public static final Scales NONE = new Scales(1, 1, 1);

    /** The multipliers that MiniCPM's config.json states as scale_emb, scale_depth and dim_model_base. */
    public static Scales published(double embedding, double depth, double baseWidth, int layers, int width) {
        return new Scales(embedding, depth / Math.sqrt(layers), baseWidth / width);
    }
}
