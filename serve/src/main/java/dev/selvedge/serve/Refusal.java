package dev.selvedge.serve;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Reply;
import tools.jackson.databind.node.ObjectNode;

/** A request that is not answered; told in the form of the protocol's errors. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private static final String INVALID = "invalid_request_error";

    final int status;
    private final String type;
    private final String code;
    private final String field;

    private Refusal(int status, String type, String code, String field, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.field = field;
    }

    /** The client's mistake, in no field of the body. */
    static Refusal of(int status, String sentence) {
        return new Refusal(status, INVALID, "", "", sentence);
    }

    /**
     * The client's mistake in a field.
     *
     * @param field its name, with its place
     */
    static Refusal invalid(String field, String sentence) {
        return new Refusal(400, INVALID, "", field, sentence);
    }

    static Refusal unsupported(String field, String sentence) {
        return new Refusal(400, INVALID, "unsupported_parameter", field, sentence);
    }

    static Refusal tooLong(String field, String sentence) {
        return new Refusal(400, INVALID, "context_length_exceeded", field, sentence);
    }

    static Refusal noSuchModel(String sentence) {
        return new Refusal(404, INVALID, "model_not_found", "model", sentence);
    }

    static Refusal badKey(String sentence) {
        return new Refusal(401, INVALID, "invalid_api_key", "", sentence);
    }

    static Refusal forbidden(String sentence) {
        return new Refusal(403, "permission_error", "", "", sentence);
    }

    /** More work than the server takes; the client may come again. */
    static Refusal busy(String sentence) {
        return new Refusal(429, "rate_limit_error", "rate_limit_exceeded", "", sentence);
    }

    static Refusal closing() {
        return new Refusal(503, "server_error", "server_closing", "", "The server is being shut down.");
    }

    static Refusal failed(String sentence) {
        return new Refusal(500, "server_error", "", "", sentence);
    }

    /** The refusal that a policy's failure is. */
    static Refusal of(Reply.Failure failure) {
        return failure.fault() == Fault.POLICY ? tooLong("messages", failure.reason()) : failed(failure.reason());
    }

    /** Whether the same request may be answered a little later. */
    boolean passes() {
        return status == 429 || status == 503;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", getMessage()).put("type", type);
        put(error, "param", field);
        put(error, "code", code);
        return body;
    }

    private static void put(ObjectNode error, String name, String value) {
        if (value.isEmpty()) {
            error.putNull(name);
        } else {
            error.put(name, value);
        }
    }
}
