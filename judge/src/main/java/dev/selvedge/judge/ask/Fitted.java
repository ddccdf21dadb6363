package dev.selvedge.judge.ask;

import dev.selvedge.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Items written so that they fit a number of tokens.
 *
 * @param nodes the items, with marks where texts were shortened or items left out
 * @param tokens estimated
 * @param shortened texts that were shortened and items that were left out
 * @param leftOut characters that were left out
 */
record Fitted(ArrayNode nodes, int tokens, int shortened, long leftOut) {
    private static final int BYTES_A_TOKEN = 3;
    private static final int TOKENS_OF_A_MARK = 20;

    /**
     * Estimated tokens of a text: its UTF-8 bytes by {@value #BYTES_A_TOKEN}, which is more than usual tokenizers make of
     * English, code and JSON.
     */
    static int tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
    }

    /**
     * Writes items with texts as long as possible.
     *
     * @param write writes an item with texts of at most so many characters
     * @param least texts shorter than this are not tried; if even they do not fit, items are left out of the middle
     */
    static <T> Fitted of(List<T> items, BiFunction<Caps, T, JsonNode> write, int tokens, int least) {
        Fitted whole = written(items, write, Integer.MAX_VALUE);
        if (whole.tokens <= tokens) {
            return whole;
        }
        int low = least;
        int high = (int) Math.min(Integer.MAX_VALUE - 1L, (long) tokens * BYTES_A_TOKEN);
        Fitted best = written(items, write, low);
        if (best.tokens > tokens) {
            return best.withoutMiddle(tokens);
        }
        while (high - low > low / 16) {
            int middle = low + (high - low + 1) / 2;
            Fitted tried = written(items, write, middle);
            if (tried.tokens <= tokens) {
                low = middle;
                best = tried;
            } else {
                high = middle - 1;
            }
        }
        return best;
    }

    private static <T> Fitted written(List<T> items, BiFunction<Caps, T, JsonNode> write, int characters) {
        Caps caps = new Caps(characters);
        ArrayNode nodes = Json.mapper().createArrayNode();
        items.forEach(item -> nodes.add(write.apply(caps, item)));
        return new Fitted(nodes, tokens(Json.write(nodes)), caps.shortened(), caps.leftOut());
    }

    /** As many items from both ends as fit, the end first. */
    private Fitted withoutMiddle(int most) {
        int[] sizes = new int[nodes.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = tokens(Json.write(nodes.get(i))) + 1;
        }
        int head = 0;
        int tail = sizes.length;
        int used = TOKENS_OF_A_MARK;
        while (head < tail) {
            boolean fromEnd = sizes.length - tail <= head;
            int next = sizes[fromEnd ? tail - 1 : head];
            if (used + next > most) {
                break;
            }
            used += next;
            if (fromEnd) {
                tail--;
            } else {
                head++;
            }
        }
        ArrayNode kept = Json.mapper().createArrayNode();
        long characters = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (i == head && head < tail) {
                kept.add("[... " + (tail - head) + " items left out ...]");
            }
            if (i < head || i >= tail) {
                kept.add(nodes.get(i));
            } else {
                characters += Json.write(nodes.get(i)).length();
            }
        }
        return new Fitted(kept, used, shortened + tail - head, leftOut + characters);
    }
}
