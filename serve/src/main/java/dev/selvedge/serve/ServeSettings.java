package dev.selvedge.serve;

import dev.selvedge.core.UserException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens and what it bounds.
 *
 * @param host name or address to listen at; empty for the loopback interface alone
 * @param port 0 for any that is free
 * @param key that clients must show; null for none, which only the loopback interface allows
 * @param rows most choices that are answered at a time
 * @param queue most choices that wait for a row; more are refused with 429
 * @param waitSeconds longest time in the queue; after it a request is refused with 429
 * @param bodyBytes a longer request is refused with 413
 * @param readerSeconds a client that takes nothing of its reply for so long is cut off
 * @param readerTokens a client that is so many tokens behind its reply is cut off
 * @param graceSeconds how long replies may go on when the server is closed
 */
public record ServeSettings(
        String host,
        int port,
        @Nullable ApiKey key,
        int rows,
        int queue,
        double waitSeconds,
        int bodyBytes,
        double readerSeconds,
        int readerTokens,
        double graceSeconds) {
    private static final int ROWS = 64;
    private static final int QUEUE = 256;
    private static final int BODY_BYTES = 4 << 20;

    /** @throws UserException if a setting is out of range, or the host is open to others without a key */
    public ServeSettings {
        require(port >= 0 && port <= 65_535, "The port is 0 to 65535, not " + port + ".");
        require(rows >= 1 && rows <= 4_096, "The rows are 1 to 4096, not " + rows + ".");
        require(queue >= 0 && queue <= 1 << 20, "The queue is 0 to 1048576 long, not " + queue + ".");
        require(waitSeconds >= 0, "The longest wait is not negative.");
        require(bodyBytes >= 1_024, "The longest body is at least 1024 bytes.");
        require(readerSeconds > 0 && readerTokens > 0, "A client has some time to read its reply.");
        require(graceSeconds >= 0, "The time for closing is not negative.");
        require(
                key != null || isLoopback(host),
                "To listen at " + host + ", where others can reach it, the server needs a key: put a long random text"
                        + " into the environment variable SELVEDGE_API_KEY, or name another one with --key-from-env.");
    }

    /** This machine alone, without a key. */
    public static ServeSettings local(int port) {
        return new ServeSettings("", port, null, ROWS, QUEUE, 60, BODY_BYTES, 30, 1_024, 5);
    }

    /** The same settings for another place. */
    public ServeSettings at(String otherHost, @Nullable ApiKey otherKey) {
        return new ServeSettings(
                otherHost,
                port,
                otherKey,
                rows,
                queue,
                waitSeconds,
                bodyBytes,
                readerSeconds,
                readerTokens,
                graceSeconds);
    }

    /** The same settings for another number of requests. */
    public ServeSettings withRoom(int otherRows, int otherQueue, double otherWaitSeconds) {
        return new ServeSettings(
                host,
                port,
                key,
                otherRows,
                otherQueue,
                otherWaitSeconds,
                bodyBytes,
                readerSeconds,
                readerTokens,
                graceSeconds);
    }

    /** The same settings for other readers. */
    ServeSettings withReaders(double seconds, int tokens, double grace) {
        return new ServeSettings(host, port, key, rows, queue, waitSeconds, bodyBytes, seconds, tokens, grace);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(address(host), port);
    }

    /** Whether only this machine can reach the server. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        return address(host).isLoopbackAddress();
    }

    private static InetAddress address(String host) {
        if (host.isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserException(
                    "There is no host '" + host + "' to listen at; give an address of this machine.", e);
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new UserException(sentence);
        }
    }
}
