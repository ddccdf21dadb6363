package dev.selvedge.recipes.play;

import dev.selvedge.core.Json;
import dev.selvedge.core.remote.StubServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An endpoint that plays Questioner, teacher, Solver and judge, always the same for the same request. While it is down it
 * asks to wait for an hour, which nobody does.
 */
final class Witnesses implements AutoCloseable {
    private static final Pattern COST =
            Pattern.compile("The (\\w+) of the (\\w+) costs (\\d+) coins near the (\\w+)\\.");
    private static final Pattern FACT = Pattern.compile("(?i)the (\\w+) of (\\w+)(?: (\\d))?");

    private final StubServer server;
    private volatile BooleanSupplier down = () -> false;
    private volatile boolean met;

    Witnesses() throws IOException {
        server = new StubServer(this::answer);
    }

    /** A name of the policy for the cast. */
    String policy(String role) {
        return "endpoint:" + server.url() + "#" + role;
    }

    /** How each role has been asked to sample, such as {@code solver 1.0 1.0 40}; without the last where it is not sent. */
    List<String> samplings() {
        return server.requests.stream()
                .map(StubServer.Request::json)
                .map(request -> String.join(
                        " ",
                        model(request),
                        request.path("temperature").asString(""),
                        request.path("top_p").asString(""),
                        request.path("top_k").asString("")))
                .distinct()
                .sorted()
                .toList();
    }

    /** It is down while this holds. */
    void downWhile(BooleanSupplier condition) {
        met = false;
        down = condition;
    }

    /** Whether a request met it down since it was told when. */
    boolean wasDown() {
        return met;
    }

    @Override
    public void close() {
        server.close();
    }

    private static String model(JsonNode request) {
        return request.path("model").asString("");
    }

    private void answer(StubServer.Request request, OutputStream out) throws IOException {
        if (down.getAsBoolean()) {
            met = true;
            StubServer.send(out, 429, "Retry-After: 3600\r\n", "{\"error\":{\"message\":\"out of order\"}}");
            return;
        }
        String asked = request.lastMessage();
        long seed = request.json().path("seed").longValue(0);
        StubServer.send(
                out,
                200,
                "Content-Type: application/json\r\n",
                StubServer.reply(
                        switch (model(request.json())) {
                            case "judge" -> "yes";
                            case "questioner" -> question(asked, seed);
                            case "teacher" -> "It says so. \\boxed{" + read(asked) + "}";
                            case "solver" -> "I guess \\boxed{" + Math.floorMod(seed, 10) + "}";
                            default -> "Who?";
                        }));
    }

    /** Asks for what something costs that the document tells of. */
    private static String question(String asked, long seed) {
        String document = asked.substring(asked.indexOf("--- BEGIN DOCUMENT ---"));
        List<MatchResult> costs = COST.matcher(document).results().toList();
        MatchResult cost = costs.get(Math.floorMod((int) seed, costs.size()));
        return Json.write(Json.parse(String.format(
                Locale.ROOT,
                "{\"analysis\": \"\", \"question\": \"How many coins must one pay for a %s that belongs to a %s, beside"
                        + " the %s?\", \"intermediate_results\": {}, \"answer\": %s, \"solving_time_estimate\": 1,"
                        + " \"required_concepts\": [], \"potential_errors\": []}",
                cost.group(1),
                cost.group(2),
                cost.group(4),
                cost.group(3))));
    }

    /** Reads a price of a document, or adds up facts of the small world. */
    private static String read(String asked) {
        int question = asked.lastIndexOf('\n');
        Matcher cost = COST.matcher(asked);
        while (cost.find()) {
            if (asked.substring(question)
                    .contains("a " + cost.group(1) + " that belongs to a " + cost.group(2) + ", beside the "
                            + cost.group(4))) {
                return cost.group(3);
            }
        }
        int sum = 0;
        for (MatchResult fact :
                FACT.matcher(asked.substring(question)).results().toList()) {
            Matcher told = Pattern.compile("The " + fact.group(1) + " of " + fact.group(2) + " (\\d)")
                    .matcher(asked);
            sum += told.find() ? Integer.parseInt(told.group(1)) : 0;
        }
        return "" + sum;
    }
}
