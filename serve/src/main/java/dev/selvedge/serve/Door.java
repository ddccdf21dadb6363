package dev.selvedge.serve;

import com.sun.net.httpserver.HttpExchange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. A page of another site can make the user's browser send requests here, but neither with our name as
 * their host nor without its own as their origin; and whoever is asked for a key must show it.
 *
 * @param port that is listened at
 * @param loopback whether only this machine can reach us; else hosts have any name, and a key keeps strangers out
 */
record Door(int port, boolean loopback, @Nullable ApiKey key) {
    /** @throws Refusal if a page of another origin asks */
    void checkOrigin(HttpExchange exchange) throws Refusal {
        String host = header(exchange, "Host");
        String origin = header(exchange, "Origin");
        boolean named = host != null && (!loopback || isLocal(host));
        boolean same = origin == null || (host != null && origin.equalsIgnoreCase("http://" + host));
        if (!named || !same) {
            throw Refusal.forbidden(
                    loopback
                            ? "Requests come from this machine, to 127.0.0.1 or localhost, and from no other page."
                            : "Requests come from no page of another origin.");
        }
    }

    /** @throws Refusal if a key is asked for, and the request has another one or none */
    void checkKey(HttpExchange exchange) throws Refusal {
        if (key != null && !key.isIn(header(exchange, "Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw Refusal.badKey("This server asks for its key in the header 'Authorization: Bearer KEY'.");
        }
    }

    private boolean isLocal(String host) {
        return switch (host.toLowerCase(Locale.ROOT)) {
            case String name when name.equals("localhost:" + port) -> true;
            case String name when name.equals("127.0.0.1:" + port) -> true;
            case String name -> name.equals("[::1]:" + port);
        };
    }

    static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
