package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTest {
    @TempDir
    Path temp;

    @Test
    void isSha256() {
        assertThat(ContentHash.of("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Json.read(Json.write(ContentHash.of("abc")), ContentHash.class))
                .isEqualTo(ContentHash.of("abc"));
        assertThatThrownBy(() -> new ContentHash("ABC")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDirectoryIsItsNamesAndBytesWhereverItIs() throws Exception {
        for (String place : new String[] {"one", "two"}) {
            Path sub = Files.createDirectories(temp.resolve(place).resolve("sub"));
            Files.writeString(sub.resolve("b"), "2");
            Files.writeString(temp.resolve(place).resolve("a"), "1");
        }
        ContentHash hash = ContentHash.ofDirectory(temp.resolve("one"));
        assertThat(ContentHash.ofDirectory(temp.resolve("two"))).isEqualTo(hash);
        Files.move(temp.resolve("two/a"), temp.resolve("two/c"));
        assertThat(ContentHash.ofDirectory(temp.resolve("two"))).isNotEqualTo(hash);
        Files.move(temp.resolve("two/c"), temp.resolve("two/a"));
        Files.writeString(temp.resolve("two/a"), "3");
        assertThat(ContentHash.ofDirectory(temp.resolve("two"))).isNotEqualTo(hash);
    }
}
