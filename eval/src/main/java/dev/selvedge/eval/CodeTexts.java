package dev.selvedge.eval;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts that are read once however often they are compared, as references are: the latest ones are kept, up to a number of
 * characters. Safe for many threads.
 */
public final class CodeTexts {
    private static final int KEPT_CHARACTERS = 8_000_000;

    private final Map<String, CodeText> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long characters;

    /** The text, read before or not. */
    public synchronized CodeText of(String source) {
        CodeText known = kept.get(source);
        if (known == null) {
            known = CodeText.of(source);
            kept.put(source, known);
            characters += source.length();
            for (var oldest = kept.keySet().iterator(); characters > KEPT_CHARACTERS && kept.size() > 1; ) {
                characters -= oldest.next().length();
                oldest.remove();
            }
        }
        return known;
    }
}
