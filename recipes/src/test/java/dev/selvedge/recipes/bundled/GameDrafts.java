package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows to play with. */
final class GameDrafts {
    private GameDrafts() {}

    static List<Draft> drafts() {
        return List.of(mealPicker(), coin(), dice(), guessNumber(), quiz());
    }

    private static Draft mealPicker() {
        return Draft.of(
                "meal-picker.shortcut",
                "What Shall We Eat?",
                "Food & Drink",
                "Suggest a random meal, up to three times until I like one, and add it to my notes.",
                w -> {
                    Token meals = w.add(
                            "list",
                            "WFItems",
                            items(List.of("Pasta", "Curry", "Salad", "Soup", "Pizza", "Dumplings", "Omelette")));
                    w.repeat(3, () -> {
                        Token meal = w.add("getitemfromlist", "WFInput", meals, "WFItemSpecifier", "Random Item");
                        w.menu(
                                text("How about ", meal, "?"),
                                choice("Yes", () -> {
                                    w.add(
                                            "appendnote",
                                            "WFInput",
                                            text(now().dated("EEE"), ": ", meal),
                                            "WFNote",
                                            "Meals");
                                    w.add("exit");
                                }),
                                choice("Something else", () -> w.bare("nothing")));
                    });
                    w.show("🍽 Then let us eat out.");
                });
    }

    private static Draft coin() {
        return Draft.of("coin-flip.shortcut", "Flip a Coin", "Games", "Flip a coin and say the result.", w -> {
            Token number = w.add("number.random", "WFRandomNumberMinimum", "0", "WFRandomNumberMaximum", "1");
            Token side = w.when(equalTo(number, 1), () -> w.text("Heads"), () -> w.text("Tails"));
            w.add("speaktext", "WFText", text(side));
            w.show("🪙 ", side);
        });
    }

    private static Draft dice() {
        return Draft.of(
                "dice.shortcut",
                "Roll Dice",
                "Games",
                "Roll as many dice as I say, show every roll and the sum, and celebrate when there are only sixes.",
                w -> {
                    w.old();
                    Token number = w.add("ask", "WFAskActionPrompt", "How many dice?", "WFInputType", "Number");
                    w.repeat(number, () -> {
                        w.add("number.random", "WFRandomNumberMinimum", "1", "WFRandomNumberMaximum", "6");
                        w.add("appendvariable", "WFVariableName", "Rolls");
                    });
                    w.add("getvariable", "WFVariable", variable("Rolls"));
                    w.add("statistics", "WFStatisticsOperation", "Sum");
                    w.add("setvariable", "WFVariableName", "Sum");
                    w.add("getvariable", "WFVariable", variable("Rolls"));
                    w.add("statistics", "WFStatisticsOperation", "Minimum");
                    w.when(
                            old("Equals", "WFNumberValue", "6"),
                            () -> w.add("alert", "WFAlertActionMessage", "Only sixes!"));
                    w.show("🎲 ", variable("Rolls"), "\nSum: ", variable("Sum"));
                });
    }

    private static Draft guessNumber() {
        return Draft.of(
                "guess-the-number.shortcut",
                "Guess the Number",
                "Games",
                "Play a game: I have five tries to guess a number between 1 and 20, with hints.",
                w -> {
                    Token secret = w.add("number.random", "WFRandomNumberMinimum", "1", "WFRandomNumberMaximum", "20");
                    w.repeat(5, () -> {
                        Token guess = w.add(
                                "ask",
                                "WFAskActionPrompt",
                                text("Try ", repeatIndex(), " of 5"),
                                "WFInputType",
                                "Number");
                        w.when(
                                equalTo(guess, secret),
                                () -> {
                                    w.show("Yes! You needed ", repeatIndex(), " tries.");
                                    w.add("exit");
                                },
                                () -> w.when(
                                        less(guess, secret),
                                        () -> w.notify("Guess", "Too small"),
                                        () -> w.notify("Guess", "Too big")));
                    });
                    w.show("It was ", secret, ".");
                });
    }

    private static Draft quiz() {
        return Draft.of(
                "quiz.shortcut",
                "Capital Quiz",
                "Education",
                "Quiz me on capitals from a dictionary, count the right answers and tell me my score at the end.",
                w -> {
                    Token questions = w.add(
                            "dictionary",
                            "WFItems",
                            fields(
                                    "France",
                                    fields("answer", "Paris", "choices", List.of("Paris", "Lyon", "Nice")),
                                    "Japan",
                                    fields("answer", "Tokyo", "choices", List.of("Osaka", "Tokyo", "Kyoto")),
                                    "Kenya",
                                    fields("answer", "Nairobi", "choices", List.of("Mombasa", "Nairobi", "Kisumu"))),
                            "CustomOutputName",
                            "Questions");
                    w.set("Score", w.add("number", "WFNumberActionNumber", 0));
                    Token countries =
                            w.add("getvalueforkey", "WFInput", questions, "WFGetDictionaryValueType", "All Keys");
                    w.each(countries, () -> {
                        Token question =
                                w.add("getvalueforkey", "WFInput", questions, "WFDictionaryKey", text(repeatItem()));
                        Token choices = w.add("getvalueforkey", "WFInput", question, "WFDictionaryKey", "choices");
                        Token given = w.add(
                                "choosefromlist",
                                "WFInput",
                                choices,
                                "WFChooseFromListActionPrompt",
                                text(repeatIndex(), ". What is the capital of ", repeatItem(), "?"));
                        w.when(
                                is(given, text(question.as("Dictionary").key("answer"))),
                                () -> {
                                    w.set("Score", w.add("math", "WFInput", variable("Score"), "WFMathOperand", 1));
                                    w.add("vibrate");
                                },
                                () -> w.add(
                                        "alert",
                                        "WFAlertActionTitle",
                                        "Wrong",
                                        "WFAlertActionMessage",
                                        text("It is ", question.as("Dictionary").key("answer"), "."),
                                        "WFAlertActionCancelButtonShown",
                                        false));
                    });
                    Token total = w.add("count", "Input", countries);
                    w.when(
                            equalTo(variable("Score").as("Number"), total),
                            () -> w.show("🏆 All right!"),
                            () -> w.show(variable("Score"), " of ", total, " right."));
                });
    }
}
