package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows around home, food and health. */
final class HomeDrafts {
    private HomeDrafts() {}

    static List<Draft> drafts() {
        return List.of(shoppingList(), packingList(), recipeScaler(), water(), plants(), chores(), guestNetwork());
    }

    private static Token readList(Draft w) {
        return w.add(
                "documentpicker.open",
                "WFGetFilePath",
                "Lists/shopping.txt",
                "WFShowFilePicker",
                false,
                "WFFileErrorIfNotFound",
                false);
    }

    private static void writeList(Draft w, Token text) {
        w.add(
                "documentpicker.save",
                "WFInput",
                text,
                "WFAskWhereToSave",
                false,
                "WFSaveFileOverwrite",
                true,
                "WFFileDestinationPath",
                "Lists/shopping.txt");
    }

    private static Draft shoppingList() {
        return Draft.of(
                "shopping-list.shortcut",
                "Shopping List",
                "Shopping",
                "Keep a shopping list in a file: show how many things are on it, add something, tick something off or show it.",
                w -> {
                    w.compiled();
                    Token file = readList(w);
                    Token lines = w.add("text.split", "text", file);
                    Token count = w.add("count", "Input", lines);
                    w.menu(
                            "Shopping list",
                            choice(
                                    text("Show list (", count, ")"),
                                    () -> w.when(
                                            greater(count, 0),
                                            () -> w.add("previewdocument", "WFInput", file),
                                            () -> w.show("🛒 The list is empty."))),
                            choice("Add something", () -> {
                                Token item = w.add("ask", "WFAskActionPrompt", "What do you need?");
                                w.when(
                                        contains(file.as("String"), text(item)),
                                        () -> w.show(item, " is on the list already."),
                                        () -> w.add(
                                                "file.append",
                                                "WFFilePath",
                                                "Lists/shopping.txt",
                                                "WFInput",
                                                text(item)));
                            }),
                            choice("Tick off", () -> {
                                Token done = w.add(
                                        "choosefromlist",
                                        "WFInput",
                                        lines,
                                        "WFChooseFromListActionPrompt",
                                        "What did you buy?");
                                w.each(
                                        lines,
                                        () -> w.when(
                                                isNot(repeatItem(), text(done)), () -> w.append("Rest", repeatItem())));
                                Token rest = w.add("text.combine", "text", variable("Rest"));
                                writeList(w, rest);
                                w.notify("Shopping list", done, " is done.");
                            }));
                });
    }

    private static Draft packingList() {
        return Draft.of(
                "packing-list.shortcut",
                "Packing List",
                "Travel",
                "Ask where I travel and what I need, and make a reminder for each thing I have to pack.",
                w -> {
                    Token place = w.add("ask", "WFAskActionPrompt", "Where do you go?");
                    Token all = w.add(
                            "list",
                            "WFItems",
                            items(List.of(
                                    "Passport",
                                    "Charger",
                                    "Toothbrush",
                                    "Rain jacket",
                                    "Book",
                                    text("Map of ", place))));
                    Token chosen = w.add(
                            "choosefromlist",
                            "WFInput",
                            all,
                            "WFChooseFromListActionPrompt",
                            text("What do you need in ", place, "?"),
                            "WFChooseFromListActionSelectMultiple",
                            true);
                    w.each(
                            chosen,
                            () -> w.add(
                                    "addnewreminder",
                                    "WFCalendarItemTitle",
                                    text("Pack ", repeatItem()),
                                    "WFCalendarItemCalendar",
                                    "Reminders",
                                    "WFAlertEnabled",
                                    "Alert",
                                    "WFAlertCustomTime",
                                    "tomorrow at 8pm"));
                    Token count = w.add("count", "Input", chosen);
                    w.notify("🧳 Packing", count, " reminders for ", place, " made.");
                });
    }

    private static Draft recipeScaler() {
        return Draft.of(
                "recipe-scaler.shortcut",
                "Recipe Scaler",
                "Food & Drink",
                "Scale the amounts in a recipe on the clipboard for another number of people.",
                w -> {
                    Token from = w.add("ask", "WFAskActionPrompt", "For how many is it?", "WFInputType", "Number");
                    Token to = w.add("ask", "WFAskActionPrompt", "For how many do you cook?", "WFInputType", "Number");
                    Token factor = w.add("math", "WFInput", to, "WFMathOperation", "÷", "WFMathOperand", from);
                    Token lines = w.add("text.split", "text", clipboard());
                    Token scaled = w.each(lines, () -> {
                        Token amounts =
                                w.add("text.match", "WFMatchTextPattern", "\\d+(\\.\\d+)?", "text", text(repeatItem()));
                        w.when(
                                some(amounts),
                                () -> {
                                    Token first = w.add(
                                            "getitemfromlist", "WFInput", amounts, "WFItemSpecifier", "First Item");
                                    Token scaledAmount = w.add(
                                            "math", "WFInput", first, "WFMathOperation", "×", "WFMathOperand", factor);
                                    Token rounded = w.add(
                                            "round",
                                            "WFInput",
                                            scaledAmount,
                                            "WFRoundType",
                                            "Right of Decimal",
                                            "WFRoundDecimalPlaces",
                                            1);
                                    w.add(
                                            "text.replace",
                                            "WFInput",
                                            text(repeatItem()),
                                            "WFReplaceTextFind",
                                            text(first),
                                            "WFReplaceTextReplace",
                                            text(rounded));
                                },
                                () -> w.add("getvariable", "WFVariable", repeatItem()));
                    });
                    Token recipe = w.add("text.combine", "text", scaled);
                    w.add("setclipboard", "WFInput", recipe);
                    w.add("previewdocument", "WFInput", recipe);
                });
    }

    private static Draft water() {
        return Draft.of(
                "water-reminder.shortcut",
                "Drink Water",
                "Health & Fitness",
                "Log a glass of water in Health, count today's glasses in a file and tell me how many are left of eight.",
                w -> {
                    w.offeredIn("Watch", "NCWidget");
                    w.add(
                            "health.quantity.log",
                            "WFQuantitySampleType",
                            "Water",
                            "WFQuantitySampleQuantity",
                            quantity("250", "mL"));
                    Token day = w.add(
                            "format.date",
                            "WFDate",
                            text(now()),
                            "WFDateFormatStyle",
                            "ISO 8601",
                            "WFISO8601IncludeTime",
                            false);
                    w.add(
                            "file.append",
                            "WFFilePath",
                            text("Water/", day, ".txt"),
                            "WFInput",
                            text(now().dated("HH:mm")));
                    Token file = w.add(
                            "documentpicker.open",
                            "WFGetFilePath",
                            text("Water/", day, ".txt"),
                            "WFShowFilePicker",
                            false);
                    Token glasses = w.add("count", "WFCountType", "Lines", "Input", file);
                    Token left = w.add("math", "WFInput", "8", "WFMathOperation", "-", "WFMathOperand", glasses);
                    w.when(
                            atMost(left, 0),
                            () -> w.notify("💧 Water", "You have had ", glasses, " glasses. Well done!"),
                            () -> w.when(
                                    between(left, 1, 3),
                                    () -> w.notify("💧 Water", "Only ", left, " more glasses."),
                                    () -> w.notify("💧 Water", left, " glasses to go.")));
                });
    }

    private static Draft plants() {
        return Draft.of(
                "plant-care.shortcut",
                "Plant Care",
                "Lifestyle",
                "Tell me which plants need water today from a list of how often each one wants it.",
                w -> {
                    Token plants = w.add(
                            "dictionary",
                            "WFItems",
                            fields(
                                    "🌵 Cactus",
                                    fields("days", 14, "last", "2024-01-01"),
                                    "🌿 Basil",
                                    fields("days", 1, "last", "2024-01-05"),
                                    "Fern",
                                    fields("days", 3, "last", "2024-01-03", "outside", true)));
                    Token names = w.add("getvalueforkey", "WFInput", plants, "WFGetDictionaryValueType", "All Keys");
                    w.each(names, () -> {
                        Token plant = w.add("getvalueforkey", "WFInput", plants, "WFDictionaryKey", text(repeatItem()));
                        Token days = w.add(
                                "gettimebetweendates",
                                "WFTimeUntilFromDate",
                                text(plant.as("Dictionary").key("last")),
                                "WFInput",
                                text(now()),
                                "WFTimeUntilUnit",
                                "Days");
                        w.when(
                                atLeast(days, plant.as("Dictionary").key("days")),
                                () -> w.append("Thirsty", w.text(repeatItem(), " (", days, " days)")));
                    });
                    w.when(
                            some(variable("Thirsty")),
                            () -> {
                                Token chosen = w.add(
                                        "choosefromlist",
                                        "WFInput",
                                        variable("Thirsty"),
                                        "WFChooseFromListActionPrompt",
                                        "Which did you water?",
                                        "WFChooseFromListActionSelectMultiple",
                                        true);
                                w.notify("Plants", chosen, " are happy now.");
                            },
                            () -> w.notify("Plants", "Nobody is thirsty."));
                });
    }

    private static Draft chores() {
        return Draft.of(
                "chore-wheel.shortcut",
                "Chore Wheel",
                "Lifestyle",
                "Look up which chores are due today by the day of the week, and ask who did each of them.",
                w -> {
                    Token week = w.add(
                            "dictionary",
                            "WFItems",
                            fields(
                                    "Monday",
                                    List.of("Bins", "Laundry"),
                                    "Thursday",
                                    List.of("Bathroom", fields("name", "Kitchen", "minutes", 30)),
                                    "Saturday",
                                    List.of("Shopping", "Garden", "Car"),
                                    "weekend",
                                    true,
                                    "asker",
                                    device("Device Name")));
                    Token day = w.add(
                            "format.date",
                            "WFDate",
                            text(now()),
                            "WFDateFormatStyle",
                            "Custom",
                            "WFDateFormat",
                            "EEEE");
                    Token chores = w.add("getvalueforkey", "WFInput", week, "WFDictionaryKey", text(day));
                    w.when(
                            none(chores),
                            () -> w.show("No chores on ", day, ". 🎉"),
                            () -> w.each(
                                    chores,
                                    () -> w.menu(
                                            text("Who did: ", repeatItem(), "?"),
                                            choice("Ana", () -> w.append("Log", w.text("Ana: ", repeatItem()))),
                                            choice("Ben", () -> w.append("Log", w.text("Ben: ", repeatItem()))),
                                            choice(
                                                    "Nobody",
                                                    () -> w.add(
                                                            "addnewreminder",
                                                            "WFCalendarItemTitle",
                                                            text(repeatItem()))))));
                    w.add("output", "WFOutput", text(variable("Log")));
                });
    }

    private static Draft guestNetwork() {
        return Draft.of(
                "guest-network.shortcut",
                "Guest Wi-Fi",
                "Utilities",
                "Show a QR code with which guests join my Wi-Fi.",
                w -> {
                    w.question("WFNumberActionNumber", "How many characters has the password?", 12);
                    w.add("number", "WFNumberActionNumber", 12);
                    Token network = w.add("getwifi", "WFWiFiDetail", "Network Name");
                    Token password = w.add("ask", "WFAskActionPrompt", text("Password of ", network, "?"));
                    Token code = w.add(
                            "generatebarcode",
                            "WFText",
                            text("WIFI:S:", network, ";T:WPA;P:", password, ";;"),
                            "WFQRErrorCorrectionLevel",
                            "High");
                    w.add("previewdocument", "WFInput", code);
                });
    }
}
