package dev.selvedge.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Something to be done, with everything that anybody may know about it. What a policy may see of it is decided by a
 * {@link View}.
 *
 * @param id unique in its data set
 * @param fields named values, for example {@code query}, {@code actions}, {@code reference}
 */
public record Task(String id, Map<String, JsonNode> fields) {
    public Task {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
