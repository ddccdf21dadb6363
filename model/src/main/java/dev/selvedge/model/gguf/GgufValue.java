package dev.selvedge.model.gguf;

import java.util.List;

/** A value in the metadata of a GGUF file. Lists hold values of one kind; the format's lists of lists are not read. */
sealed interface GgufValue {
    /** A whole number of any width; written in 32 bits, unsigned. */
    record Whole(long value) implements GgufValue {}

    /** A number of either precision; written in 32 bits. */
    record Real(double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    record Texts(List<String> values) implements GgufValue {}

    /** Whole numbers or truth values; written as signed 32 bits. */
    record Wholes(List<Integer> values) implements GgufValue {}

    record Reals(List<Float> values) implements GgufValue {}
}
