package dev.selvedge.workflow.file;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.Sidecar.ActionPatch;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of sidecars. An action that the file has as the code gives it is its mark alone. */
final class SidecarJson {
    private static final String FORMAT = "selvedge-sidecar-1";

    private SidecarJson() {}

    static String write(Sidecar sidecar) {
        ObjectNode node = Json.object().put("format", FORMAT).put("digest", sidecar.digest);
        node.set("header", sidecar.header.json());
        ArrayNode actions = node.putArray("actions");
        sidecar.actions.forEach(action -> actions.add(action(action)));
        if (!sidecar.last.isEmpty()) {
            node.set("last", PlistJson.write(new Array(sidecar.last)));
        }
        if (!sidecar.resources.isEmpty()) {
            ObjectNode resources = node.putObject("resources");
            sidecar.resources.forEach(
                    (name, bytes) -> resources.put(name, Base64.getEncoder().encodeToString(bytes)));
        }
        return Json.write(node);
    }

    private static JsonNode action(ActionPatch action) {
        if (action.kept()
                && action.before().isEmpty()
                && action.ids().isEmpty()
                && action.patch().empty()) {
            return Json.tree(action.mark());
        }
        ObjectNode node = Json.object().put("mark", action.mark());
        if (!action.before().isEmpty()) {
            node.set("before", PlistJson.write(new Array(action.before())));
        }
        if (!action.ids().isEmpty()) {
            node.set("ids", Json.tree(action.ids()));
        }
        if (!action.kept()) {
            node.put("left out", true);
        } else if (!action.patch().empty()) {
            node.set("patch", action.patch().json());
        }
        return node;
    }

    static Sidecar read(JsonNode node) {
        if (!FORMAT.equals(node.path("format").asString())) {
            throw new IllegalArgumentException("its format is not " + FORMAT);
        }
        List<ActionPatch> actions = new ArrayList<>();
        node.path("actions").forEach(action -> actions.add(action(action)));
        Map<String, byte[]> resources = new LinkedHashMap<>();
        node.path("resources")
                .properties()
                .forEach(entry -> resources.put(
                        entry.getKey(),
                        Base64.getDecoder().decode(entry.getValue().asString())));
        return new Sidecar(
                node.path("digest").asString(),
                (PlistPatch.Entries) PlistPatch.read(node.path("header")),
                actions,
                items(node.path("last")),
                resources);
    }

    private static ActionPatch action(JsonNode node) {
        if (node.isString()) {
            return new ActionPatch(node.stringValue(), List.of(), Map.of(), true, PlistPatch.NONE);
        }
        Map<String, String> ids = new LinkedHashMap<>();
        node.path("ids")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asString()));
        return new ActionPatch(
                node.path("mark").asString(),
                items(node.path("before")),
                ids,
                !node.has("left out"),
                node.has("patch") ? PlistPatch.read(node.get("patch")) : PlistPatch.NONE);
    }

    private static List<PlistValue> items(JsonNode node) {
        return node.isArray() ? ((Array) PlistJson.read(node)).items() : List.of();
    }
}
