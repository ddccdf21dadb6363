package dev.selvedge.recipes;

import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.RemoteEmbeddings;
import dev.selvedge.eval.teval.Embedder;
import dev.selvedge.eval.teval.Trigrams;
import dev.selvedge.model.Engine;
import dev.selvedge.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An embedder as it is named on the command line: {@code trigrams}, {@code endpoint:URL#MODEL} for
 * {@code /v1/embeddings}, or {@code local:DIR} for the mean of a local model's last states.
 */
public final class OpenEmbedder implements Embedder, AutoCloseable {
    private static final String TRIGRAMS = "trigrams";

    private final Embedder embedder;
    private final Runnable end;

    private OpenEmbedder(Embedder embedder, Runnable end) {
        this.embedder = embedder;
        this.end = end;
    }

    /**
     * Opens an embedder.
     *
     * @param keyVariable environment variable with the endpoint's key, null for none
     * @throws UserException if there is no such embedder
     */
    public static OpenEmbedder of(String text, @Nullable String keyVariable) {
        if (text.equals(TRIGRAMS)) {
            return new OpenEmbedder(new Trigrams(), () -> {});
        }
        if (!text.startsWith("endpoint:") && !text.startsWith("local:")) {
            throw new UserException(
                    "An embedder is named trigrams, endpoint:URL#MODEL or local:DIR, not '" + text + "'.");
        }
        PolicyName name = PolicyName.parse(text);
        if (name.kind() == PolicyName.Kind.LOCAL) {
            return local(name);
        }
        RemoteEmbeddings remote =
                RemoteEmbeddings.open(Endpoint.of(name.place(), name.model()).withKeyVariable(keyVariable));
        return new OpenEmbedder(named(name.model(), remote::embed), remote::close);
    }

    private static OpenEmbedder local(PolicyName name) {
        Model model = Model.open(Path.of(name.place()));
        Engine engine = new Engine(model, 0, 1);
        Embedder embedder = named(
                name.label(),
                texts -> engine.embed(
                        texts.stream().map(text -> tokens(model, text)).toList(), true));
        return new OpenEmbedder(embedder, () -> {
            engine.close();
            model.close();
        });
    }

    /** An empty text is a space, for a model reads at least one token. */
    private static int[] tokens(Model model, String text) {
        return IntStream.concat(
                        model.beginToken().stream(),
                        IntStream.of(model.tokenizer().encode(text.isEmpty() ? " " : text)))
                .toArray();
    }

    private interface Vectors {
        List<float[]> of(List<String> texts);
    }

    private static Embedder named(String name, Vectors vectors) {
        return new Embedder() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<float[]> embed(List<String> texts) {
                return vectors.of(texts);
            }
        };
    }

    @Override
    public String name() {
        return embedder.name();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return embedder.embed(texts);
    }

    @Override
    public void close() {
        end.run();
    }
}
