package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of the device, and names and types of items. */
final class FileActions {
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("public.json", "json"),
            Map.entry("public.plain-text", "txt"),
            Map.entry("public.html", "html"),
            Map.entry("public.xml", "xml"),
            Map.entry("public.comma-separated-values-text", "csv"),
            Map.entry("com.apple.plist", "plist"),
            Map.entry("com.apple.webarchive", "webarchive"),
            Map.entry("com.adobe.pdf", "pdf"),
            Map.entry("public.mpeg-4", "mp4"),
            Map.entry("public.mp3", "mp3"),
            Map.entry("public.png", "png"),
            Map.entry("public.jpeg", "jpg"),
            Map.entry("public.zip-archive", "zip"));

    private FileActions() {}

    static void define(Meanings to) {
        to.add("documentpicker.save", FileActions::save);
        to.add("documentpicker.open", FileActions::open);
        to.add("file.select", FileActions::open);
        to.add("file", call -> call.each("WFFile", item -> located(call, item)));
        to.add("folder", call -> call.each("WFFolder", item -> folder(path(call, item))));
        to.add("file.getfoldercontents", FileActions::contents);
        to.add("file.createfolder", FileActions::createFolder);
        to.add("file.append", FileActions::append);
        to.add("file.delete", FileActions::delete);
        to.add("file.rename", call -> moved(call, item -> parent(item.path()), call.text("WFNewFilename")));
        to.add("file.move", call -> moved(call, _ -> path(call, call.item("WFFolder")), ""));
        to.add("file.getlink", FileActions::link);
        to.add("file.reveal", FileActions::reveal);
        to.add("getparentdirectory", call -> call.each("WFInput", item -> folder(parent(path(call, item)))));
        to.add("makezip", FileActions::zip);
        to.add("unzip", FileActions::unzip);
        to.add("makepdf", FileActions::pdf);
        to.add(
                "gettextfrompdf",
                call -> call.each("WFInput", item -> new Text(call.as().text(item))));
        to.add("setitemname", FileActions::rename);
        to.add(
                "getitemname",
                call -> call.each("WFInput", item -> new Text(call.as().name(item))));
        to.add("getitemtype", call -> call.each("WFInput", item -> new Text(typeName(item))));
        to.add("gettypeaction", FileActions::retype);
    }

    /** The path of a file, a folder, a place that the workflow's file names, or a text. */
    private static String path(Invocation call, Item item) {
        return switch (item) {
            case Document document -> State.path(document.path().isEmpty() ? document.name() : document.path());
            case Entity entity
            when entity.properties().containsKey("File Path") ->
                State.path(call.as().text(entity.properties().getOrDefault("File Path", Item.nothing())));
            case Dict dict -> {
                String inner = call.as().text(call.as().at(dict, "fileLocation.relativeSubpath"));
                String name = call.as().text(call.as().at(dict, "filename"));
                String shown = call.as().text(call.as().at(dict, "displayName"));
                yield State.path(!inner.isEmpty() ? inner : name.isEmpty() ? shown : name);
            }
            case Many many when many.isNothing() -> "/";
            case Many many -> path(call, many.list().getFirst());
            default -> State.path(call.as().text(item));
        };
    }

    private static String parent(String path) {
        return path.lastIndexOf('/') <= 0 ? "/" : path.substring(0, path.lastIndexOf('/'));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String joined(String folder, String rest) {
        return State.path(folder + "/" + rest);
    }

    private static Entity folder(String path) {
        String name = path.equals("/") ? "Files" : name(path);
        return new Entity(ContentType.FOLDER, name, Map.of("File Path", new Text(path)));
    }

    /** The file of this place; content that is not in the scenario is known by its path alone. */
    private static Item located(Invocation call, Item item) {
        if (!(item instanceof Dict)) {
            return call.as().file(item);
        }
        String path = path(call, item);
        Item content = call.state().file(path);
        return Document.of(
                name(path),
                path,
                content == null ? new Item.Opaque(ContentType.FILE, "file", Seeds.digest(path)) : content);
    }

    private static Item save(Invocation call) {
        String folder = path(call, call.item("WFFolder"));
        String target = call.text("WFFileDestinationPath");
        boolean asks = call.flag("WFAskWhereToSave", true);
        boolean overwrite = call.flag("WFSaveFileOverwrite", false);
        List<Item> saved = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            Item file = call.as().file(item);
            String name = file instanceof Document document
                    ? document.name()
                    : call.as().name(item);
            boolean named = !asks && !target.isEmpty() && !target.endsWith("/");
            String base = asks ? "/Chosen" : folder;
            String path = named ? joined(base, target) : joined(base, (asks ? "" : target + "/") + name);
            if (named && call.state().isFolder(path)) {
                path = joined(path, name);
            }
            path = overwrite ? path : free(call, path);
            Item content = file instanceof Document document ? document.content() : item;
            call.state().write(path, content);
            call.changes("file:" + path, "content", call.as().seen(content), "asked", asks ? "Yes" : "No");
            saved.add(Document.of(name(path), path, content));
        }
        return Item.from(saved);
    }

    /** The path, with a number before the extension where there is such a file already. */
    private static String free(Invocation call, String path) {
        String free = path;
        int dot = path.lastIndexOf('.') > path.lastIndexOf('/') ? path.lastIndexOf('.') : path.length();
        for (int i = 2; call.state().file(free) != null; i++) {
            call.meter().step();
            free = path.substring(0, dot) + " " + i + path.substring(dot);
        }
        return free;
    }

    private static Item open(Invocation call) {
        String wanted = call.text("WFGetFilePath");
        Item given = call.item("WFFile");
        boolean picks = call.flag("WFShowFilePicker", wanted.isEmpty() && given.isNothing());
        if (picks) {
            return picked(call);
        }
        if (wanted.isEmpty()) {
            return located(call, given);
        }
        String path = joined(path(call, given), wanted);
        Item content = call.state().file(path);
        if (content != null) {
            return Document.of(name(path), path, content);
        }
        if (call.state().isFolder(path)) {
            return call.flag("WFGetFolderContents", false) ? listed(call, path, false) : folder(path);
        }
        call.state().miss(path);
        if (call.flag("WFFileErrorIfNotFound", true)) {
            throw Halt.fault("There is no file " + path + " on the device.");
        }
        return Item.nothing();
    }

    /** The user picks among the files that there are. */
    private static Item picked(Invocation call) {
        call.shows("picker", call.text("WFPickingMode", "Files"));
        if (call.text("WFPickingMode").equals("Folders")) {
            return folder("/Documents");
        }
        List<String> paths = List.copyOf(call.state().files().keySet());
        if (paths.isEmpty()) {
            return Item.nothing();
        }
        List<Item> files = new ArrayList<>();
        boolean several = call.flag("SelectMultiple", false);
        Answers answers = call.machine().answers();
        for (int index : several ? answers.chooseSome(paths) : List.of(answers.choose(paths))) {
            Item content = call.state().files().getOrDefault(paths.get(index), Item.nothing());
            files.add(Document.of(name(paths.get(index)), paths.get(index), content));
        }
        return Item.from(files);
    }

    private static Item contents(Invocation call) {
        return call.each("WFFolder", item -> listed(call, path(call, item), call.flag("Recursive", false)));
    }

    private static Item listed(Invocation call, String folder, boolean recursive) {
        List<Item> files = new ArrayList<>();
        String prefix = folder.equals("/") ? "/" : folder + "/";
        call.state().below(folder).forEach((path, content) -> {
            if (recursive || path.indexOf('/', prefix.length()) < 0) {
                files.add(Document.of(name(path), path, content));
            }
        });
        call.meter().hold(files.size());
        return Item.from(files);
    }

    private static Item createFolder(Invocation call) {
        String path = joined(path(call, call.item("WFFolder")), call.text("WFFilePath"));
        call.state().createFolder(path);
        call.changes("folder:" + path, "created", "Yes");
        return folder(path);
    }

    private static Item append(Invocation call) {
        String path = joined(path(call, call.item("WFFile")), call.text("WFFilePath"));
        Item before = call.state().file(path);
        String text = call.text("WFInput");
        String line = call.flag("WFAppendOnNewLine", true) ? "\n" : "";
        String old = before == null ? "" : call.as().text(before);
        String separator = old.isEmpty() ? "" : line;
        boolean first = call.text("WFAppendFileWriteMode", "Append").equals("Prepend");
        Meter.Builder joined = call.meter().builder();
        String all = joined.add(first ? text : old)
                .add(separator)
                .add(first ? old : text)
                .toString();
        call.state().write(path, new Text(all));
        call.changes("file:" + path, first ? "prepended" : "appended", text);
        return Document.of(name(path), path, new Text(all));
    }

    private static Item delete(Invocation call) {
        for (Item item : call.items("WFInput")) {
            String path = path(call, item);
            if (call.state().delete(path)) {
                call.changes("file:" + path, "deleted", "Yes");
            }
        }
        return Item.nothing();
    }

    /** Where a file of the device goes. */
    @FunctionalInterface
    private interface Target {
        String folder(Document file);
    }

    private static Item moved(Invocation call, Target target, String newName) {
        return call.each("WFFile", item -> {
            if (!(call.as().file(item) instanceof Document document)) {
                return Item.nothing();
            }
            String extension = document.extension();
            boolean bare = newName.indexOf('.') < 0 && !extension.isEmpty();
            String name = newName.isEmpty() ? document.name() : bare ? newName + "." + extension : newName;
            String path = joined(target.folder(document), name);
            if (!document.path().isEmpty()) {
                call.state().delete(document.path());
            }
            call.state().write(path, document.content());
            call.changes("file:" + path, "from", document.path());
            return Document.of(name, path, document.content());
        });
    }

    private static Item link(Invocation call) {
        return call.each("WFFile", item -> {
            String path = path(call, item);
            call.changes("file:" + path, "shared", "Yes");
            return new Item.Link("https://files.example/" + Seeds.digest(path));
        });
    }

    private static Item reveal(Invocation call) {
        call.shows("file", path(call, call.item("WFFile")));
        return Item.nothing();
    }

    /** An archive is a file whose content is the list of its files. */
    private static Item zip(Invocation call) {
        String format = call.text("WFArchiveFormat", ".zip");
        List<Item> files = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            files.add(call.as().file(item));
        }
        String first = files.isEmpty() ? "Archive" : call.as().name(files.getFirst());
        String name = call.text("WFZIPName", first);
        String extension = format.startsWith(".") ? format : "." + format;
        return Document.of(name.endsWith(extension) ? name : name + extension, "", Many.of(files));
    }

    /** A file with the items' texts, each after the other. */
    private static Item pdf(Invocation call) {
        Item input = call.item("WFInput");
        return input.isNothing()
                ? Item.nothing()
                : Document.of(
                        call.as().name(input) + ".pdf", "", new Text(call.as().text(input)));
    }

    private static Item unzip(Invocation call) {
        return call.each(
                "WFArchive",
                item -> item instanceof Document document && document.content() instanceof Many files
                        ? files
                        : call.unknown(ContentType.FILE, "file", call.as().seen(item)));
    }

    private static Item rename(Invocation call) {
        String name = call.text("WFName");
        boolean bare = call.flag("WFDontIncludeFileExtension", false);
        return call.each("WFInput", item -> {
            String extension =
                    item instanceof Document document && !document.extension().isEmpty()
                            ? "." + document.extension()
                            : item instanceof Text ? "" : Coercion.extension(item);
            boolean complete = bare || name.endsWith(extension) || name.indexOf('.') > 0;
            return Document.of(complete ? name : name + extension, "", item);
        });
    }

    private static Item retype(Invocation call) {
        String type = call.text("WFFileType");
        String extension = EXTENSIONS.getOrDefault(type, type.substring(type.lastIndexOf('.') + 1));
        return call.each("WFInput", item -> Document.of(call.as().name(item) + "." + extension, "", item));
    }

    private static String typeName(Item item) {
        ContentType type = Coercion.type(item);
        return switch (type) {
            case URL -> "URL";
            case MEDIA -> "Media";
            case QUANTITY -> "Measurement";
            default -> {
                String label = type.label().replace('_', ' ');
                yield Character.toUpperCase(label.charAt(0)) + label.substring(1);
            }
        };
    }
}
