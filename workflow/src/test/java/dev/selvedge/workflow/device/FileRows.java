package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Row.filter;
import static dev.selvedge.workflow.device.Row.from;
import static dev.selvedge.workflow.device.Row.row;
import static dev.selvedge.workflow.device.Row.struct;

import java.util.List;
import java.util.Map;

/** Files, and details of things. */
final class FileRows {
    private FileRows() {}

    static List<Row> files() {
        Row.From todo = from("documentpicker.open", "WFGetFilePath", "Notes/todo.txt", "WFShowFilePicker", false);
        return List.of(
                row(
                                "documentpicker.save",
                                "file a.txt: x",
                                "WFInput",
                                "x",
                                "WFFileDestinationPath",
                                "a.txt",
                                "WFAskWhereToSave",
                                false)
                        .does("file:/a.txt content=x asked=No"),
                row("documentpicker.open", "file todo.txt: milk\nbread", "WFGetFilePath", "Notes/todo.txt"),
                row(
                        "documentpicker.open",
                        "FAULT: There is no file /none.txt on the device.",
                        "WFGetFilePath",
                        "none.txt"),
                row("documentpicker.open", "", "WFGetFilePath", "none.txt", "WFFileErrorIfNotFound", false),
                row("file.select", "file todo.txt: milk\nbread").does("screen picker=Files"),
                row(
                        "file",
                        "file todo.txt: milk\nbread",
                        "WFFile",
                        struct("dict", "fileLocation", struct("dict", "relativeSubpath", "Notes/todo.txt"))),
                row("folder", "Notes", "WFFolder", struct("dict", "filename", "Notes")),
                row(
                        "file.getfoldercontents",
                        "file todo.txt: milk\nbread",
                        "WFFolder",
                        from("folder", "WFFolder", struct("dict", "filename", "Notes"))),
                row("file.createfolder", "New", "WFFilePath", "Notes/New").does("folder:/Notes/New created=Yes"),
                row("file.append", "file todo.txt: milk\nbread\nx", "WFFilePath", "Notes/todo.txt", "WFInput", "x")
                        .does("file:/Notes/todo.txt appended=x"),
                row("file.delete", "", "WFInput", todo).does("file:/Notes/todo.txt deleted=Yes"),
                row("file.rename", "file new.txt: milk\nbread", "WFFile", todo, "WFNewFilename", "new")
                        .does("file:/Notes/new.txt from=/Notes/todo.txt"),
                row(
                                "file.move",
                                "file todo.txt: milk\nbread",
                                "WFFile",
                                todo,
                                "WFFolder",
                                struct("dict", "filename", "Documents"))
                        .does("file:/Documents/todo.txt from=/Notes/todo.txt"),
                row("file.getlink", "https://files.example/#", "WFFile", todo).does("file:/Notes/todo.txt shared=Yes"),
                row("file.reveal", "", "WFFile", todo).does("screen file=/Notes/todo.txt"),
                row("getparentdirectory", "Notes", "WFInput", todo),
                row("makezip", "file all.zip: file todo.txt: milk\nbread", "WFInput", todo, "WFZIPName", "all"),
                row("unzip", "file x.txt: x", "WFArchive", from("makezip", "WFInput", "x", "WFZIPName", "todo")),
                row("makepdf", "file x.pdf: x", "WFInput", "x"),
                row("gettextfrompdf", "x", "WFInput", from("makepdf", "WFInput", "x")),
                row("setitemname", "file n.txt: milk\nbread", "WFInput", todo, "WFName", "n"),
                row("getitemname", "todo", "WFInput", todo),
                row("getitemtype", "Dictionary", "WFInput", Map.of("a", 1)),
                row("getitemtype", "URL", "WFInput", from("url", "WFURLActionURL", "https://a")),
                row("gettypeaction", "file x.json: x", "WFInput", "x", "WFFileType", "public.json"));
    }

    static List<Row> details() {
        Row.From files = from("file.getfoldercontents", "WFFolder", struct("dict", "filename", "/"), "Recursive", true);
        Row.From contact = from("contacts", "WFContact", struct("x", "WFContactFieldValues", List.of("ana ortiz")));
        return List.of(
                row(
                        "filter.files",
                        "file todo.txt: milk\nbread",
                        "WFContentItemInputParameter",
                        files,
                        "WFContentItemFilter",
                        filter("File Extension", 4, "Enumeration", "txt")),
                row(
                        "filter.reminders",
                        "Pay rent",
                        "WFContentItemFilter",
                        filter("List", 4, "String", "Work"),
                        "WFContentItemSortProperty",
                        "Due Date",
                        "WFContentItemSortOrder",
                        "Latest First",
                        "WFContentItemLimitEnabled",
                        true,
                        "WFContentItemLimitNumber",
                        1),
                row("filter.reminders", "Old one", "WFContentItemFilter", filter("Is Completed", 4, "Bool", true)),
                row(
                        "filter.calendarevents",
                        "Lunch",
                        "WFContentItemFilter",
                        struct(
                                "WFContentPredicateTableTemplate",
                                "WFActionParameterFilterTemplates",
                                List.of(struct(
                                        "dict", "Property", "Start Date", "Operator", 1000, "Number", 2, "Unit", 16)))),
                row("filter.notes", "one", "WFContentItemFilter", filter("Name", 99, "String", "dea")),
                row("filter.contacts", "", "WFContentItemFilter", filter("Company", 5, "String", "Example")),
                row("filter.photos", "IMG_2", "WFContentItemFilter", filter("Width", 0, "Number", 500)),
                row("filter.apps", "Maps"),
                row("filter.images", "a", "WFContentItemInputParameter", "a"),
                row("filter.articles", "a", "WFContentItemInputParameter", "a"),
                row("filter.locations", "a", "WFContentItemInputParameter", "a"),
                row(
                        "filter.eventattendees",
                        "b\na",
                        "WFContentItemInputParameter",
                        List.of("a", "b"),
                        "WFContentItemSortProperty",
                        "Name",
                        "WFContentItemSortOrder",
                        "Z to A"),
                row("properties.files", "json\ntxt", "WFInput", files, "WFContentItemPropertyName", "File Extension"),
                row(
                        "properties.images",
                        "400",
                        "WFInput",
                        from("getlastscreenshot"),
                        "WFContentItemPropertyName",
                        "Width"),
                row("properties.articles", "a", "WFInput", "a", "WFContentItemPropertyName", "Title"),
                row(
                        "properties.locations",
                        "Berlin",
                        "WFInput",
                        from("getcurrentlocation"),
                        "WFContentItemPropertyName",
                        "City"),
                row(
                        "properties.calendarevents",
                        "Mar 6, 2024 at 12:00 PM",
                        "WFInput",
                        from("getupcomingevents"),
                        "WFContentItemPropertyName",
                        "Start Date"),
                row(
                        "properties.reminders",
                        "Work",
                        "WFInput",
                        from("getupcomingreminders"),
                        "WFContentItemPropertyName",
                        "List"),
                row("properties.contacts", "555-0134", "WFInput", contact, "WFContentItemPropertyName", "Phone Number"),
                row("properties.workflow", "Log Water", "WFInput", from("getmyworkflows")),
                row(
                        "properties.apps",
                        "com.apple.Maps",
                        "WFInput",
                        from("filter.apps"),
                        "WFContentItemPropertyName",
                        "Bundle Identifier"),
                row(
                        "properties.weather.conditions",
                        "24 °C",
                        "WFInput",
                        from("weather.currentconditions"),
                        "WFContentItemPropertyName",
                        "High"),
                row("properties.safariwebpage", "a", "WFInput", "a"),
                row("properties.appstore", "a", "WFInput", "a"),
                row("properties.music", "a", "WFInput", "a"),
                row("properties.podcast", "a", "WFInput", "a"),
                row("properties.podcastshow", "a", "WFInput", "a"));
    }
}
