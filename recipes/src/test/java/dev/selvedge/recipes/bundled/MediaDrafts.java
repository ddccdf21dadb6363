package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows with photos, music, files and places. */
final class MediaDrafts {
    private MediaDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                resizePhotos(),
                deleteScreenshots(),
                whereAmI(),
                directionsHome(),
                callSomebody(),
                backUpNotes(),
                fileReport(),
                playlist(),
                convertMeasurement(),
                logMessage());
    }

    private static Draft resizePhotos() {
        return Draft.of(
                "resize-photos.shortcut",
                "Resize Photos",
                "Photo & Video",
                "Let me pick photos, make those smaller that are wider than a size I enter, and save them as JPEG.",
                w -> {
                    Token photos = w.add("selectphoto", "WFSelectMultiplePhotos", true);
                    Token width = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "How wide at most?",
                            "WFInputType",
                            "Number",
                            "WFAskActionDefaultAnswerNumber",
                            "1200");
                    w.each(photos, () -> {
                        Token was = w.add(
                                "properties.images", "WFInput", repeatItem(), "WFContentItemPropertyName", "Width");
                        Token image = w.when(
                                greater(was, width),
                                () -> w.add("image.resize", "WFImage", repeatItem(), "WFImageResizeWidth", width),
                                () -> w.add("getvariable", "WFVariable", repeatItem()));
                        Token small = w.add(
                                "image.convert",
                                "WFInput",
                                image,
                                "WFImageFormat",
                                "JPEG",
                                "WFImageCompressionQuality",
                                0.8,
                                "WFImagePreserveMetadata",
                                false);
                        w.add("savetocameraroll", "WFInput", small, "WFCameraRollSelectedGroup", "Recents");
                    });
                });
    }

    private static Draft deleteScreenshots() {
        return Draft.of(
                "delete-screenshots.shortcut",
                "Delete Screenshots",
                "Photo & Video",
                "Find the screenshots of the last week, tell me how many there are, and delete them if I agree.",
                w -> {
                    Token shots = w.add(
                            "filter.photos",
                            "WFContentItemFilter",
                            filter(
                                    true,
                                    rule("Is a Screenshot", 4, "Bool", true),
                                    rule("Date Taken", 1001, "Number", "1", "Unit", 8)),
                            "WFContentItemInputParameter",
                            "Library");
                    Token count = w.add("count", "Input", shots);
                    w.when(
                            greater(count, 0),
                            () -> {
                                w.add(
                                        "alert",
                                        "WFAlertActionTitle",
                                        "Delete?",
                                        "WFAlertActionMessage",
                                        text(count, " screenshots will be deleted."),
                                        "WFAlertActionCancelButtonShown",
                                        true);
                                w.add("deletephotos", "photos", shots);
                            },
                            () -> w.show("There are no screenshots."));
                });
    }

    private static Draft whereAmI() {
        return Draft.of(
                "where-am-i.shortcut",
                "Where Am I?",
                "Navigation",
                "Send a message with the place where I am and a link to the map.",
                w -> {
                    Token place = w.add("getcurrentlocation");
                    Token city = w.add("properties.locations", "WFInput", place, "WFContentItemPropertyName", "City");
                    Token link = w.add("getmapslink", "WFInput", place);
                    Token person = w.add("selectcontacts");
                    w.add(
                            "sendmessage",
                            "WFSendMessageActionRecipients",
                            person,
                            "WFSendMessageContent",
                            text("📍 I am in ", city, " (", place.property("Street"), "): ", link));
                });
    }

    private static Draft directionsHome() {
        return Draft.of(
                "directions.shortcut",
                "Take Me There",
                "Navigation",
                "Ask whether I go home, to work or elsewhere, tell me how long it takes and show the route.",
                w -> {
                    Token target = w.menu(
                            "Where to?",
                            choice(
                                    "Home",
                                    () -> w.add(
                                            "address", "WFAddressLine1", "1 Garden Street", "WFCity", "Springfield")),
                            choice(
                                    "Work",
                                    () -> w.add(
                                            "address", "WFAddressLine1", "20 Market Square", "WFCity", "Springfield")),
                            choice("Elsewhere", () -> w.add("ask", "WFAskActionPrompt", "Which address?")));
                    Token time =
                            w.add("gettraveltime", "WFDestination", target, "WFGetDirectionsActionMode", "Walking");
                    w.when(
                            inNext(time.as("Date"), 30, "min"),
                            () -> w.add(
                                    "getdirections", "WFDestination", target, "WFGetDirectionsActionMode", "Walking"),
                            () -> w.add("getdirections", "WFDestination", target));
                });
    }

    private static Draft callSomebody() {
        return Draft.of(
                "speed-dial.shortcut",
                "Speed Dial",
                "Social Networking",
                "Let me pick a contact and call, message or mail them.",
                w -> {
                    Token person = w.add("selectcontacts");
                    w.menu(
                            text("How do you want to reach ", person.property("First Name"), "?"),
                            choice("Call", () -> w.add("com.apple.mobilephone.call", "WFCallContact", person)),
                            choice(
                                    "Message",
                                    () -> w.add(
                                            "sendmessage",
                                            "WFSendMessageActionRecipients",
                                            person,
                                            "WFSendMessageContent",
                                            text(askEachTime("Message")))),
                            choice(
                                    "Mail",
                                    () -> w.add(
                                            "sendemail",
                                            "WFSendEmailActionToRecipients",
                                            person,
                                            "WFSendEmailActionSubject",
                                            "Hello",
                                            "WFSendEmailActionInputAttachments",
                                            text("Dear ", person.name(), ",\n"))));
                });
    }

    private static Draft backUpNotes() {
        return Draft.of(
                "back-up-files.shortcut",
                "Back Up Files",
                "Utilities",
                "Pack all files of my notes folder into an archive with today's date and save it.",
                w -> {
                    Token folder = w.add(
                            "documentpicker.open",
                            "WFGetFilePath",
                            "Notes",
                            "WFShowFilePicker",
                            false,
                            "WFGetFolderContents",
                            true);
                    Token count = w.add("count", "Input", folder);
                    w.when(atMost(count, 0), () -> w.bare("exit"));
                    Token archive = w.add(
                            "makezip",
                            "WFInput",
                            folder,
                            "WFZIPName",
                            text("notes-", now().dated("yyyyMMdd")),
                            "WFArchiveFormat",
                            ".zip");
                    w.add("file.createfolder", "WFFilePath", "Backups");
                    w.add(
                            "documentpicker.save",
                            "WFInput",
                            archive,
                            "WFAskWhereToSave",
                            false,
                            "WFFileDestinationPath",
                            "Backups/",
                            "WFSaveFileOverwrite",
                            true);
                    w.notify("💾 Backup", count, " files saved.");
                });
    }

    private static Draft fileReport() {
        return Draft.of(
                "recent-files.shortcut",
                "Recent Files",
                "Utilities",
                "List the files I share with their size and type, newest first, and count those that changed this week.",
                w -> {
                    w.accepts("GenericFile").withoutInput("AskForInput", "ItemClass", "WFGenericFileContentItem");
                    Token files = w.add(
                            "filter.files",
                            "WFContentItemInputParameter",
                            shortcutInput(),
                            "WFContentItemSortProperty",
                            "Last Modified Date",
                            "WFContentItemSortOrder",
                            "Latest First");
                    w.set("New", w.add("number", "WFNumberActionNumber", 0));
                    Token lines = w.each(files, () -> {
                        w.when(
                                inLast(repeatItem().property("Last Modified Date"), 7, "days"),
                                () -> w.set("New", w.add("math", "WFInput", variable("New"), "WFMathOperand", 1)));
                        Token size = w.add(
                                "format.filesize", "WFFileSize", repeatItem().property("File Size"));
                        w.text(repeatItem().name(), " (", repeatItem().property("File Extension"), ", ", size, ")");
                    });
                    w.when(
                            ends(variable("New").as("String"), "0"),
                            () -> w.show("Nothing new:\n", lines),
                            () -> w.show(variable("New"), " new:\n", lines));
                });
    }

    private static Draft playlist() {
        return Draft.of(
                "party-music.shortcut",
                "Party Music",
                "Music",
                "Play ten random songs of a genre that I choose, at the right volume.",
                w -> {
                    Token genre = w.add(
                            "choosefromlist",
                            "WFInput",
                            w.add("list", "WFItems", items(List.of("Jazz", "Soul", "Rock"))));
                    Token songs = w.add(
                            "filter.music",
                            "WFContentItemFilter",
                            filter(
                                    true,
                                    dict(
                                            "Property",
                                            "Genre",
                                            "Operator",
                                            4,
                                            "Removable",
                                            true,
                                            "VariableOverrides",
                                            dict("stringValue", text(genre)))),
                            "WFContentItemSortProperty",
                            "Random",
                            "WFContentItemLimitEnabled",
                            true,
                            "WFContentItemLimitNumber",
                            10.0);
                    w.add("setvolume", "WFVolume", 0.7);
                    w.add("playmusic", "WFMediaItems", songs, "WFPlayMusicActionShuffle", "Songs");
                });
    }

    private static Draft convertMeasurement() {
        return Draft.of(
                "fahrenheit.shortcut",
                "Fahrenheit to Celsius",
                "Weather",
                "Convert a temperature from Fahrenheit to Celsius and tell me whether that is warm.",
                w -> {
                    Token degrees = w.add("ask", "WFAskActionPrompt", "Degrees Fahrenheit?", "WFInputType", "Number");
                    Token fahrenheit = w.add(
                            "measurement.create",
                            "WFMeasurementUnitType",
                            "Temperature",
                            "WFMeasurementUnit",
                            quantity(degrees, "°F"));
                    Token celsius = w.add(
                            "measurement.convert",
                            "WFInput",
                            fahrenheit,
                            "WFMeasurementUnitType",
                            "Temperature",
                            "WFMeasurementUnit",
                            dict("WFNSUnitType", "Temperature", "WFNSUnitSymbol", "°C"));
                    w.when(
                            greater(celsius.as("Number"), 20),
                            () -> w.show("🌞 Warm: ", celsius),
                            () -> w.show(celsius));
                });
    }

    private static Draft logMessage() {
        return Draft.of(
                "log-message.shortcut",
                "Log Message",
                "Snippets",
                "For other shortcuts: write the text they hand over into a log file with the time, or say that it is missing.",
                w -> {
                    w.old();
                    w.add("getvariable", "WFVariable", oldInput());
                    w.when(
                            old("", "WFConditionalActionString", ""),
                            () -> {
                                Token line = w.text(now().dated("yyyy-MM-dd HH:mm:ss"), " ", shortcutInput());
                                w.add("file.append", "WFFilePath", "Logs/shortcuts.txt");
                                w.add(
                                        "output",
                                        "WFOutput",
                                        text(line),
                                        "WFNoOutputSurfaceBehavior",
                                        "Respond",
                                        "WFResponse",
                                        text("Logged."));
                            },
                            () -> w.add("exit", "WFResult", text("Nothing to log.")));
                });
    }
}
