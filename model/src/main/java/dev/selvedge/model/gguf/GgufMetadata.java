package dev.selvedge.model.gguf;

import dev.selvedge.core.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a GGUF file says about its model: named values, in the order of the file. */
final class GgufMetadata {
    private final Map<String, GgufValue> values = new LinkedHashMap<>();
    private final String place;

    /** @param place that messages name */
    GgufMetadata(String place) {
        this.place = place;
    }

    Map<String, GgufValue> values() {
        return values;
    }

    /** @throws UserException if there is a value of this key already */
    void add(String key, GgufValue value) {
        if (values.putIfAbsent(key, value) != null) {
            throw new UserException(place + " is not a sound GGUF file: it has two values of " + key + ".");
        }
    }

    void put(String key, long value) {
        add(key, new GgufValue.Whole(value));
    }

    void put(String key, double value) {
        add(key, new GgufValue.Real(value));
    }

    void put(String key, boolean value) {
        add(key, new GgufValue.Flag(value));
    }

    void put(String key, String value) {
        add(key, new GgufValue.Text(value));
    }

    Optional<String> text(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Text text -> Optional.of(text.value());
            case GgufValue other -> throw wrong(key, "a text", other);
        };
    }

    OptionalLong whole(String key) {
        return switch (values.get(key)) {
            case null -> OptionalLong.empty();
            case GgufValue.Whole whole -> OptionalLong.of(whole.value());
            case GgufValue other -> throw wrong(key, "a whole number", other);
        };
    }

    OptionalDouble real(String key) {
        return switch (values.get(key)) {
            case null -> OptionalDouble.empty();
            case GgufValue.Real real -> OptionalDouble.of(real.value());
            case GgufValue.Whole whole -> OptionalDouble.of(whole.value());
            case GgufValue other -> throw wrong(key, "a number", other);
        };
    }

    Optional<List<String>> texts(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Texts texts -> Optional.of(texts.values());
            case GgufValue other -> throw wrong(key, "a list of texts", other);
        };
    }

    Optional<List<Integer>> wholes(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Wholes wholes -> Optional.of(wholes.values());
            case GgufValue other -> throw wrong(key, "a list of whole numbers", other);
        };
    }

    String requireText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    int requireInt(String key) {
        long value = whole(key).orElseThrow(() -> missing(key));
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new UserException(place + " sets " + key + " to " + value + ", which cannot be.");
        }
        return (int) value;
    }

    int intOr(String key, int otherwise) {
        return values.containsKey(key) ? requireInt(key) : otherwise;
    }

    UserException missing(String key) {
        return new UserException(place + " does not say " + key + ", which a model needs.");
    }

    private UserException wrong(String key, String expected, GgufValue found) {
        return new UserException(place + " holds "
                + switch (found) {
                    case GgufValue.Whole v -> "the whole number " + v.value();
                    case GgufValue.Real v -> "the number " + v.value();
                    case GgufValue.Flag v -> "the truth value " + v.value();
                    case GgufValue.Text v -> "a text";
                    case GgufValue.Texts v -> "a list of texts";
                    case GgufValue.Wholes v -> "a list of whole numbers";
                    case GgufValue.Reals v -> "a list of numbers";
                }
                + " as " + key + ", where " + expected + " belongs.");
    }
}
