package dev.selvedge.workflow.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.selvedge.core.Json;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Workflow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The world that a workflow runs in: the device's state, what the web answers, and what the user says. A plain value
 * with a JSON form.
 *
 * @param seed decides what the lists below leave open: further answers and choices, random numbers, values of
 *     uninterpreted actions
 * @param now the current date; it stands still while a workflow runs
 * @param zone time zone, for example {@code Europe/Berlin}
 * @param clipboard text on it, empty for none
 * @param input what the workflow is given, empty for nothing
 * @param device facts of the device by the names of Get Device Details
 * @param settings by name: {@code Battery Level} and {@code Brightness} as numbers, {@code Wi-Fi} as On or Off, ...
 * @param network facts by name: {@code Network Name}, {@code Local IP Address}, ...
 * @param location facts by name: {@code Name}, {@code Latitude}, {@code City}, ...
 * @param weather facts by name: {@code Condition}, {@code Temperature}, ...
 * @param files texts by path
 * @param things notes, reminders, events, contacts, photos, workflows and apps; those of one kind in the device's order
 * @param web what web requests answer
 * @param commands what scripts give that the device does not run itself (shell, SSH, AppleScript, JavaScript): their
 *     output by their text; others give an opaque value
 * @param answers to questions by type (Text, Number, URL, Date, Time, Date and Time), in order; then the seed decides
 * @param choices titles to choose in menus and lists, in order; where the next one is not offered the seed decides
 */
public record Scenario(
        long seed,
        Instant now,
        String zone,
        String clipboard,
        List<Content> input,
        Map<String, String> device,
        Map<String, String> settings,
        Map<String, String> network,
        Map<String, String> location,
        Map<String, String> weather,
        Map<String, String> files,
        List<Thing> things,
        Web web,
        Map<String, String> commands,
        Map<String, List<String>> answers,
        List<String> choices) {
    /** Most characters of a scenario's JSON form that are read. */
    public static final int LONGEST_JSON = 1 << 20;

    /** @throws IllegalArgumentException if the time zone is unknown */
    public Scenario {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the scenario's zone is " + zone + "; expected a time zone such as Europe/Berlin", e);
        }
        input = List.copyOf(input);
        device = ordered(device);
        settings = ordered(settings);
        network = ordered(network);
        location = ordered(location);
        weather = ordered(weather);
        files = ordered(files);
        things = things.stream()
                .sorted(Comparator.comparingInt(ScenarioJson::rank))
                .toList();
        commands = ordered(commands);
        answers = ordered(answers);
        choices = List.copyOf(choices);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * Content that a workflow is given.
     *
     * @param type text, number, url, date (ISO 8601), dictionary (JSON), file (its name, a line end, its text), or any
     *     other for an opaque value of that type
     */
    public record Content(ContentType type, String text) {}

    /**
     * A thing that an app of the device keeps.
     *
     * @param kind NOTE, REMINDER, EVENT, CONTACT, PHOTO, WORKFLOW or APP
     * @param properties by the names of its details; values of names that end with Date are ISO 8601, of names that
     *     begin with Is or Has are Yes or No
     */
    public record Thing(ContentType kind, String name, Map<String, String> properties) {
        public Thing {
            properties = ordered(properties);
        }
    }

    /**
     * What web requests answer.
     *
     * @param pages that are recorded
     * @param keys for pages that are not recorded: a JSON dictionary with these keys and values drawn from {@code
     *     values}; without keys such a page is an opaque value that its address names
     */
    public record Web(List<Page> pages, List<String> keys, List<String> values) {
        public Web {
            pages = List.copyOf(pages);
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }

        /** The recorded answer to a request, null without one. */
        @Nullable
        Page page(String method, String url) {
            for (Page page : pages) {
                if (page.method().equals(method) && page.url().equals(url)) {
                    return page;
                }
            }
            return null;
        }
    }

    /**
     * A recorded answer.
     *
     * @param method of the request, in upper case
     * @param headers of the answer, by name
     */
    public record Page(String method, String url, int status, Map<String, String> headers, String body) {
        public Page {
            headers = ordered(headers);
        }

        /** The body of a page that is fetched. */
        public static Page of(String url, String body) {
            return new Page("GET", url, 200, Map.of(), body);
        }
    }

    /** An everyday world that varies with the seed. */
    public static Scenario seeded(long seed) {
        return ScenarioSeeds.seeded(seed);
    }

    /**
     * Worlds in which the workflows reach as many branches as can be found cheaply, fewest first that add most, and
     * then further ones up to k. Constants of the workflows (numbers and their neighbours, texts, keys, paths) are put
     * into state, answers and pages. Worlds in which a workflow does not end well are left out while others exist. The
     * same arguments give the same worlds.
     *
     * @param k how many, at least 1; up to eight times as many where each further one reaches further branches
     */
    public static List<Scenario> reaching(Device device, List<Workflow> workflows, int k) {
        return Reaching.best(device, workflows, k).stream()
                .map(Reaching.Tried::scenario)
                .toList();
    }

    /** This world with another script for menus and lists. */
    public Scenario choosing(List<String> script) {
        return new Scenario(
                seed, now, zone, clipboard, input, device, settings, network, location, weather, files, things, web,
                commands, answers, script);
    }

    /** This world with another input. */
    public Scenario given(List<Content> otherInput) {
        return new Scenario(
                seed,
                now,
                zone,
                clipboard,
                otherInput,
                device,
                settings,
                network,
                location,
                weather,
                files,
                things,
                web,
                commands,
                answers,
                choices);
    }

    /** This world where the clipboard, the input and all that is typed are this text. */
    Scenario saying(String text) {
        List<String> typed = Collections.nCopies(6, text);
        Map<String, List<String>> said = new LinkedHashMap<>(answers);
        said.put("Text", typed);
        said.put("Number", typed);
        List<Content> given = List.of(new Content(ContentType.TEXT, text));
        return new Scenario(
                seed, now, zone, text, given, device, settings, network, location, weather, files, things, web,
                commands, said, choices);
    }

    /**
     * This world where another text stands in place of one: for values that are it, and inside longer ones if it has at
     * least three characters.
     */
    Scenario replacing(String text, String other) {
        UnaryOperator<String> change = value -> value.equals(text)
                ? other
                : text.length() >= 3 && value.contains(text) ? value.replace(text, other) : value;
        return new Scenario(
                seed,
                now,
                zone,
                change.apply(clipboard),
                input.stream()
                        .map(each -> new Content(each.type(), change.apply(each.text())))
                        .toList(),
                changed(device, change),
                changed(settings, change),
                changed(network, change),
                changed(location, change),
                changed(weather, change),
                changed(files, change),
                things.stream()
                        .map(thing -> new Thing(thing.kind(), thing.name(), changed(thing.properties(), change)))
                        .toList(),
                new Web(
                        web.pages(),
                        web.keys(),
                        web.values().stream().map(change).toList()),
                commands,
                changedLists(answers, change),
                choices);
    }

    private static Map<String, String> changed(Map<String, String> map, UnaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.replaceAll((_, value) -> change.apply(value));
        return changed;
    }

    private static Map<String, List<String>> changedLists(Map<String, List<String>> map, UnaryOperator<String> change) {
        Map<String, List<String>> changed = new LinkedHashMap<>(map);
        changed.replaceAll((_, list) -> list.stream().map(change).toList());
        return changed;
    }

    /** This world with other files. */
    public Scenario holding(Map<String, String> otherFiles) {
        return new Scenario(
                seed,
                now,
                zone,
                clipboard,
                input,
                device,
                settings,
                network,
                location,
                weather,
                otherFiles,
                things,
                web,
                commands,
                answers,
                choices);
    }

    ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    /** One line of JSON with every key. */
    public String toJson() {
        return Json.write(toTree());
    }

    @JsonValue
    JsonNode toTree() {
        return ScenarioJson.write(this);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Scenario ofTree(JsonNode json) {
        return ScenarioJson.of(json, null);
    }

    /**
     * Reads a scenario. What the text leaves out is drawn from the seed; dictionaries are laid over the drawn ones, where
     * null takes an entry away; lists replace the drawn ones. The form is in {@code decisions/scenario.md}.
     *
     * @param seed to take instead of the text's own, null for that; without any it is 1
     * @throws IllegalArgumentException with a sentence, if the text is too long, no JSON, has a key that is unknown, or a
     *     value that does not fit
     */
    public static Scenario read(String json, @Nullable Long seed) {
        return ScenarioJson.read(json, seed);
    }

    /** Reads what {@link #toJson} writes. */
    public static Scenario fromJson(String json) {
        return read(json, null);
    }
}
