package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows on a device that does not exist. The same workflow in the same scenario always does the same; nothing
 * of the host is touched: no files, no network, no processes, no clock but the safety deadline. An action that the
 * device does not interpret is an uninterpreted function: the same action with the same arguments gives the same opaque
 * result, and the call is recorded. Immutable and safe for use by many threads as long as the behaviours that it was
 * given are.
 */
public final class Device {
    private final Catalog catalog;
    private final Limits limits;
    private final Map<String, Workflow> library;
    private final Map<String, Behaviour> behaviours;

    public Device(Catalog catalog, Limits limits) {
        this(catalog, limits, Map.of(), Map.of());
    }

    private Device(Catalog catalog, Limits limits, Map<String, Workflow> library, Map<String, Behaviour> behaviours) {
        this.catalog = catalog;
        this.limits = limits;
        this.library = Map.copyOf(library);
        this.behaviours = Map.copyOf(behaviours);
    }

    /** This device with other workflows on it, by name, which Run Workflow can run. */
    public Device with(Map<String, Workflow> library) {
        return new Device(catalog, limits, library, behaviours);
    }

    /**
     * This device, which does these actions as it is told here, by identifier. A call is an effect where the catalogue says
     * so or lacks the action, as with uninterpreted actions.
     *
     * @throws IllegalArgumentException if the device interprets one of them itself
     */
    public Device doing(Map<String, Behaviour> behaviours) {
        behaviours.keySet().stream()
                .filter(Device::interprets)
                .sorted()
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalArgumentException(
                            "the device interprets " + id + " itself; give behaviours to other actions only");
                });
        return new Device(catalog, limits, library, behaviours);
    }

    /** This device with other limits. */
    Device within(Limits other) {
        return new Device(catalog, other, library, behaviours);
    }

    /** What an action does here, null where it is uninterpreted. */
    @Nullable
    Meaning meaning(String actionId) {
        Behaviour given = behaviours.get(actionId);
        return given == null ? Meanings.ALL.get(actionId) : call -> call.done(given);
    }

    /** Whether every device knows what the action does, beyond that it was called. */
    public static boolean interprets(String actionId) {
        return Meanings.ALL.containsKey(actionId);
    }

    /** Identifiers of all interpreted actions, sorted. */
    public static Set<String> interpreted() {
        return Collections.unmodifiableSet(new TreeSet<>(Meanings.ALL.keySet()));
    }

    public Execution run(Workflow workflow, Scenario scenario) {
        return new Machine(this, workflow, scenario, false).execute();
    }

    /** Runs and notes every step. */
    public Execution trace(Workflow workflow, Scenario scenario) {
        return new Machine(this, workflow, scenario, true).execute();
    }

    Catalog catalog() {
        return catalog;
    }

    Limits limits() {
        return limits;
    }

    Map<String, Workflow> library() {
        return library;
    }
}
