package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows that calculate with money. */
final class MoneyDrafts {
    private static final String CATEGORY = "Finance";

    private MoneyDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                tip(),
                splitBill(),
                expenseLog(),
                currency(),
                budget(),
                loan(),
                discount(),
                receiptTotal(),
                unitPrice());
    }

    private static Token ask(Draft w, String prompt) {
        return w.add("ask", "WFAskActionPrompt", prompt, "WFInputType", "Number");
    }

    private static Draft tip() {
        return Draft.of(
                "tip-calculator.shortcut",
                "Tip Calculator",
                CATEGORY,
                "Ask for the bill and how good the service was, and tell me the tip and the total.",
                w -> {
                    Token bill = ask(w, "How much is the bill?");
                    Token percent = w.menu(
                            "How was the service?",
                            choice("👍 Good", () -> w.add("number", "WFNumberActionNumber", 15)),
                            choice("🌟 Great", () -> w.add("number", "WFNumberActionNumber", 20)),
                            choice("👎 Poor", () -> w.add("number", "WFNumberActionNumber", "5")));
                    Token product = w.add("math", "WFInput", bill, "WFMathOperation", "×", "WFMathOperand", percent);
                    Token tip = w.add("math", "WFInput", product, "WFMathOperation", "÷", "WFMathOperand", 100);
                    Token total = w.add("math", "WFInput", bill, "WFMathOperand", tip, "CustomOutputName", "Total");
                    Token shownTip = w.add("format.number", "WFNumber", tip, "WFNumberFormatDecimalPlaces", 2);
                    Token shownTotal = w.add("format.number", "WFNumber", total, "WFNumberFormatDecimalPlaces", 2);
                    w.add(
                            "alert",
                            "WFAlertActionTitle",
                            text(percent, " % tip"),
                            "WFAlertActionMessage",
                            text("Tip: ", shownTip, "\nTotal: ", shownTotal),
                            "WFAlertActionCancelButtonShown",
                            false);
                });
    }

    private static Draft splitBill() {
        return Draft.of(
                "split-the-bill.shortcut",
                "Split the Bill",
                CATEGORY,
                "Split a bill between friends: ask for the amount, the number of people and their names, and send everybody's share.",
                w -> {
                    Token amount = ask(w, "How much?");
                    Token people = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "How many people?",
                            "WFInputType",
                            "Number",
                            "WFAskActionDefaultAnswerNumber",
                            "2",
                            "WFAskActionAllowsDecimalNumbers",
                            false);
                    w.when(less(people, 1), () -> {
                        w.add("alert", "WFAlertActionMessage", "Somebody must pay.");
                        w.add("exit");
                    });
                    Token share = w.add("math", "WFInput", amount, "WFMathOperation", "÷", "WFMathOperand", people);
                    Token rounded = w.add(
                            "round", "WFInput", share, "WFRoundType", "Right of Decimal", "WFRoundDecimalPlaces", 2);
                    Token lines = w.repeat(people, () -> {
                        Token name = w.add("ask", "WFAskActionPrompt", text("Name of person ", repeatIndex()));
                        w.text(name, " pays ", rounded);
                    });
                    Token list = w.add("text.combine", "text", lines);
                    w.add("share", "WFInput", list);
                });
    }

    private static Draft expenseLog() {
        return Draft.of(
                "expense-log.shortcut",
                "Expense Log",
                CATEGORY,
                "Log an expense: ask for the amount, a category and a remark, and add a line with the date to my expense file.",
                w -> {
                    Token amount = ask(w, "How much did you spend?");
                    w.when(atMost(amount, 0), () -> w.add("exit"));
                    Token kind = w.menu(
                            "What for?",
                            choice("🍎 Food", () -> w.text("Food")),
                            choice("🚌 Travel", () -> w.text("Travel")),
                            choice("🏠 Home", () -> w.text("Home")),
                            choice("Other", () -> w.add("ask", "WFAskActionPrompt", "What for?")));
                    Token remark = w.add("ask", "WFAskActionPrompt", "Remark", "WFAskActionDefaultAnswer", "");
                    w.question("WFFilePath", "Where do you keep your expenses?", "Finance/expenses.csv");
                    w.add(
                            "file.append",
                            "WFFilePath",
                            "Finance/expenses.csv",
                            "WFAppendFileWriteMode",
                            "Append",
                            "WFInput",
                            text(now().isoDate(false), ";", amount, ";", kind, ";", remark));
                    w.notify("Expense", amount, " for ", kind, " logged.");
                });
    }

    private static Draft currency() {
        return Draft.of(
                "currency-converter.shortcut",
                "Currency Converter",
                CATEGORY,
                "Convert an amount in euros to another currency with today's rate from the web.",
                w -> {
                    Token amount = ask(w, "How many euros?");
                    Token list = w.add("list", "WFItems", items(List.of("USD", "GBP", "JPY", "CHF")));
                    Token currency = w.add(
                            "choosefromlist", "WFInput", list, "WFChooseFromListActionPrompt", "To which currency?");
                    Token page = w.add(
                            "downloadurl",
                            "WFURL",
                            text("https://rates.example.com/latest?base=EUR&symbols=", currency),
                            "WFHTTPHeaders",
                            fields("Accept", "application/json"),
                            "ShowHeaders",
                            true);
                    Token rates = w.add("getvalueforkey", "WFInput", page, "WFDictionaryKey", "rates");
                    Token rate = w.add("getvalueforkey", "WFInput", rates, "WFDictionaryKey", text(currency));
                    w.when(
                            some(rate),
                            () -> {
                                Token result = w.add(
                                        "math",
                                        "WFInput",
                                        amount,
                                        "WFMathOperation",
                                        "×",
                                        "WFMathOperand",
                                        rate.as("Number"));
                                Token rounded =
                                        w.add("format.number", "WFNumber", result, "WFNumberFormatDecimalPlaces", 2);
                                w.show(amount, " EUR = ", rounded, " ", currency);
                            },
                            () -> w.add(
                                    "alert",
                                    "WFAlertActionTitle",
                                    "No rate",
                                    "WFAlertActionMessage",
                                    text("There is no rate for ", currency, " today.")));
                });
    }

    private static Draft budget() {
        return Draft.of(
                "budget-check.shortcut",
                "Budget Check",
                CATEGORY,
                "Take an expense off my monthly budget in a file, and warn me when less than a tenth is left.",
                w -> {
                    Token file = w.add(
                            "documentpicker.open",
                            "WFGetFilePath",
                            "Finance/budget.json",
                            "WFShowFilePicker",
                            false,
                            "WFFileErrorIfNotFound",
                            false);
                    Token budget = w.when(some(file), () -> w.add("detect.dictionary", "WFInput", file), () -> {
                        Token limit = ask(w, "What is your monthly budget?");
                        w.add("dictionary", "WFItems", fields("limit", limit, "left", text(limit), "log", List.of()));
                    });
                    Token spent = ask(w, "How much did you spend?");
                    Token left = w.add(
                            "math",
                            "WFInput",
                            budget.as("Dictionary").key("left").as("Number"),
                            "WFMathOperation",
                            "-",
                            "WFMathOperand",
                            spent);
                    Token changed = w.add(
                            "setvalueforkey",
                            "WFDictionary",
                            budget,
                            "WFDictionaryKey",
                            "left",
                            "WFDictionaryValue",
                            text(left));
                    w.add(
                            "documentpicker.save",
                            "WFInput",
                            changed,
                            "WFAskWhereToSave",
                            false,
                            "WFSaveFileOverwrite",
                            true,
                            "WFFileDestinationPath",
                            "Finance/budget.json");
                    Token tenth =
                            w.add("math", "WFInput", budget.key("limit"), "WFMathOperation", "÷", "WFMathOperand", 10);
                    w.when(
                            less(left, tenth),
                            () -> w.when(
                                    less(left, 0),
                                    () -> w.notify("Budget", "💸 You are over your budget by ", left, "."),
                                    () -> w.notify("Budget", "Careful: only ", left, " left.")),
                            () -> w.notify("Budget", left, " left this month."));
                });
    }

    private static Draft loan() {
        return Draft.of(
                "loan-payment.shortcut",
                "Loan Payment",
                CATEGORY,
                "Work out the monthly payment of a loan from the amount, the yearly interest and the years.",
                w -> {
                    Token amount = ask(w, "Amount of the loan");
                    Token interest = ask(w, "Interest per year in per cent");
                    Token years = ask(w, "How many years?");
                    Token monthly = w.add("calculateexpression", "Input", text("(", interest, " / 100) / 12"));
                    Token months = w.add("math", "WFInput", years, "WFMathOperation", "×", "WFMathOperand", 12);
                    Token base = w.add("math", "WFInput", monthly, "WFMathOperand", "1");
                    Token growth = w.add(
                            "math",
                            "WFInput",
                            base,
                            "WFMathOperation",
                            "…",
                            "WFScientificMathOperation",
                            "x^y",
                            "WFScientificMathOperand",
                            months);
                    Token payment = w.add(
                            "calculateexpression",
                            "Input",
                            text(amount, " * ", monthly, " * ", growth, " / (", growth, " - 1 + 0.000001)"));
                    Token rounded = w.add("format.number", "WFNumber", payment, "WFNumberFormatDecimalPlaces", 2);
                    w.show("You pay ", rounded, " a month for ", months, " months.");
                });
    }

    private static Draft discount() {
        return Draft.of(
                "discount.shortcut",
                "Discount",
                "Shopping",
                "Ask for a price and take off a discount of 20 per cent.",
                w -> {
                    w.old();
                    w.add("ask", "WFAskActionPrompt", "Price?", "WFInputType", "Number");
                    w.add("math", "WFMathOperation", "×", "WFMathOperand", 0.8);
                    w.add("round", "WFRoundType", "Right of Decimal", "WFRoundDecimalPlaces", 2);
                    w.add("setvariable", "WFVariableName", "Price");
                    w.add("getvariable", "WFVariable", variable("Price"));
                    w.when(
                            old("Is Less Than", "WFNumberValue", 10),
                            () -> w.add("alert", "WFAlertActionMessage", text("A bargain: ", variable("Price"))),
                            () -> w.add("showresult", "Text", text("Now ", variable("Price"))));
                });
    }

    private static Draft receiptTotal() {
        return Draft.of(
                "receipt-total.shortcut",
                "Receipt Total",
                "Shopping",
                "Add up all prices in a text, and show how many there are, the total, the average and the highest.",
                w -> {
                    w.accepts("String").withoutInput("GetClipboard");
                    Token prices = w.add(
                            "text.match", "WFMatchTextPattern", "\\d+([.,]\\d{1,2})?", "text", text(shortcutInput()));
                    w.when(none(prices), () -> {
                        w.show("There are no prices in this text.");
                        w.add("exit");
                    });
                    w.each(prices, () -> {
                        Token point = w.add(
                                "text.replace",
                                "WFInput",
                                text(repeatItem()),
                                "WFReplaceTextFind",
                                ",",
                                "WFReplaceTextReplace",
                                ".");
                        w.append("Numbers", w.add("number", "WFNumberActionNumber", point));
                    });
                    Token count = w.add("count", "Input", variable("Numbers"));
                    Token sum = w.add("statistics", "WFStatisticsOperation", "Sum", "Input", variable("Numbers"));
                    Token mean = w.add("statistics", "Input", variable("Numbers"));
                    Token most = w.add("statistics", "WFStatisticsOperation", "Maximum", "Input", variable("Numbers"));
                    Token rounded = w.add("format.number", "WFNumber", mean, "WFNumberFormatDecimalPlaces", 2);
                    w.show("🧾 ", count, " prices\nTotal: ", sum, "\nAverage: ", rounded, "\nHighest: ", most);
                });
    }

    private static Draft unitPrice() {
        return Draft.of(
                "unit-price.shortcut",
                "Which Is Cheaper?",
                "Shopping",
                "Compare two packs by price per unit and tell me which one is cheaper.",
                w -> {
                    Token prices = w.repeat(2, () -> {
                        Token price = w.add(
                                "ask",
                                "WFAskActionPrompt",
                                text("Price of pack ", repeatIndex()),
                                "WFInputType",
                                "Number");
                        Token size = w.add(
                                "ask",
                                "WFAskActionPrompt",
                                text("Size of pack ", repeatIndex()),
                                "WFInputType",
                                "Number");
                        w.when(
                                equalTo(size, 0),
                                () -> w.add("number", "WFNumberActionNumber", 0),
                                () -> w.add("math", "WFInput", price, "WFMathOperation", "÷", "WFMathOperand", size));
                    });
                    Token first = w.add("getitemfromlist", "WFInput", prices, "WFItemSpecifier", "First Item");
                    Token second = w.add(
                            "getitemfromlist",
                            "WFInput",
                            prices,
                            "WFItemSpecifier",
                            "Item At Index",
                            "WFItemIndex",
                            "2");
                    w.when(
                            equalTo(first, second),
                            () -> w.show("Both cost the same."),
                            () -> w.when(
                                    less(first, second),
                                    () -> w.show("The first pack is cheaper (", first, " per unit)."),
                                    () -> w.show("The second pack is cheaper (", second, " per unit).")));
                });
    }
}
