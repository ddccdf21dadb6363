package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Code of WorkflowBench in our dialect. There an action is called by its identifier with underscores, and its parameters
 * by the keys of the file; here by the catalogue's names. Texts and everything else stay as they are. One pass over the
 * text, which need not be whole Python; whether the result is a workflow, the dialect's parser says.
 */
final class BenchTranslation {
    /** What is open: the call of an action, or any other bracket. */
    private static final class Frame {
        private final Catalog.@Nullable Action action;
        private boolean braces;

        Frame(Catalog.@Nullable Action action) {
            this.action = action;
        }
    }

    private final String code;
    private final boolean comments;
    private final Map<String, Catalog.Action> actions = new HashMap<>();
    private final Map<String, String> others = new HashMap<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private final StringBuilder out = new StringBuilder();
    private int at;

    private BenchTranslation(String code, Collection<String> apis, Catalog catalog, boolean comments) {
        this.code = code;
        this.comments = comments;
        catalog.actions().forEach(action -> actions.put(underscored(action.id()), action));
        apis.forEach(id -> others.put(underscored(id), id));
    }

    /**
     * The code in the dialect.
     *
     * @param apis identifiers of the actions that the record names, for those that the catalogue lacks
     * @param comments whether comments are kept
     */
    static String of(String code, Collection<String> apis, Catalog catalog, boolean comments) {
        return new BenchTranslation(code, apis, catalog, comments).run();
    }

    private static String underscored(String id) {
        return id.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private String run() {
        while (at < code.length()) {
            char c = code.charAt(at);
            if (c == '#') {
                comment();
            } else if (c == '\'' || c == '"') {
                text();
            } else if (Character.isJavaIdentifierStart(c)) {
                word();
            } else {
                sign(c);
            }
        }
        return out.toString();
    }

    private void comment() {
        int end = code.indexOf('\n', at);
        end = end < 0 ? code.length() : end;
        if (comments) {
            out.append(code, at, end);
        }
        at = end;
    }

    private void text() {
        char quote = code.charAt(at);
        boolean triple = code.startsWith(String.valueOf(quote).repeat(3), at);
        String close = triple ? String.valueOf(quote).repeat(3) : String.valueOf(quote);
        int end = at + close.length();
        while (end < code.length() && !code.startsWith(close, end)) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(code.length(), end + close.length());
        out.append(code, at, end);
        at = end;
    }

    private void word() {
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        String word = code.substring(at, end);
        int next = end;
        while (next < code.length() && code.charAt(next) == ' ') {
            next++;
        }
        char after = next < code.length() ? code.charAt(next) : '\0';
        Frame frame = open.peek();
        if (after == '(' && (actions.containsKey(word) || others.containsKey(word))) {
            call(word);
            at = next + 1;
        } else if (after == '=' && !code.startsWith("==", next) && frame != null && beginsArgument()) {
            keyword(frame, word);
            at = next + 1;
        } else {
            out.append(word);
            at = end;
        }
    }

    private void call(String word) {
        Catalog.Action action = actions.get(word);
        open.push(new Frame(action));
        if (action == null) {
            String id = others.getOrDefault(word, word);
            out.append("call(").append(Json.write(id)).append(nextIs(')') ? "" : ", ");
        } else {
            out.append(action.function()).append('(');
        }
    }

    /** Whether the first thing after the opening bracket that stands next is a sign. */
    private boolean nextIs(char sign) {
        int bracket = code.indexOf('(', at);
        int next = bracket + 1;
        while (next < code.length() && Character.isWhitespace(code.charAt(next))) {
            next++;
        }
        return next < code.length() && code.charAt(next) == sign;
    }

    /** Whether nothing but blanks stand between here and the comma or bracket before. */
    private boolean beginsArgument() {
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(code.charAt(before))) {
            before--;
        }
        return before >= 0 && (code.charAt(before) == ',' || code.charAt(before) == '(');
    }

    private void keyword(Frame frame, String key) {
        Catalog.Action action = frame.action;
        if (action == null) {
            out.append(key).append('=');
            return;
        }
        String name = action.parameters().stream()
                .filter(parameter -> parameter.key().equals(key))
                .map(Catalog.Parameter::name)
                .findFirst()
                .orElse(null);
        if (name != null) {
            out.append(name).append('=');
        } else {
            out.append("**{").append(Json.write(key)).append(": ");
            frame.braces = true;
        }
    }

    private void sign(char c) {
        Frame frame = open.peek();
        boolean endsArgument = c == ',' || c == ')' || c == ']' || c == '}';
        if (frame != null && endsArgument && frame.braces) {
            out.append('}');
            frame.braces = false;
        }
        if (c == '(' || c == '[' || c == '{') {
            open.push(new Frame(null));
        } else if (frame != null && c != ',' && endsArgument) {
            open.pop();
        }
        out.append(c);
        at++;
    }
}
