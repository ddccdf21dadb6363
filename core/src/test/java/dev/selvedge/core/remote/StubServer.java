package dev.selvedge.core.remote;

import dev.selvedge.core.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** An HTTP server on the loopback interface that can misbehave in any way, for it writes the bytes itself. */
public final class StubServer implements AutoCloseable {
    /** A request that came in. */
    public record Request(int number, String head, String body) {
        public JsonNode json() {
            return Json.parse(body);
        }

        public String lastMessage() {
            JsonNode messages = json().get("messages");
            return messages.get(messages.size() - 1).get("content").stringValue();
        }
    }

    /** Writes a response; the connection is closed after it. */
    @FunctionalInterface
    public interface Answer {
        void to(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    public final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final ServerSocket socket;
    private final Answer answer;

    public StubServer(Answer answer) throws IOException {
        this.answer = answer;
        this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String head = head(in);
            String length = head.toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*", "$1");
            String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
            Request request;
            synchronized (requests) {
                request = new Request(requests.size(), head, body);
                requests.add(request);
            }
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                answer.to(request, connection.getOutputStream());
            } finally {
                atOnce.decrementAndGet();
            }
        } catch (IOException e) {
            return; // the client went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String end = "";
        while (!end.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
            end = (end + (char) b).substring(Math.max(0, end.length() - 3));
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    public static void send(OutputStream out, int status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        text(
                out,
                "HTTP/1.1 " + status + " Told\r\nContent-Length: " + bytes.length + "\r\nConnection: close\r\n"
                        + headers + "\r\n");
        out.write(bytes);
        out.flush();
    }

    /** The head of a response of which the end is the end of the connection. */
    public static void stream(OutputStream out) throws IOException {
        text(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    public static void event(OutputStream out, String data) throws IOException {
        byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        text(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        text(out, "\r\n");
        out.flush();
    }

    public static void endStream(OutputStream out) throws IOException {
        event(out, "[DONE]");
        text(out, "0\r\n\r\n");
        out.flush();
    }

    public static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A plain reply with a text. */
    public static String reply(String text) {
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":" + Json.write(text) + "},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
