package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.model.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Many clients at once for a while: healthy ones, ones that leave midway, ones that send rubbish. Every healthy one gets
 * the reply that it would get alone, and nothing grows.
 */
class SoakTest {
    private static final int CONVERSATIONS = 48;
    private static final double CLEAR_GAP = 1e-3;

    /** A request and its greedy reply, computed alone. */
    private record Known(String body, String reply) {}

    /** What there is of a process at one time. */
    private record Footprint(double seconds, long residentKib, long heapKib, int threads, int files) {
        static Footprint now(long startNanos) throws IOException {
            System.gc();
            String status = Files.readString(Path.of("/proc/self/status"));
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
            try (var files = Files.list(Path.of("/proc/self/fd"))) {
                return new Footprint(
                        (System.nanoTime() - startNanos) / 1e9,
                        number(status, "VmRSS:"),
                        heap,
                        (int) number(status, "Threads:"),
                        (int) files.count());
            }
        }

        private static long number(String status, String field) {
            String line = status.lines()
                    .filter(each -> each.startsWith(field))
                    .findFirst()
                    .orElse(field + " 0");
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    @Test
    @Timeout(300)
    void manyClientsForAMoment() throws Exception {
        soak(24, Duration.ofSeconds(8));
    }

    @Test
    @Tag("long")
    @Timeout(600)
    void sixtyFourClientsForFiveMinutes() throws Exception {
        soak(64, Duration.ofMinutes(5));
    }

    private static void soak(int clients, Duration time) throws Exception {
        ServeSettings settings = ServeSettings.local(0).withRoom(clients, 4 * clients, 120);
        try (Model model = TinyModel.fresh(512);
                ModelServer server = ModelServer.start("tiny", model, 2, settings)) {
            List<Known> known = known(server);
            Crowd crowd = new Crowd(server, known);
            List<Footprint> footprints = new ArrayList<>();
            long start = System.nanoTime();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < clients; i++) {
                    int number = i;
                    var _ = threads.submit(() -> crowd.run(number));
                }
                int steps = 10;
                for (int i = 1; i <= steps; i++) {
                    Thread.sleep(time.dividedBy(steps));
                    footprints.add(Footprint.now(start));
                }
                try {
                    Wire.await(
                            "each kind of client had its turn",
                            () -> crowd.healthy.sum() > clients && crowd.left.sum() > 0 && crowd.rubbish.sum() > 0);
                } finally {
                    crowd.over.set(true);
                }
            }
            Wire.await(
                    "nothing in work",
                    () -> server.active() == 0 && Wire.metrics(server).contains("selvedge_engine_rows_active 0\n"));
            footprints.add(Footprint.now(start));
            if (time.toMinutes() > 0) {
                footprints.forEach(each -> System.out.println(each));
                System.out.println(crowd.told() + Wire.get(server, "/metrics").body());
            }
            assertThat(crowd.problems).isEmpty();
            assertFlat(footprints);
            assertThat(Wire.get(server, "/metrics").body())
                    .contains("selvedge_choices_active 0\n", "selvedge_choices_waiting 0\n")
                    .contains("selvedge_engine_rows_active 0\n", "selvedge_engine_rows_waiting 0\n")
                    .contains("selvedge_slow_readers_total 0\n");
        }
    }

    /** The second half is no larger than the first, but for what allocators and the compiler do. */
    private static void assertFlat(List<Footprint> all) {
        List<Footprint> early = all.subList(all.size() / 5, all.size() / 2);
        Footprint last = all.getLast();
        long resident = early.stream().mapToLong(Footprint::residentKib).max().orElseThrow();
        long heap = early.stream().mapToLong(Footprint::heapKib).max().orElseThrow();
        int threads = early.stream().mapToInt(Footprint::threads).max().orElseThrow();
        int files = early.stream().mapToInt(Footprint::files).max().orElseThrow();
        assertThat(last.residentKib()).isLessThan(resident + resident / 10 + 65_536);
        assertThat(last.heapKib()).isLessThan(heap + 16_384);
        assertThat(last.threads()).isLessThanOrEqualTo(threads + 4);
        assertThat(last.files()).isLessThanOrEqualTo(files + 4);
    }

    /** Conversations whose greedy reply is clear at every token, since rounding differs with the company. */
    private static List<Known> known(ModelServer server) throws Exception {
        List<Known> known = new ArrayList<>();
        var random = new Random(3);
        while (known.size() < CONVERSATIONS) {
            StringBuilder said = new StringBuilder("every workflow begins with a question ");
            for (int i = random.nextInt(12); i >= 0; i--) {
                said.append(" word").append(random.nextInt(100));
            }
            String body = "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"" + said
                    + "\"}],\"temperature\":0,\"max_tokens\":" + (16 + random.nextInt(64));
            JsonNode choice = Wire.document(
                            server, "/chat/completions", body + ",\"logprobs\":true,\"top_logprobs\":2}")
                    .path("choices")
                    .path(0);
            boolean clear = true;
            for (JsonNode token : choice.path("logprobs").path("content")) {
                JsonNode top = token.path("top_logprobs");
                double gap = top.path(0).path("logprob").asDouble()
                        - top.path(1).path("logprob").asDouble();
                clear &= gap > CLEAR_GAP;
            }
            if (clear) {
                String reply = choice.path("message").path("content").stringValue();
                known.add(new Known(body + ",\"stream\":true}", reply));
            }
        }
        return known;
    }

    /** Clients and what became of them. */
    private static final class Crowd {
        private static final int SHOWN_PROBLEMS = 20;

        private final ModelServer server;
        private final List<Known> known;
        private final AtomicBoolean over = new AtomicBoolean();
        private final LongAdder healthy = new LongAdder();
        private final LongAdder left = new LongAdder();
        private final LongAdder rubbish = new LongAdder();
        private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

        Crowd(ModelServer server, List<Known> known) {
            this.server = server;
            this.known = known;
        }

        String told() {
            return String.format(
                    Locale.ROOT,
                    "%d healthy, %d left midway, %d rubbish, %d problems%n",
                    healthy.sum(),
                    left.sum(),
                    rubbish.sum(),
                    problems.size());
        }

        /** A client that does one thing after the other, most of them healthy. */
        boolean run(int number) {
            var random = new Random(number);
            try (HttpClient client = HttpClient.newHttpClient()) {
                while (!over.get()) {
                    int mood = random.nextInt(10);
                    try {
                        if (mood < 7) {
                            listen(client, known.get(random.nextInt(known.size())));
                        } else if (mood < 9) {
                            leave(random);
                        } else {
                            talkRubbish(random);
                        }
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        problem((mood < 7 ? "healthy" : mood < 9 ? "leaving" : "rubbish") + " client: " + e);
                    }
                }
            }
            return true;
        }

        private void problem(String what) {
            if (problems.size() < SHOWN_PROBLEMS) {
                problems.add(what);
            }
        }

        private void listen(HttpClient client, Known asked) throws IOException, InterruptedException {
            HttpResponse<Stream<String>> response = client.send(
                    Wire.request(server, "/chat/completions", asked.body()).build(),
                    HttpResponse.BodyHandlers.ofLines());
            StringBuilder said = new StringBuilder();
            boolean done = false;
            for (String line : (Iterable<String>) response.body()::iterator) {
                if (line.equals("data: [DONE]")) {
                    done = true;
                } else if (line.startsWith("data: ")) {
                    said.append(Json.parse(line.substring(6))
                            .path("choices")
                            .path(0)
                            .path("delta")
                            .path("content")
                            .asString(""));
                }
            }
            healthy.increment();
            if (response.statusCode() != 200 || !done || !said.toString().equals(asked.reply())) {
                problem(response.statusCode() + (done ? "" : " without an end") + ": '" + said + "' instead of '"
                        + asked.reply() + "'");
            }
        }

        private void leave(Random random) throws IOException {
            try (Socket socket = Wire.connect(server)) {
                String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"the quick\"}],\"max_tokens\":400,"
                        + "\"min_tokens\":400,\"n\":" + (1 + random.nextInt(2)) + ",\"stream\":true}";
                Wire.send(
                        server, socket, Wire.post("Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n", body));
                var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (int i = random.nextInt(20); i > 0 && reader.readLine() != null; i--) {
                    // some of the reply is taken, the rest is not waited for
                }
            }
            left.increment();
        }

        private void talkRubbish(Random random) throws IOException {
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            String head = "Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n";
            String request = switch (random.nextInt(5)) {
                case 0 -> new String(noise, StandardCharsets.ISO_8859_1);
                case 1 -> Wire.post(head, new String(noise, StandardCharsets.ISO_8859_1));
                case 2 -> Wire.post(head, "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"top_p\":-1}");
                case 3 -> Wire.post("Host: evil.example\r\n", "{}");
                default -> Wire.post(head, "[".repeat(1 + noise.length));
            };
            try (Socket socket = Wire.connect(server)) {
                socket.setSoTimeout(60_000);
                Wire.send(server, socket, request);
                socket.shutdownOutput();
                byte[] answer = socket.getInputStream().readAllBytes();
                if (new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200")) {
                    problem("rubbish was answered: " + request);
                }
            } catch (SocketException e) {
                // the server may break off what is no HTTP
            }
            rubbish.increment();
        }
    }
}
