package dev.selvedge.core.remote;

import static dev.selvedge.core.remote.StubServer.reply;
import static dev.selvedge.core.remote.StubServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Asking;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JournalTest {
    private static final String KEY = "sk-very-secret-0123456789";

    @TempDir
    Path temp;

    private static Prompt prompt(String text, long seed) {
        return new Prompt(
                List.of(Message.user(text)), List.of(), Sampling.at(1, 9).withSeed(seed));
    }

    private RemotePolicy open(StubServer server, Journal journal) {
        Endpoint endpoint = Endpoint.of(server.url(), "m")
                .withKeyVariable("THE_KEY")
                .with("retry", new Endpoint.Retry(1, 0.01, 1, 0));
        return RemotePolicy.open(endpoint, journal, Map.of("THE_KEY", KEY)::get);
    }

    /** Asks for three samples of one prompt, two of them at once, and one of another. */
    private List<Exchange> samples(RemotePolicy policy) throws Exception {
        return new Asking("item 1").during(() -> {
            List<Exchange> both = policy.askAll(List.of(prompt("p", 1), prompt("p", 1), prompt("p", 2)));
            return Stream.concat(both.stream(), Stream.of(policy.ask(prompt("p", 1))))
                    .toList();
        });
    }

    @Test
    void aFinishedExchangeIsNotMadeAgain() throws Exception {
        Path file = temp.resolve("j.sqlite");
        try (StubServer server = new StubServer((request, out) -> send(out, 200, "", reply("n" + request.number())))) {
            List<Exchange> first;
            try (Journal journal = Journal.at(file);
                    RemotePolicy policy = open(server, journal)) {
                first = samples(policy);
            }
            assertThat(server.requests).hasSize(4);
            assertThat(first).extracting(Exchange::occurrence).containsExactly(0, 1, 0, 2);
            try (Journal journal = Journal.at(file);
                    RemotePolicy policy = open(server, journal)) {
                assertThat(samples(policy)).isEqualTo(first);
                assertThat(server.requests).hasSize(4);
                new Asking("item 2").during(() -> policy.ask(prompt("p", 1)));
                policy.ask(prompt("p", 1));
                policy.ask(prompt("p", 1));
                assertThat(server.requests).hasSize(7);
                assertThat(journal.size()).isEqualTo(7);
            }
        }
        try (Stream<Path> files = Files.list(temp)) {
            for (Path written : files.toList()) {
                assertThat(new String(Files.readAllBytes(written), StandardCharsets.ISO_8859_1))
                        .doesNotContain(KEY);
            }
        }
    }

    @Test
    void aFailureIsKeptButTriedAgain() throws Exception {
        try (StubServer server = new StubServer((request, out) -> {
                    if (request.number() == 0) {
                        send(out, 400, "", "bad " + KEY);
                    } else {
                        send(out, 200, "", reply("good"));
                    }
                });
                Journal journal = Journal.at(temp.resolve("j"));
                RemotePolicy policy = open(server, journal)) {
            assertThat(new Asking("a").during(() -> policy.complete(prompt("p", 1))))
                    .isInstanceOf(Reply.Failure.class);
            assertThat(new Asking("a").during(() -> policy.complete(prompt("p", 1))))
                    .isInstanceOf(Reply.Completion.class);
            assertThat(journal.size()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsNoJournalOfThisVersionIsRefusedAndLeftAsItIs() throws Exception {
        Path text = temp.resolve("text");
        Files.writeString(text, "not a database at all, but a long enough text to be looked at ".repeat(40));
        refuses(text, "damaged or not a journal");
        Path other = temp.resolve("other");
        sql(other, "CREATE TABLE t (x)");
        refuses(other, "another program");
        Path future = temp.resolve("future");
        Journal.at(future).size();
        sql(future, "PRAGMA user_version = 9");
        refuses(future, "journal of version 9");
    }

    @Test
    void aDamagedJournalIsASentence() throws Exception {
        Path file = temp.resolve("j");
        try (Journal journal = Journal.at(file)) {
            for (int i = 0; i < 50; i++) {
                ContentHash hash = ContentHash.of("request " + i);
                Reply reply = new Reply.Failure(Fault.SYSTEM, "r".repeat(500));
                journal.add(new Exchange(hash, "", 0, "{}", reply, List.of(), "", 500, 1, 1));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);
        try (Journal journal = Journal.at(file)) {
            assertThatThrownBy(() -> journal.find(ContentHash.of("request 1"), "", 0))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("is damaged")
                    .hasMessageContaining("paid for again");
        }
    }

    private static void sql(Path file, String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement work = connection.createStatement()) {
            work.execute(statement);
        }
    }

    private static void refuses(Path file, String reason) {
        ContentHash before = ContentHash.ofFile(file);
        try (Journal journal = Journal.at(file)) {
            assertThatThrownBy(() -> journal.find(ContentHash.of("x"), "", 0))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining(file.toString());
        }
        assertThat(ContentHash.ofFile(file)).isEqualTo(before);
    }

    @Test
    void nothingIsOpenedBeforeItIsUsed() {
        Path file = temp.resolve("j");
        Journal.at(file).close();
        assertThat(file).doesNotExist();
    }
}
