package dev.selvedge.recipes;

import dev.selvedge.model.Constraint;
import dev.selvedge.model.grammar.Grammar;
import dev.selvedge.model.grammar.TokenTrie;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeGrammar;
import java.util.Collection;

/** What a model answers to a query: a plan, which may be missing, and code in a fence. */
public final class AnswerGrammar {
    private static final String FENCE = "```python";
    private static final int LEVELS = 6;

    private AnswerGrammar() {}

    /** The grammar of answers whose code calls some actions and nests up to six blocks deep. */
    public static Grammar of(Collection<String> actions, Catalog catalog) {
        return Grammar.parse("""
                root ::= (plan "\\n")? "%s\\n" code "```"
                plan ::= [^`\\x00-\\x09\\x0b-\\x1f\\x7f]*
                """.formatted(FENCE) + CodeGrammar.rules(actions, catalog, LEVELS));
    }

    /** Holds a model to {@link #of}, and to variables that its code gives values to. */
    public static Constraint constraint(TokenTrie vocabulary, Collection<String> actions, Catalog catalog) {
        return of(actions, catalog).constraint(vocabulary, CodeGrammar.KNOWN_NAME, CodeGrammar.DEFINITION, FENCE);
    }
}
