package dev.selvedge.serve;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, told in the text form of Prometheus. Safe for several threads. */
final class Counters {
    private static final double[] BOUNDS_SECONDS = {0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300};

    final LongAdder promptTokens = new LongAdder();
    final LongAdder completionTokens = new LongAdder();
    final LongAdder clientsGone = new LongAdder();
    final LongAdder slowReaders = new LongAdder();
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Spans seconds = new Spans();
    private final Spans firstSeconds = new Spans();

    /** Times, by bounds. */
    private static final class Spans {
        private final LongAdder[] within = new LongAdder[BOUNDS_SECONDS.length];
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        Spans() {
            for (int i = 0; i < within.length; i++) {
                within[i] = new LongAdder();
            }
        }

        void add(long span) {
            for (int i = 0; i < within.length; i++) {
                if (span <= BOUNDS_SECONDS[i] * 1e9) {
                    within[i].increment();
                }
            }
            count.increment();
            nanos.add(span);
        }

        void tell(StringBuilder text, String name, String help) {
            head(text, name, help, "histogram");
            for (int i = 0; i < within.length; i++) {
                line(text, name + "_bucket{le=\"" + BOUNDS_SECONDS[i] + "\"}", within[i].sum());
            }
            line(text, name + "_bucket{le=\"+Inf\"}", count.sum());
            text.append(String.format(Locale.ROOT, "%s_sum %.6f\n", name, nanos.sum() / 1e9));
            line(text, name + "_count", count.sum());
        }
    }

    /**
     * A request was answered.
     *
     * @param path one of ours
     */
    void request(String path, int status, long nanos) {
        requests.computeIfAbsent("path=\"" + path + "\",status=\"" + status + "\"", key -> new LongAdder())
                .increment();
        seconds.add(nanos);
    }

    /** The first piece of a reply came. */
    void first(long nanos) {
        firstSeconds.add(nanos);
    }

    /** All counters and what the gate and the answering side say. */
    String text(Gate gate, String more) {
        StringBuilder text = new StringBuilder();
        head(text, "selvedge_requests_total", "Requests by path and status.", "counter");
        requests.forEach((labels, count) -> line(text, "selvedge_requests_total{" + labels + "}", count.sum()));
        one(text, "selvedge_prompt_tokens_total", "Tokens of prompts.", "counter", promptTokens.sum());
        one(text, "selvedge_completion_tokens_total", "Tokens sampled.", "counter", completionTokens.sum());
        one(text, "selvedge_clients_gone_total", "Clients that left early.", "counter", clientsGone.sum());
        one(text, "selvedge_slow_readers_total", "Clients cut off for slowness.", "counter", slowReaders.sum());
        one(text, "selvedge_choices_active", "Choices that are answered now.", "gauge", gate.active());
        one(text, "selvedge_choices_waiting", "Choices that wait for a row.", "gauge", gate.waiting());
        seconds.tell(text, "selvedge_request_seconds", "Time of whole requests.");
        firstSeconds.tell(text, "selvedge_first_piece_seconds", "Time until a reply began.");
        return text.append(more).toString();
    }

    /** A metric of one value. */
    static void one(StringBuilder text, String name, String help, String type, long value) {
        head(text, name, help, type);
        line(text, name, value);
    }

    private static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
