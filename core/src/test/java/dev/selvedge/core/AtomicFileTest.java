package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path temp;

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() {
        Path file = temp.resolve("state");
        Thread.currentThread().interrupt();
        AtomicFile.write(file, "one");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("one");

        Thread.currentThread().interrupt();
        AtomicFile.replace(file, "two".getBytes(StandardCharsets.UTF_8));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("two");
    }
}
