package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The chat template that a model directory brings along, with the special tokens that templates print by name.
 *
 * <p>{@code chat_template.jinja} wins over the {@code chat_template} of tokenizer_config.json, which is one template or
 * a list of named ones. Special tokens are those of special_tokens_map.json, then of tokenizer_config.json.
 *
 * @param place where it comes from, for messages
 * @param source the template
 * @param toolSource the template for conversations with tools, mostly the same one
 * @param specialTokens spellings by name: bos_token, eos_token and so on
 * @param files the files that say all this, byte for byte, by name
 */
record ChatTemplateFile(
        String place, String source, String toolSource, Map<String, String> specialTokens, Map<String, byte[]> files) {
    private static final List<String> NAMES =
            List.of("tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja", "chat_format.json");
    private static final int MAX_FILE_BYTES = 64 << 20;

    /**
     * Reads the template of a model directory.
     *
     * @return empty if the directory brings none
     * @throws UserException if a file is damaged
     */
    static Optional<ChatTemplateFile> read(Path directory) {
        Path file = directory.resolve("chat_template.jinja");
        Path config = directory.resolve("tokenizer_config.json");
        JsonNode settings = json(config);
        Map<String, byte[]> files = files(directory);
        Map<String, String> specials = specialTokens(settings, json(directory.resolve("special_tokens_map.json")));
        if (Files.exists(file)) {
            String source = text(file);
            return Optional.of(new ChatTemplateFile(file.toString(), source, source, specials, files));
        }
        JsonNode template = settings.path("chat_template");
        if (template.isString()) {
            String source = template.stringValue();
            return Optional.of(new ChatTemplateFile(config.toString(), source, source, specials, files));
        }
        return template.isArray() ? Optional.of(named(config, template, specials, files)) : Optional.empty();
    }

    private static ChatTemplateFile named(
            Path config, JsonNode list, Map<String, String> specials, Map<String, byte[]> files) {
        var sources = new LinkedHashMap<String, String>();
        for (JsonNode one : list) {
            sources.put(
                    one.path("name").asString("without name"),
                    one.path("template").asString(""));
        }
        String source = sources.get("default");
        if (source == null) {
            throw new UserException(config + " lists chat templates named " + String.join(", ", sources.keySet())
                    + ", but none named default, which is the one that is used.");
        }
        return new ChatTemplateFile(
                config.toString(), source, sources.getOrDefault("tool_use", source), specials, files);
    }

    private static Map<String, byte[]> files(Path directory) {
        var files = new LinkedHashMap<String, byte[]>();
        for (String name : NAMES) {
            Path file = directory.resolve(name);
            try {
                if (Files.exists(file)) {
                    files.put(name, Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw UserException.reading(file, e);
            }
        }
        return files;
    }

    private static Map<String, String> specialTokens(JsonNode settings, JsonNode map) {
        var tokens = new LinkedHashMap<String, String>();
        for (JsonNode file : new JsonNode[] {settings, map}) {
            file.properties().forEach(entry -> {
                if (entry.getKey().endsWith("_token")) {
                    JsonNode value = entry.getValue();
                    String content = value.isString()
                            ? value.stringValue()
                            : value.path("content").asString("");
                    if (!content.isEmpty()) {
                        tokens.put(entry.getKey(), content);
                    }
                }
            });
        }
        return tokens;
    }

    static JsonNode json(Path file) {
        if (!Files.exists(file)) {
            return Json.object();
        }
        try {
            return Json.parse(text(file));
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UserException(file + " is larger than " + (MAX_FILE_BYTES >> 20)
                        + " MiB, which no such file should be; check that it is the right one.");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }
}
