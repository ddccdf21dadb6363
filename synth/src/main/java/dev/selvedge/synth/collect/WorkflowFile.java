package dev.selvedge.synth.collect;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.selvedge.core.ContentHash;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A workflow file to be read, of whatever form: a property list (binary, XML or signed), or code.
 * {@link Sources#everyFile} gives files of other kinds as such items, too.
 *
 * @param name for people, unique among the files that are collected together; the ending {@code .py} marks code
 * @param content its bytes, or where they are
 * @param listing what stands beside it
 */
public record WorkflowFile(String name, Content content, Listing listing) {
    static final String CODE = ".py";

    /** Where a file's bytes are. A plain value, so that it can be read elsewhere. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "node")
    public sealed interface Content {
        /** In a file. */
        record OnDisk(String path) implements Content {}

        /** At hand, because they come out of something else. */
        record Bytes(byte[] bytes) implements Content {
            @Override
            public boolean equals(Object other) {
                return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(bytes);
            }
        }

        /**
         * Nowhere: it was refused before it was read.
         *
         * @param sentence for a person
         */
        record Refused(Refusal reason, String sentence) implements Content {}
    }

    /** Hash of its bytes; of the reason where there are none. */
    public ContentHash hash() {
        return switch (content) {
            case Content.OnDisk(String path) -> ContentHash.ofFile(Path.of(path));
            case Content.Bytes(byte[] bytes) -> ContentHash.of(bytes);
            case Content.Refused(Refusal reason, String sentence) -> ContentHash.of(reason + " " + sentence);
        };
    }

    boolean isCode() {
        return name.endsWith(CODE);
    }
}
