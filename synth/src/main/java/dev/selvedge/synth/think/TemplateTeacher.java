package dev.selvedge.synth.think;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.Identifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A teacher without a language model: a policy that answers the prompts of {@link Thoughts} and {@link Refiner} in the
 * words of the {@link TemplateAnnotator}. So everything that a teacher drives runs offline, request by request. It says
 * that it cannot where there is no wording; any other prompt is a failure.
 */
public final class TemplateTeacher implements Policy {
    private static final String CANNOT = "I have no words for this workflow.";

    private final Catalog catalog;
    private final TemplateAnnotator annotator;

    public TemplateTeacher(Catalog catalog) {
        this.catalog = catalog;
        this.annotator = new TemplateAnnotator(catalog);
    }

    @Override
    public String name() {
        return "template-teacher";
    }

    @Override
    public Reply complete(Prompt prompt) {
        String request = prompt.messages().getFirst().content();
        long seed = prompt.sampling().seed();
        if (asks(Thoughts.NAMES, request)) {
            return say(names(request));
        }
        if (asks(Thoughts.COMMENTS, request)) {
            return say(comments(request, seed));
        }
        if (asks(Thoughts.PLAN, request)) {
            return say(annotation(between(request, "workflow"), seed, Annotation::plan));
        }
        if (asks(Thoughts.QUERY, request)) {
            return say(annotation(between(request, "workflow"), seed, Annotation::query));
        }
        if (asks(Refiner.REFINE, request)) {
            return say(refined(between(request, "code"), seed));
        }
        return new Reply.Failure(Fault.SYSTEM, "The template teacher knows no answer to this prompt.");
    }

    private static Reply say(@Nullable String answer) {
        return ScriptedPolicy.say(answer == null ? CANNOT : answer);
    }

    private static boolean asks(PromptText text, String request) {
        return request.startsWith(text.text().substring(0, text.text().indexOf("{{")));
    }

    /** What stands last between the tags. */
    private static String between(String request, String tag) {
        int end = request.lastIndexOf("\n</" + tag + ">");
        int start = request.indexOf("<" + tag + ">\n") + tag.length() + 3;
        return end < start ? "" : request.substring(start, end);
    }

    private @Nullable Workflow read(String code) {
        return CodeParser.parse(code, catalog).workflow();
    }

    /** The author's names, made legal. */
    private @Nullable String names(String request) {
        Workflow workflow = read(between(request, "workflow"));
        if (workflow == null) {
            return null;
        }
        Variables variables = Variables.of(workflow, catalog);
        Map<String, String> called = new TreeMap<>();
        request.lines()
                .filter(line -> line.startsWith("variable_") && line.contains(Thoughts.CALLED))
                .forEach(line -> called.put(
                        line.substring(0, Math.max(0, line.indexOf(':'))),
                        line.substring(line.lastIndexOf(Thoughts.CALLED) + Thoughts.CALLED.length())));
        Set<String> taken = new HashSet<>(variables.read());
        ObjectNode names = Json.object();
        for (String old : variables.origins().keySet()) {
            String base = Identifier.snake(called.getOrDefault(old, ""));
            String stem = Variables.isName(base, catalog) ? base : "some_value";
            String name = stem;
            for (int n = 2; !taken.add(name); n++) {
                name = stem + "_" + n;
            }
            names.put(old, name);
        }
        return Json.write(names);
    }

    private @Nullable String comments(String request, long seed) {
        Workflow marked = read(between(request, "workflow"));
        if (marked == null) {
            return null;
        }
        Commented asked = Commented.of(marked);
        Map<Integer, String> known = comments(asked.bare(), seed);
        ObjectNode comments = Json.object();
        for (Map.Entry<Integer, String> marker : new TreeMap<>(asked.comments()).entrySet()) {
            if (marker.getValue().equals("[" + marker.getKey() + "]")) {
                comments.put(String.valueOf(marker.getKey()), known.get(marker.getKey()));
            }
        }
        return known.isEmpty() ? null : Json.write(comments);
    }

    private Map<Integer, String> comments(Workflow workflow, long seed) {
        String code = annotation(workflow, seed, Annotation::annotatedCode);
        Workflow read = code == null ? null : read(code);
        return read == null ? Map.of() : Commented.of(read).comments();
    }

    private @Nullable String refined(String code, long seed) {
        String plan = annotation(code, seed, Annotation::plan);
        String better = annotation(code, seed, Annotation::annotatedCode);
        return plan == null || better == null
                ? null
                : Json.write(Json.object().put("plan", plan).put("code", better));
    }

    private @Nullable String annotation(String code, long seed, Function<Annotation, String> part) {
        Workflow workflow = read(code);
        return workflow == null ? null : annotation(workflow, seed, part);
    }

    private @Nullable String annotation(Workflow workflow, long seed, Function<Annotation, String> part) {
        return annotator.annotate(workflow, seed) instanceof Outcome.Kept<Annotation> kept
                ? part.apply(kept.records().getFirst())
                : null;
    }
}
