package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads workflow files: binary and XML property lists and signed archives, told apart by their first bytes. Whatever is
 * in the file, reading ends in bounded time with a tree or a {@link WorkflowFormatException}.
 */
public final class WorkflowReader {
    /** The largest file that is read, in bytes. */
    public static final int MOST_BYTES = Bounds.FILE_BYTES;

    /** So many bytes from the start of a file tell what it is. */
    public static final int MAGIC_BYTES = 64;

    /** Clients before this one pass an action's output to the next without saying so. */
    private static final int EXPLICIT_SINCE = 900;

    private static final List<String> SETTINGS =
            List.of("WFQuickActionSurfaces", "WFWorkflowOutputContentItemClasses", "WFWorkflowNoInputBehavior");

    private static final List<String> ENDINGS = List.of(".shortcut", ".wflow", ".plist", ".xml");

    private WorkflowReader() {}

    /** Reads a file with the bundled catalogue. */
    public static Reading read(Path file) {
        return read(file, Catalog.bundled());
    }

    /**
     * Reads a file.
     *
     * @param catalog says which parameter takes an implicit input and what outputs are called
     * @throws WorkflowFormatException if the file cannot be read or is no workflow
     */
    public static Reading read(Path file, Catalog catalog) {
        return read(bytes(file), catalog);
    }

    /**
     * A file's bytes.
     *
     * @throws WorkflowFormatException if the file cannot be read or is larger than workflow files are read
     */
    public static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > Bounds.FILE_BYTES) {
                throw tooLarge();
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new WorkflowFormatException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new WorkflowFormatException("The file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Whether a file has the name or the first bytes of a workflow file; it may be damaged all the same. */
    public static boolean looksLikeWorkflow(Path file) {
        String name = file.getFileName().toString();
        if (looksLikeWorkflow(name, new byte[0])) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return looksLikeWorkflow(name, in.readNBytes(MAGIC_BYTES));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a file of this name that begins with these bytes has the form of a workflow file.
     *
     * @param start the first {@link #MAGIC_BYTES} bytes, or all of a shorter file
     */
    public static boolean looksLikeWorkflow(String name, byte[] start) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith) || container(start).isPresent();
    }

    /** Reads a file's bytes with the bundled catalogue. */
    public static Reading read(byte[] bytes) {
        return read(bytes, Catalog.bundled());
    }

    /**
     * Reads a file's bytes.
     *
     * @param catalog says which parameter takes an implicit input and what outputs are called
     * @throws WorkflowFormatException if the bytes are no workflow
     */
    public static Reading read(byte[] bytes, Catalog catalog) {
        if (bytes.length > Bounds.FILE_BYTES) {
            throw tooLarge();
        }
        Container container = knownContainer(bytes);
        PlistValue source = switch (container) {
            case BINARY -> BinaryPlist.read(bytes);
            case XML -> XmlPlist.read(bytes);
            case SIGNED -> plist(SignedArchive.read(bytes));
        };
        if (!(source instanceof Dict dict)) {
            throw new WorkflowFormatException(
                    "The property list is no workflow: it is not a dictionary with WFWorkflowActions.");
        }
        Problems problems = new Problems();
        return new Reading(workflow(dict, catalog, problems), container, problems.list(), dict);
    }

    /** What is in a signed file must be a plain property list. */
    private static PlistValue plist(byte[] bytes) {
        return switch (knownContainer(bytes)) {
            case BINARY -> BinaryPlist.read(bytes);
            case XML -> XmlPlist.read(bytes);
            case SIGNED -> throw new WorkflowFormatException("The signed file holds another signed file.");
        };
    }

    private static WorkflowFormatException tooLarge() {
        return new WorkflowFormatException(
                "The file is larger than " + (Bounds.FILE_BYTES >> 20) + " MiB, which is not read.");
    }

    private static Container knownContainer(byte[] bytes) {
        return container(bytes)
                .orElseThrow(() -> new WorkflowFormatException(
                        bytes.length == 0
                                ? "The file is empty."
                                : "The file is no workflow: it begins neither as a binary or XML property list nor as a"
                                        + " signed shortcut."));
    }

    private static Optional<Container> container(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, MAGIC_BYTES), StandardCharsets.ISO_8859_1);
        if (start.startsWith("bplist0")) {
            return Optional.of(Container.BINARY);
        }
        if (start.startsWith("AEA1")) {
            return Optional.of(Container.SIGNED);
        }
        return XmlText.begins(bytes) ? Optional.of(Container.XML) : Optional.empty();
    }

    /** The tree of a property list. */
    static Workflow tree(Dict source, Catalog catalog) {
        return workflow(source, catalog, new Problems());
    }

    private static Workflow workflow(Dict source, Catalog catalog, Problems problems) {
        List<Action> actions = actions(source, problems);
        Names names = new Names(catalog);
        List<Blocks.Node> nodes = Blocks.of(actions, problems);
        reserveLoopNames(names, nodes, 0);
        Outputs outputs = new Outputs(catalog, names, actions);
        BodyReader reader = new BodyReader(catalog, names, outputs, implicit(source), set(actions), problems);
        reader.claim(actions);
        List<Draft> drafts = reader.top(nodes);
        Freezer freezer = new Freezer(reader.mentioned(), outputs::fresh);
        List<Statement> frozen = freezer.freeze(drafts);
        List<Statement> body = Freezer.withoutUnread(frozen, new NameUse(frozen));
        Levels.check(body);
        String name = source.text("WFWorkflowName");
        return new Workflow(
                name == null ? "" : name, body, header(source, reader.values(), freezer.ordinals(), problems));
    }

    private static List<Action> actions(Dict source, Problems problems) {
        if (!(source.get("WFWorkflowActions") instanceof Array(var items))) {
            throw new WorkflowFormatException("The property list is no workflow: it has no list WFWorkflowActions.");
        }
        List<Action> actions = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String id = items.get(i) instanceof Dict dict ? dict.text("WFWorkflowActionIdentifier") : null;
            if (id == null || id.isEmpty()) {
                problems.warn("Action " + (i + 1) + " has no identifier and is left out.");
            } else {
                actions.add(new Action(i, id, ((Dict) items.get(i)).dict("WFWorkflowActionParameters")));
            }
        }
        return actions;
    }

    private static boolean implicit(Dict source) {
        return switch (source.get("WFWorkflowClientVersion")) {
            case Int(var number) -> number.intValue() < EXPLICIT_SINCE;
            case PlistValue.Real(double number) -> number < EXPLICIT_SINCE;
            case Str(String version) -> {
                String major = version.strip().split("\\.", 2)[0];
                yield !major.matches("\\d{1,9}") || Integer.parseInt(major) < EXPLICIT_SINCE;
            }
            case null, default -> true;
        };
    }

    /** The names of variables that some action sets. */
    private static Set<String> set(List<Action> actions) {
        Set<String> set = new HashSet<>();
        for (Action action : actions) {
            String name = action.parameters().text("WFVariableName");
            if (name != null
                    && (action.id().equals(Literals.SET_VARIABLE) || action.id().equals(Literals.APPEND_VARIABLE))) {
                set.add(name);
            }
        }
        return set;
    }

    /** Loops are named by their depth, so that the same file always has the same names. */
    private static void reserveLoopNames(Names names, List<Blocks.Node> nodes, int depth) {
        for (Blocks.Node node : nodes) {
            if (node instanceof Blocks.Node.Block block) {
                int inner = depth;
                if (block.start().id().equals(Literals.REPEAT)
                        || block.start().id().equals(Literals.REPEAT_EACH)) {
                    inner++;
                    names.reserve("item" + (inner == 1 ? "" : "_" + inner));
                    names.reserve("index" + (inner == 1 ? "" : "_" + inner));
                }
                for (Blocks.Branch branch : block.branches()) {
                    reserveLoopNames(names, branch.nodes(), inner);
                }
            }
        }
    }

    private static Workflow.Header header(
            Dict source, ValueReader values, Map<Integer, Integer> ordinals, Problems problems) {
        Map<String, Value> settings = new LinkedHashMap<>();
        for (String key : SETTINGS) {
            PlistValue value = source.get(key);
            if (value != null && !value.equals(new Array(List.of())) && !value.equals(Dict.EMPTY)) {
                Value setting = values.read(value);
                Levels.check(setting);
                settings.put(key, setting);
            }
        }
        List<Value> questions = new ArrayList<>();
        for (PlistValue question : source.array(ImportQuestions.KEY)) {
            Value read = ImportQuestions.read(question, values, ordinals);
            if (read == null) {
                problems.warn("An import question asks for an action that is no statement and is left out.");
            } else {
                questions.add(read);
            }
        }
        if (!questions.isEmpty()) {
            settings.put(ImportQuestions.KEY, new Value.ListOf(questions));
        }
        return new Workflow.Header(
                texts(source.array("WFWorkflowInputContentItemClasses")),
                texts(source.array("WFWorkflowTypes")),
                settings);
    }

    private static List<String> texts(List<PlistValue> values) {
        return values.stream()
                .filter(Str.class::isInstance)
                .map(value -> ((Str) value).text())
                .toList();
    }
}
