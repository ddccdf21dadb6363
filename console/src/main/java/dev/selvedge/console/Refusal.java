package dev.selvedge.console;

import dev.selvedge.core.Json;
import tools.jackson.databind.node.ObjectNode;

/** A request that is not answered; told in the form of the protocol's errors. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final int status;
    private final String type;
    private final String code;

    /** @param code of the protocol, or empty */
    Refusal(int status, String type, String code, String sentence) {
        super(sentence);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    static Refusal invalid(String sentence) {
        return new Refusal(400, "invalid_request_error", "", sentence);
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", getMessage()).put("type", type).putNull("param");
        if (code.isEmpty()) {
            error.putNull("code");
        } else {
            error.put("code", code);
        }
        return body;
    }
}
