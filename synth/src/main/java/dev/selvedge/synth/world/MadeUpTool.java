package dev.selvedge.synth.world;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Behaviour;
import java.util.List;
import java.util.SortedMap;

/**
 * A tool that exists in a made-up world only: it makes a digit of a number. Its document tells what it is for and how it is
 * called, never what it gives.
 *
 * @param function its name in code
 * @param parameter the name of what it takes
 * @param factor of what it takes
 * @param shift added to that; the last digit of the sum is what the tool gives
 */
public record MadeUpTool(Errand errand, String function, String parameter, int factor, int shift) {
    /** What it gives is below this. */
    static final int DIGITS = 10;

    private static final int LONGEST_NUMBER = 9;

    /** What the document says of it. */
    String told() {
        return "For " + errand.wording() + " " + function + " " + parameter + ".\n";
    }

    /** This tool's errand, run by another tool. */
    MadeUpTool calling(MadeUpTool other) {
        return new MadeUpTool(errand, other.function, other.parameter, other.factor, other.shift);
    }

    /** A line of code that calls it. */
    String call(String result, String argument) {
        return result + " = " + function + "(" + parameter + "=" + argument + ")\n";
    }

    /** The tool as an action of a catalogue; its identifier is its function. */
    Catalog.Action action() {
        return new Catalog.Action(
                function,
                function,
                "Made-up tools",
                "Tools",
                "Run the errand " + errand.wording() + " with {" + parameter + "}",
                List.of(new Catalog.Parameter(
                        parameter, parameter, ContentType.NUMBER, false, true, null, List.of(), "a whole number")),
                new Catalog.Output("Result", ContentType.NUMBER),
                true);
    }

    /** What a call gives. */
    String result(SortedMap<String, String> arguments) {
        String given = arguments.getOrDefault(parameter, "");
        if (given.length() > LONGEST_NUMBER || !given.matches("-?[0-9]+")) {
            throw new Behaviour.Refusal(
                    function + " takes a whole number of at most " + LONGEST_NUMBER + " characters.");
        }
        return "" + Math.floorMod(factor * Long.parseLong(given) + shift, DIGITS);
    }
}
