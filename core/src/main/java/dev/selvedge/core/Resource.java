package dev.selvedge.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that are part of the build: prompts, lists, styles. */
public final class Resource {
    private Resource() {}

    /**
     * A text in UTF-8.
     *
     * @param beside the class in whose package it lies
     * @throws IllegalStateException if it is missing from the build
     */
    public static String text(Class<?> beside, String name) {
        return new String(bytes(beside, name), StandardCharsets.UTF_8);
    }

    /**
     * A file as it is.
     *
     * @param beside the class in whose package it lies
     * @throws IllegalStateException if it is missing from the build
     */
    public static byte[] bytes(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
