package dev.selvedge.workflow.file;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/**
 * What a file has and its code does not say: identifiers, icon, interface noise, the form in which an input was given,
 * and the bytes of resources. Code and sidecar give back the property list, equal value for value: the sidecar is a patch
 * from what {@link WorkflowWriter} makes of the code to the file.
 *
 * <p>Code that was edited keeps what still fits: what the header has beside the code, and the patches of the actions
 * that the edit left alone. Where the outcome would not read as the edited code does, the actions are written anew.
 */
public final class Sidecar {
    static final String ACTIONS = "WFWorkflowActions";
    private static final String PARAMETERS = "WFWorkflowActionParameters";
    private static final String IDENTIFIER = "WFWorkflowActionIdentifier";
    /** The parameters that hold an action's own identifiers. */
    private static final List<String> OWN_IDS = List.of("UUID", "GroupingIdentifier");

    /** What edited code says of the workflow as a whole. */
    private static final Set<String> SAID_BY_CODE = Set.of(
            "WFWorkflowName",
            "WFWorkflowTypes",
            "WFWorkflowInputContentItemClasses",
            "WFWorkflowOutputContentItemClasses",
            "WFWorkflowHasShortcutInputVariables",
            "WFWorkflowImportQuestions",
            "WFWorkflowNoInputBehavior",
            "WFQuickActionSurfaces");

    private static final int ALIKE = 1;
    private static final int EQUAL = 4;

    /**
     * What becomes of one action that the code alone gives.
     *
     * @param mark digest of the action without its identifiers, by which it is found again in edited code
     * @param before actions of the file that stand before it and that the code does not give
     * @param ids the file's identifiers, by parameter
     * @param kept whether the file has it at all
     * @param patch what else is changed
     */
    record ActionPatch(String mark, List<PlistValue> before, Map<String, String> ids, boolean kept, PlistPatch patch) {}

    /**
     * A property list made of code and sidecar.
     *
     * @param exact whether it is the file's, value for value; otherwise the code was edited
     */
    public record Restored(Dict plist, boolean exact) {}

    final String digest;
    final PlistPatch.Entries header;
    final List<ActionPatch> actions;
    final List<PlistValue> last;
    final Map<String, byte[]> resources;

    Sidecar(
            String digest,
            PlistPatch.Entries header,
            List<ActionPatch> actions,
            List<PlistValue> last,
            Map<String, byte[]> resources) {
        this.digest = digest;
        this.header = header;
        this.actions = actions;
        this.last = last;
        this.resources = resources;
    }

    /**
     * The sidecar of a file.
     *
     * @param source the file's property list
     * @param workflow what its code reads as, with the bytes of its resources
     */
    public static Sidecar of(Dict source, Workflow workflow, Catalog catalog) {
        Dict generated = WorkflowWriter.plist(workflow, catalog);
        List<PlistValue> from = generated.array(ACTIONS);
        List<PlistValue> to = source.array(ACTIONS);
        List<PlistValue> maskedFrom = masked(from);
        int[] pairs = pairs(maskedFrom, masked(to));
        List<Map<String, String>> ids = new ArrayList<>();
        Map<String, String> names = names(from, to, pairs, ids);
        List<ActionPatch> actions = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < from.size(); i++) {
            boolean kept = pairs[i] >= 0;
            List<PlistValue> before = kept ? to.subList(next, pairs[i]) : List.of();
            PlistPatch patch =
                    kept ? PlistPatch.between(renamed(from.get(i), names), to.get(pairs[i])) : PlistPatch.NONE;
            actions.add(new ActionPatch(mark(maskedFrom.get(i)), before, ids.get(i), kept, patch));
            next = kept ? pairs[i] + 1 : next;
        }
        Map<String, byte[]> resources = new LinkedHashMap<>();
        Reading.collect(new Array(from), resources);
        return new Sidecar(
                digest(generated),
                PlistPatch.entries(header(generated).entries(), header(source).entries()),
                actions,
                to.subList(next, to.size()),
                resources);
    }

    /** The bytes of the code's resources, for whoever parses it. */
    public Map<String, byte[]> resources() {
        return Collections.unmodifiableMap(resources);
    }

    /**
     * The property list of a code.
     *
     * @param workflow what the code reads as, with this sidecar's resources
     * @throws WorkflowFormatException if the sidecar is damaged
     */
    public Restored restore(Workflow workflow, Catalog catalog) {
        Dict generated = WorkflowWriter.plist(workflow, catalog);
        if (digest(generated).equals(digest)) {
            int[] same = new int[actions.size()];
            Arrays.setAll(same, i -> i);
            try {
                return new Restored(patched(generated, header, same), true);
            } catch (IllegalArgumentException e) {
                throw damaged(e);
            }
        }
        PlistPatch.Entries beside = header.without(SAID_BY_CODE);
        List<String> marks =
                masked(generated.array(ACTIONS)).stream().map(Sidecar::mark).toList();
        int[] pairs = Pairing.of(
                marks.size(),
                actions.size(),
                (i, j) -> marks.get(i).equals(actions.get(j).mark()) ? ALIKE : 0,
                ALIKE);
        try {
            Dict patched = patched(generated, beside, pairs);
            if (WorkflowReader.tree(patched, catalog).equals(WorkflowReader.tree(generated, catalog))) {
                return new Restored(patched, false);
            }
        } catch (IllegalArgumentException | WorkflowFormatException e) {
            // The edit reaches into what a patch was made for: the actions are written anew.
        }
        Map<String, PlistValue> entries =
                new LinkedHashMap<>(beside.dict(header(generated)).entries());
        entries.put(ACTIONS, new Array(generated.array(ACTIONS)));
        return new Restored(new Dict(entries), false);
    }

    /** @param pairs this sidecar's action for each of the code's, −1 for those that are new */
    private Dict patched(Dict generated, PlistPatch.Entries header, int[] pairs) {
        List<PlistValue> given = generated.array(ACTIONS);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] >= 0) {
                Dict own = parameters(given.get(i));
                actions.get(pairs[i]).ids().forEach((key, id) -> {
                    String fresh = own.text(key);
                    if (fresh != null) {
                        names.put(fresh, id);
                    }
                });
            }
        }
        List<PlistValue> result = new ArrayList<>();
        for (int i = 0; i < pairs.length; i++) {
            PlistValue action = renamed(given.get(i), names);
            if (pairs[i] < 0) {
                result.add(action);
                continue;
            }
            ActionPatch patch = actions.get(pairs[i]);
            result.addAll(patch.before());
            if (patch.kept()) {
                result.add(patch.patch().apply(action));
            }
        }
        result.addAll(last);
        Map<String, PlistValue> entries =
                new LinkedHashMap<>(header.dict(header(generated)).entries());
        entries.put(ACTIONS, new Array(result));
        return new Dict(entries);
    }

    /** Its JSON form, for the file beside the code. */
    public String json() {
        return SidecarJson.write(this);
    }

    /**
     * Reads a JSON form.
     *
     * @throws WorkflowFormatException if it is no sidecar
     */
    public static Sidecar read(String json) {
        try {
            return SidecarJson.read(Json.parse(json));
        } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
            throw damaged(e);
        }
    }

    private static WorkflowFormatException damaged(RuntimeException cause) {
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new WorkflowFormatException("The sidecar is damaged: " + reason + ".", cause);
    }

    private static String digest(Dict generated) {
        return ContentHash.of(Json.write(PlistJson.write(generated))).hex();
    }

    private static String mark(PlistValue masked) {
        return ContentHash.of(Json.write(PlistJson.write(masked))).hex().substring(0, 8);
    }

    private static Dict header(Dict plist) {
        Map<String, PlistValue> entries = new LinkedHashMap<>(plist.entries());
        entries.remove(ACTIONS);
        return new Dict(entries);
    }

    private static Dict parameters(PlistValue action) {
        return action instanceof Dict dict ? dict.dict(PARAMETERS) : Dict.EMPTY;
    }

    /** Actions without the identifiers that they define. */
    private static List<PlistValue> masked(List<PlistValue> actions) {
        Map<String, String> none = new HashMap<>();
        for (PlistValue action : actions) {
            for (String key : OWN_IDS) {
                String id = parameters(action).text(key);
                if (id != null) {
                    none.put(id, "");
                }
            }
        }
        return actions.stream().map(action -> renamed(action, none)).toList();
    }

    private static int[] pairs(List<PlistValue> from, List<PlistValue> to) {
        Map<Object, Integer> numbers = new HashMap<>();
        Function<Object, Integer> number = key -> numbers.computeIfAbsent(key, _ -> numbers.size());
        int[] whole = from.stream().mapToInt(number::apply).toArray();
        int[] wholeTo = to.stream().mapToInt(number::apply).toArray();
        int[] kind = from.stream().map(Sidecar::kind).mapToInt(number::apply).toArray();
        int[] kindTo = to.stream().map(Sidecar::kind).mapToInt(number::apply).toArray();
        return Pairing.of(
                from.size(),
                to.size(),
                (i, j) -> whole[i] == wholeTo[j] ? EQUAL : kind[i] == kindTo[j] ? ALIKE : 0,
                EQUAL);
    }

    /** What two actions must share to be versions of one another. */
    private static List<PlistValue> kind(PlistValue action) {
        PlistValue id = action instanceof Dict dict ? dict.get(IDENTIFIER) : null;
        PlistValue mode = parameters(action).get("WFControlFlowMode");
        return List.of(id == null ? new PlistValue.Null() : id, mode == null ? PlistValue.Int.of(0) : mode);
    }

    /** The file's identifiers by the fresh ones; {@code ids} gets those of each action. */
    private static Map<String, String> names(
            List<PlistValue> from, List<PlistValue> to, int[] pairs, List<Map<String, String>> ids) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < pairs.length; i++) {
            Map<String, String> own = new LinkedHashMap<>();
            for (String key : OWN_IDS) {
                String fresh = parameters(from.get(i)).text(key);
                String id = pairs[i] < 0 ? null : parameters(to.get(pairs[i])).text(key);
                if (fresh != null && id != null && names.putIfAbsent(fresh, id) == null) {
                    own.put(key, id);
                }
            }
            ids.add(own);
        }
        return names;
    }

    /** The value with every text that is a key of the map replaced. */
    private static PlistValue renamed(PlistValue value, Map<String, String> names) {
        return switch (value) {
            case PlistValue.Str(String text) -> names.containsKey(text) ? new PlistValue.Str(names.get(text)) : value;
            case Array(List<PlistValue> items) ->
                new Array(items.stream().map(item -> renamed(item, names)).toList());
            case Dict(Map<String, PlistValue> entries) -> {
                Map<String, PlistValue> renamed = new LinkedHashMap<>();
                entries.forEach((key, entry) -> renamed.put(key, renamed(entry, names)));
                yield new Dict(renamed);
            }
            case PlistValue.Int number -> value;
            case PlistValue.Real number -> value;
            case PlistValue.Bool bool -> value;
            case PlistValue.Date date -> value;
            case Bytes bytes -> value;
            case PlistValue.Uid uid -> value;
            case PlistValue.Null none -> value;
        };
    }
}
