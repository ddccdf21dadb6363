package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The dialect as a context-free grammar, in the EBNF that constrained decoding takes: what {@link CodePrinter} prints, for
 * workflows that call some given actions. A model that is held to it writes code that {@link CodeParser} reads.
 *
 * <p>Blocks nest up to a bounded depth, for each level of indentation has rules of its own. A call has each parameter at
 * most once: in any order where the action has few of them, else in the catalogue's. What a grammar cannot say is which
 * variables exist: the rule {@value #KNOWN_NAME} stands for a variable's use, and {@link #DEFINITION} finds the names that
 * a line gives values to, so that a decoder can keep to those. Not in the language, though printed for some files: keys
 * that the catalogue lacks ({@code **{}}), resources, and templates that need a sum.
 */
public final class CodeGrammar {
    /** The rule for a use of a variable. */
    public static final String KNOWN_NAME = "known";

    /** Finds the variables that a line of code gives values to: every group that matches holds one. */
    public static final Pattern DEFINITION = Pattern.compile(
            "^ *(?:([^\\W\\d]\\w*) = .*" + "|for ([^\\W\\d]\\w*)(?:, ([^\\W\\d]\\w*))? in .*)",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Each set of parameters that are given in any order has a rule; an action has at most so many alternatives of them. */
    private static final int MOST_ALTERNATIVES = 4_096;

    private static final int MOST_BITS = 24;

    /** What the header says of the workflow. */
    private static final List<String> SETTINGS = List.of(
            "\"accepts=\" (texts | \"\\\"anything\\\"\")",
            "\"surfaces=\" texts",
            "\"WFWorkflowImportQuestions=\" list-f",
            "\"WFWorkflowNoInputBehavior=\" struct-f",
            "\"WFWorkflowHasOutputFallback=\" value-f",
            "\"WFWorkflowOutputContentItemClasses=\" list-f");

    private static final String COMMON = """
            space ::= "\\n" " "{0,100}
            gap ::= " " | space
            escape ::= "\\\\" ([\\\\ntr] | "x" hex hex | "u" ([0-9a-ce-f] hex hex hex | "d" [0-7] hex hex))
            hex ::= [0-9a-f]
            digits ::= "0" | [1-9] [0-9]{0,17}
            num ::= "-"? digits ("." [0-9]{1,17})? ("E" [+-] [1-9] [0-9]?)?
            instant ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8]) "T" ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{3})? "Z"
            word ::= [a-z] [a-z0-9]* ("_" [a-z] [a-z0-9]*)*
            both ::= [^"'\\\\%1$s]
            indouble ::= [^"\\\\{}%1$s] | escape | "\\\\\\""
            insingle ::= [^'\\\\{}%1$s] | escape | "\\\\'"
            double ::= "\\"" (indouble | [{}])* "\\""
            single ::= "'" (insingle | [{}])* "'"
            str ::= double | single
            str-s ::= "'" both* "'"
            str-d ::= "\\"" both* "\\""
            str-e ::= str-s | str-d
            fdouble ::= "f\\"" dtext "{" chain-s "}" (dtext "{" chain-s "}")* dtext "\\""
            fsingle ::= "f'" stext "{" chain-d "}" (stext "{" chain-d "}")* stext "'"
            dtext ::= (indouble | "{{" | "}}")*
            stext ::= (insingle | "{{" | "}}")*
            template ::= fdouble | fsingle | "f\\"\\"\\"" dtext "{" chain-e "}" (dtext "{" chain-e "}")* dtext "\\"\\"\\"" | lines
            lines ::= "(" space ((fdouble | double) space)* fdouble (space (fdouble | double))* space ")" | "(" space ((fsingle | single) space)* fsingle (space (fsingle | single))* space ")"
            text ::= str | "(" space str (space str)* space ")"
            value ::= value-f | template
            value-f ::= "None" | "True" | "False" | num | text | list-f | dict-f | quantity-f | "date(\\"" instant "\\")" | struct-f | chain-f
            item-f ::= value
            comma-f ::= "," gap
            open-f ::= space?
            close-f ::= (","? space)?
            """;

    /** What stands in brackets; in the braces of an f-string on one line and with the quotes that are left. */
    private static final String VALUES = """
            chain@ ::= base@ access@*
            base@ ::= known | "workflow_input()" | "current_date()" | "clipboard()" | "ask(" str@? ")" | "device(" str@? ")" | "missing(" str@ ")" | "source(" open@ str@ (comma@ field@)* close@ ")" | ("text(" | "number(" | "boolean(" | "dictionary(" | "date(") open@ chain@ close@ ")" | "coerce(" open@ chain@ comma@ str@ close@ ")"
            access@ ::= "[" str@ "]" | "." attribute | ".prop(" str@ (comma@ field@)* ")" | ".format(" (str@ | field@ (comma@ field@)* | "kind=" str@ (comma@ field@)*) ")"
            field@ ::= fieldname "=" item@
            list@ ::= "[" (open@ item@ (comma@ item@)* close@)? "]"
            dict@ ::= "{" (open@ key@ ": " item@ (comma@ key@ ": " item@)* close@)? "}"
            key@ ::= str@ | chain@
            quantity@ ::= "quantity(" open@ (num | chain@) comma@ str@ close@ ")"
            struct@ ::= "struct(" (open@ (str@ | field@) (comma@ field@)* close@)? ")"
            """;

    private static final String IN_BRACES = """
            item@ ::= "None" | "True" | "False" | num | str@ | list@ | dict@ | quantity@ | struct@ | chain@
            comma@ ::= ", "
            open@ ::= ""
            close@ ::= ""
            """;

    private static final String CONDITIONS = """
            condition ::= comparison ((" and " comparison)* | (" or " comparison)*)
            comparison ::= left | "not " left | left compare value | side (" in " | " not in ") left | side " <= " left " <= " side | left (".startswith(" | ".endswith(") open-f value close-f ")" | ("in_next(" | "in_last(") open-f left comma-f value close-f ")" | "is_today(" open-f left close-f ")"
            compare ::= " == " | " != " | " < " | " <= " | " > " | " >= "
            left ::= chain-f
            side ::= num | str | template | quantity-f | "date(\\"" instant "\\")" | chain-f | "None"
            """;

    private static final String STATEMENTS = """
            simple ::= name " = " (value | action) | action | "choose_from_menu(" (open-f value close-f)? ")" | known ".append(" open-f value close-f ")" | "comment(" open-f text close-f ")"
            header ::= "workflow(" (open-f (str (comma-f settings)? | settings) close-f)? ")\\n"
            texts ::= "[" (open-f str (comma-f str)* close-f)? "]"
            """;

    /** A level's rules; {@code >} is its indentation, {@code +} and {@code ++} the next level and that after it. */
    private static final String LEVEL = """
            line~ ::= comment~ | stmt~
            stmt~ ::= ">" (simple "\\n" | block~)
            comment~ ::= ">#" (" " [^%1$s]*)? "\\n" "\\n"?
            body~ ::= comment~* (stmt~ | ">pass\\n") line~*
            block~ ::= if~ | for~ | menu~
            if~ ::= "if " condition ":\\n" body+ (comment~* ">elif " condition ":\\n" body+)* (">else:\\n" body+)?
            for~ ::= "for " (name " in " items | "_ in range(" open-f count close-f ")" | name " in range(" open-f "1" comma-f (count | "(" template ")") " + 1" close-f ")" | name ", " name " in enumerate(" open-f items comma-f "start=1" close-f ")") ":\\n" body+
            menu~ ::= "match choose_from_menu(" (open-f value close-f)? "):\\n" ("    >case " (str | "_ if title(" open-f value close-f ")") ":\\n" body++)+
            """;

    /** In the last levels no further blocks begin. */
    private static final String LAST_LEVEL = """
            line~ ::= comment~ | stmt~
            stmt~ ::= ">" simple "\\n"
            comment~ ::= ">#" (" " [^%1$s]*)? "\\n" "\\n"?
            body~ ::= comment~* (stmt~ | ">pass\\n") line~*
            """;

    /** What strings escape and comments lack; see {@link PythonText#escaped}. */
    private static final String ESCAPED = "\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe-\\uffff";

    private static final String LETTERS = "\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u00ff\\u0410-\\u044f\\u4e00-\\u9fa5";

    private final Catalog catalog;
    private final StringBuilder rules = new StringBuilder();

    private CodeGrammar(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Rules of which {@code code} is all the code of a workflow, each line with its end.
     *
     * @param actions identifiers of the actions that the code may call
     * @param levels how deeply blocks may nest, at least 0; menus count twice
     */
    public static String rules(Collection<String> actions, Catalog catalog, int levels) {
        var grammar = new CodeGrammar(catalog);
        grammar.rules.append("code ::= header? line0+\n");
        for (int level = 0; level <= levels + 1; level++) {
            grammar.level(level, levels);
        }
        grammar.rules
                .append(STATEMENTS)
                .append(CONDITIONS)
                .append(COMMON.formatted(ESCAPED))
                .append(VALUES.replace("@", "-f").replace("str-f", "text"))
                .append("items ::= chain-f | list-f\ncount ::= num | chain-f\n");
        for (String quotes : List.of("-s", "-d", "-e")) {
            grammar.rules.append((VALUES + IN_BRACES).replace("@", quotes));
        }
        grammar.inAnyOrder("settings", SETTINGS);
        grammar.names(actions);
        grammar.actions(actions);
        return grammar.rules.toString();
    }

    private void level(int level, int levels) {
        String form = level < levels ? LEVEL : LAST_LEVEL;
        rules.append(form.formatted(ESCAPED)
                .replace("~", Integer.toString(level))
                .replace("body++", "body" + (level + 2))
                .replace("body+", "body" + (level + 1))
                .replace(">", "    ".repeat(level)));
    }

    private void names(Collection<String> actions) {
        Set<String> taken = new TreeSet<>(Dialect.keywords());
        Set<String> methods = new TreeSet<>(taken);
        methods.addAll(List.of("append", "format", "prop", "startswith", "endswith"));
        Set<String> fields = new TreeSet<>(taken);
        fields.add(DateFormat.KIND);
        taken.addAll(Dialect.reserved());
        for (String id : actions) {
            Catalog.Action action = Dialect.named(catalog, id);
            if (action != null) {
                taken.add(action.function());
            }
        }
        rules.append("name ::= ").append(identifier("", taken, LETTERS)).append('\n');
        rules.append("known ::= name\n");
        rules.append("fieldname ::= ").append(identifier("", fields, "")).append('\n');
        rules.append("attribute ::= ").append(attribute("", methods)).append(" (\"_\" word)*\n");
    }

    /** Identifiers that are none of some words, by what the words have in common with them. */
    private static String identifier(String beginning, Set<String> words, String letters) {
        var alternatives = new ArrayList<String>();
        if (!beginning.isEmpty() && !words.contains(beginning)) {
            alternatives.add("\"\"");
        }
        Set<Character> next = next(beginning, words);
        String characters =
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_" + (beginning.isEmpty() ? "" : "0123456789");
        alternatives.add("[" + without(characters, next) + letters + "] [a-zA-Z0-9_" + letters + "]*");
        next.forEach(c -> alternatives.add("\"" + c + "\" " + identifier(beginning + c, words, letters)));
        return "(" + String.join(" | ", alternatives) + ")";
    }

    /** The first word of an attribute, and where it is one of some words, the next as well. */
    private static String attribute(String beginning, Set<String> words) {
        var alternatives = new ArrayList<String>();
        if (!beginning.isEmpty()) {
            alternatives.add(words.contains(beginning) ? "\"_\" word" : "\"\"");
        }
        Set<Character> next = next(beginning, words);
        String characters = "abcdefghijklmnopqrstuvwxyz" + (beginning.isEmpty() ? "" : "0123456789");
        alternatives.add("[" + without(characters, next) + "] [a-z0-9]*");
        next.stream()
                .filter(c -> characters.indexOf(c) >= 0)
                .forEach(c -> alternatives.add("\"" + c + "\" " + attribute(beginning + c, words)));
        return "(" + String.join(" | ", alternatives) + ")";
    }

    private static Set<Character> next(String beginning, Set<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(beginning) && word.length() > beginning.length())
                .map(word -> word.charAt(beginning.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String without(String characters, Set<Character> some) {
        return characters
                .chars()
                .filter(c -> !some.contains((char) c))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private void actions(Collection<String> actions) {
        var calls = new ArrayList<String>();
        int number = 0;
        for (String id : new TreeSet<>(actions)) {
            Catalog.Action action = Dialect.named(catalog, id);
            calls.add(action == null ? unlisted(id) : call(action, "action" + number++));
        }
        rules.append("action ::= ").append(calls.isEmpty() ? "\"comment(\" text \")\"" : String.join(" | ", calls));
        rules.append('\n');
    }

    private static String unlisted(String id) {
        return literal("call(") + " open-f " + literal(PythonText.quote(id)) + " (comma-f field-f)* close-f \")\"";
    }

    private String call(Catalog.Action action, String rule) {
        List<Catalog.Parameter> parameters = action.parameters().stream()
                .filter(p -> Dialect.isName(p.name()))
                .toList();
        String open = literal(action.function() + "(");
        if (parameters.isEmpty()) {
            return open + " \")\"";
        }
        var values = new ArrayList<String>();
        for (Catalog.Parameter parameter : parameters) {
            rules.append(
                    rule + "-p" + values.size() + " ::= " + literal(parameter.name() + "=") + " " + value(parameter));
            rules.append('\n');
            values.add(rule + "-p" + values.size());
        }
        inAnyOrder(rule, values);
        return open + " (open-f " + rule + " close-f)? \")\"";
    }

    /** Some of the arguments, at least one, each at most once; after as many as there can be rules for, in their order. */
    private void inAnyOrder(String rule, List<String> arguments) {
        int count = arguments.size();
        int most = count > MOST_BITS ? 0 : count;
        while (most > 0 && sets(count, most) * count > MOST_ALTERNATIVES) {
            most--;
        }
        inOrder(rule + "-tail", arguments);
        for (long given = 0; given == 0 || most > 0 && given < 1L << count; given++) {
            if (Long.bitCount(given) > most) {
                continue;
            }
            var next = new ArrayList<String>();
            if (given > 0) {
                next.add("\"\"");
            }
            int last = Long.SIZE - Long.numberOfLeadingZeros(given);
            if (Long.bitCount(given) == most && most > 0) {
                next.add(last < count ? "comma-f " + rule + "-tail" + last : "\"\"");
            }
            for (int i = 0; i < count && (Long.bitCount(given) < most || most == 0); i++) {
                if ((given & 1L << i) == 0) {
                    String after =
                            most == 0 ? "(comma-f " + rule + "-tail" + (i + 1) + ")?" : rule + "-" + (given | 1L << i);
                    String argument = arguments.get(i) + " " + (most == 0 && i + 1 == count ? "" : after);
                    next.add((given > 0 ? "comma-f " : "") + argument);
                }
            }
            rules.append(given == 0 ? rule : rule + "-" + given).append(" ::= ");
            rules.append(String.join(" | ", next)).append('\n');
        }
    }

    /** How many sets of at most so many of some things there are. */
    private static long sets(int count, int most) {
        long sets = 1;
        long ofThisSize = 1;
        for (int size = 1; size <= most; size++) {
            ofThisSize = ofThisSize * (count - size + 1) / size;
            sets += ofThisSize;
        }
        return sets;
    }

    /** At least one of some arguments from each on, in their order; the rule itself is that of all. */
    private void inOrder(String rule, List<String> arguments) {
        rules.append(rule).append(" ::= ").append(rule).append("0\n");
        for (int i = arguments.size() - 1; i >= 0; i--) {
            String after = i + 1 < arguments.size() ? " (comma-f " + rule + (i + 1) + ")? | " + rule + (i + 1) : "";
            rules.append(rule + i + " ::= " + arguments.get(i) + after + "\n");
        }
    }

    /** Of a parameter with an enumeration its values, or what is known only when the workflow runs. */
    private static String value(Catalog.Parameter parameter) {
        if (parameter.values().isEmpty()) {
            return "value";
        }
        var alternatives = new ArrayList<String>();
        for (String value : parameter.values()) {
            alternatives.add(literal(PythonText.quote(value)));
            if (parameter.type() == ContentType.NUMBER && value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?")) {
                alternatives.add(literal(value));
            }
        }
        alternatives.add("\"True\" | \"False\" | template | chain-f");
        return "(" + String.join(" | ", alternatives) + ")";
    }

    /** A literal of the grammar. */
    private static String literal(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < 32 ? String.format("\\x%02x", c) : Character.toString(c));
        });
        return out.append('"').toString();
    }
}
