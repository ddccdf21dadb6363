package dev.selvedge.synth.export;

import dev.selvedge.core.run.Outcome;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a form needs beside its rows as JSON Lines: a Parquet file of the same rows, LLaMA-Factory's index, or nothing. It
 * has its name only when it is whole.
 */
public final class Companion implements AutoCloseable {
    private final RowSink sink;
    private boolean empty = true;

    private Companion(RowSink sink) {
        this.sink = sink;
    }

    /**
     * Begins it.
     *
     * @param folder of the rows
     * @param name of the rows' file without {@code .jsonl}
     * @throws dev.selvedge.core.UserException if nothing can be written there
     */
    public static Companion open(Form form, Path folder, String name) {
        return new Companion(
                switch (form.container()) {
                    case LINES -> new RowSink.Nothing(null);
                    case FOLDER -> new RowSink.Index(LlamaFactoryFolder.of(folder, name, form));
                    case PARQUET -> RowSink.open(form, folder.resolve(name + ".parquet"), name);
                });
    }

    /** Takes a row, or refuses it for a reason. */
    public Outcome<ObjectNode> add(ObjectNode row) {
        try {
            sink.add(row);
            empty = false;
            return Outcome.keep(row);
        } catch (UnfitRow e) {
            return e.outcome();
        }
    }

    /** Gives it its name; without a row there is none. */
    public void publish() {
        if (!empty) {
            sink.publish();
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
