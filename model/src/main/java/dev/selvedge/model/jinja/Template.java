package dev.selvedge.model.jinja;

import dev.selvedge.core.UserException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/**
 * A chat template: the part of Jinja2 that models' own templates use, with the settings with which they are written
 * (blocks take their line break and indentation with them; one line break at the end goes; {@code break} and
 * {@code continue} work).
 *
 * <p>Has all statements but those that need other templates; all of Jinja2's filters and tests that make sense for
 * plain text; Python's methods of strings and dictionaries; {@code raise_exception}, {@code strftime_now},
 * {@code namespace}, {@code range}, {@code dict}, {@code joiner}, {@code cycler}; the block {@code generation}. What is
 * undefined prints as nothing and is false; to use it otherwise is an error. Lists and dictionaries never change.
 *
 * <p>Bounded: 5 million steps, 32 Mi characters made, blocks and expressions 100 deep, macros 100 deep, ranges of
 * 100,000. Reaches nothing outside, no clock either. A value: may be used by several threads.
 */
public final class Template {
    private final String name;
    private final List<Statement> statements;

    private Template(String name, List<Statement> statements) {
        this.name = name;
        this.statements = statements;
    }

    /**
     * Reads a template.
     *
     * @param name where it comes from, such as a file's name, for messages
     * @throws UserException if it is no template, with the line
     */
    public static Template parse(String name, String source) {
        try {
            return new Template(name, StatementParser.parse(source));
        } catch (TemplateProblem e) {
            throw new UserException(
                    "The chat template " + name + " cannot be used: line " + e.line + ": " + e.reason() + ".");
        } catch (StackOverflowError e) {
            throw new UserException("The chat template " + name + " cannot be used: it nests too deeply.");
        }
    }

    /**
     * Renders a template.
     *
     * @param variables what it can see, besides the functions that every template has
     * @param now what {@code strftime_now} tells
     * @throws UserException if the template refuses what it was given, makes a mistake, or goes beyond its bounds, with
     *     the line
     */
    public Text render(Map<String, Value> variables, LocalDateTime now) {
        var budget = new Budget();
        Scope scope = new Scope(Globals.scope(now, budget));
        variables.forEach(scope::set);
        var interpreter = new Interpreter(budget);
        try {
            return interpreter.run(statements, scope);
        } catch (Globals.Refusal e) {
            throw new UserException("The chat template " + name + " refuses this conversation (line "
                    + interpreter.line() + "): " + e.getMessage());
        } catch (TemplateProblem e) {
            int line = e.line > 0 ? e.line : interpreter.line();
            throw new UserException("The chat template " + name + " failed in line " + line + ": " + e.reason() + ".");
        } catch (StackOverflowError e) {
            throw new UserException("The chat template " + name + " failed in line " + interpreter.line()
                    + ": its values nest too deeply.");
        }
    }
}
