package dev.selvedge.model.merge;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model as a configuration names it: a directory, and perhaps a LoRA adapter that is folded into it while it is read.
 *
 * @param path directory of the model, as written
 * @param adapter directory of the adapter, as written
 */
public record ModelReference(String path, @Nullable String adapter) {
    private static final Pattern PLUS = Pattern.compile("\\+");

    /**
     * Reads {@code path} or {@code path+adapter}.
     *
     * @return null where there is more than one plus sign or a part is empty
     */
    static @Nullable ModelReference parse(String text) {
        String[] parts = PLUS.split(text, -1);
        if (parts.length > 2 || parts[0].isBlank() || parts.length == 2 && parts[1].isBlank()) {
            return null;
        }
        return new ModelReference(parts[0], parts.length == 2 ? parts[1] : null);
    }

    @Override
    public String toString() {
        return adapter == null ? path : path + "+" + adapter;
    }
}
