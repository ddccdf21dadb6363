package dev.selvedge.model.jinja;

import dev.selvedge.model.jinja.Statement.Target;
import dev.selvedge.model.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the statements of a template. */
final class StatementParser {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_SOURCE_CHARS = 1 << 20;

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int depth;
    private int loops;

    private StatementParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Statement> parse(String source) {
        if (source.length() > MAX_SOURCE_CHARS) {
            throw new TemplateProblem(1, "it is longer than " + MAX_SOURCE_CHARS + " characters");
        }
        var parser = new StatementParser(new TokenStream(Lexer.tokens(source)));
        List<Statement> body = parser.body(Set.of());
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.unexpected("the end of the template");
        }
        return body;
    }

    /** Statements up to a block of one of these names, whose begin is read but not its name; or up to the end. */
    private List<Statement> body(Set<String> ends) {
        if (++depth > MAX_DEPTH) {
            throw new TemplateProblem(tokens.line(), "its blocks nest deeper than " + MAX_DEPTH);
        }
        var body = new ArrayList<Statement>();
        while (true) {
            Token token = tokens.next();
            if (token.kind() == Kind.DATA) {
                body.add(new Statement.Literal(token.line(), Text.literal(token.text())));
            } else if (token.kind() == Kind.VARIABLE_BEGIN) {
                body.add(new Statement.Output(token.line(), expressions.tuple(true)));
                tokens.expect(Kind.VARIABLE_END, "'}}'");
            } else if (token.kind() == Kind.BLOCK_BEGIN) {
                if (ends.contains(tokens.peek().text())) {
                    break;
                }
                body.add(block());
            } else if (!ends.isEmpty()) {
                throw new TemplateProblem(
                        token.line(),
                        "the template ends, but '{% "
                                + String.join(
                                        " %}' or '{% ", ends.stream().sorted().toList()) + " %}' is missing");
            } else {
                break;
            }
        }
        depth--;
        return body;
    }

    private Statement block() {
        int line = tokens.line();
        String name = tokens.name("the name of a block");
        return switch (name) {
            case "if" -> ifBlock(line);
            case "for" -> forBlock(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> filter(line);
            case "with" -> with(line);
            case "generation" -> {
                end();
                yield new Statement.Generation(line, closed("endgeneration"));
            }
            case "break" -> {
                requireLoop(line, name);
                yield new Statement.Break(line);
            }
            case "continue" -> {
                requireLoop(line, name);
                yield new Statement.Continue(line);
            }
            case "include", "import", "from", "extends", "block" ->
                throw new TemplateProblem(
                        line, "'" + name + "' needs other templates, which a chat template cannot have");
            default -> throw new TemplateProblem(line, "there is no block '" + name + "' that could stand here");
        };
    }

    private void requireLoop(int line, String name) {
        if (loops == 0) {
            throw new TemplateProblem(line, "'" + name + "' stands outside of a loop");
        }
        end();
    }

    private void end() {
        tokens.expect(Kind.BLOCK_END, "'%}'");
    }

    /** A body and the block that closes it. */
    private List<Statement> closed(String end) {
        List<Statement> body = body(Set.of(end));
        tokens.next();
        end();
        return body;
    }

    private Statement ifBlock(int line) {
        var branches = new ArrayList<Statement.Branch>();
        List<Statement> otherwise = List.of();
        String word;
        do {
            Expression condition = expressions.tuple(true);
            end();
            branches.add(new Statement.Branch(condition, body(Set.of("elif", "else", "endif"))));
            word = tokens.next().text();
        } while (word.equals("elif"));
        if (word.equals("else")) {
            end();
            otherwise = body(Set.of("endif"));
            tokens.next();
        }
        end();
        return new Statement.If(line, branches, otherwise);
    }

    private Statement forBlock(int line) {
        Target target = target(false);
        tokens.expectName("in");
        Expression items = expressions.tuple(false);
        Expression filter = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        end();
        loops++;
        List<Statement> body = body(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.next().text().equals("else")) {
            end();
            otherwise = body(Set.of("endfor"));
            tokens.next();
        }
        end();
        return new Statement.For(line, target, items, filter, recursive, body, otherwise);
    }

    private Statement set(int line) {
        Target target = target(true);
        if (tokens.skip("=")) {
            Expression value = expressions.tuple(true);
            end();
            return new Statement.Set(line, target, value);
        }
        Expression.Filter filter = null;
        while (tokens.peek().is("|")) {
            filter = expressions.filter(filter);
        }
        end();
        return new Statement.SetBlock(line, target, filter, apart("endset"));
    }

    /** A body that a loop around it cannot be left from. */
    private List<Statement> apart(String end) {
        int outer = loops;
        loops = 0;
        List<Statement> body = closed(end);
        loops = outer;
        return body;
    }

    private Statement macro(int line) {
        Statement.Signature signature = signature(tokens.name("the name of the macro"));
        end();
        return new Statement.Macro(line, signature, apart("endmacro"));
    }

    private Statement call(int line) {
        var signature =
                tokens.peek().is("(") ? signature("caller") : new Statement.Signature("caller", List.of(), List.of());
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw new TemplateProblem(line, "the block 'call' needs the call of a macro");
        }
        end();
        return new Statement.CallBlock(line, signature, call, apart("endcall"));
    }

    private Statement.Signature signature(String name) {
        var parameters = new ArrayList<String>();
        var defaults = new ArrayList<Expression>();
        tokens.expect("(");
        while (!tokens.skip(")")) {
            parameters.add(tokens.name("the name of a parameter"));
            if (tokens.skip("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw new TemplateProblem(tokens.line(), "a parameter without a default follows one with a default");
            }
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        return new Statement.Signature(name, parameters, defaults);
    }

    private Statement filter(int line) {
        Expression.Filter filter = expressions.filterName(null, line);
        while (tokens.peek().is("|")) {
            filter = expressions.filter(filter);
        }
        end();
        return new Statement.FilterBlock(line, filter, apart("endfilter"));
    }

    private Statement with(int line) {
        var targets = new ArrayList<Target>();
        var values = new ArrayList<Expression>();
        while (tokens.peek().kind() != Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                tokens.expect(",");
            }
            targets.add(single(false));
            tokens.expect("=");
            values.add(expressions.expression());
        }
        end();
        return new Statement.With(line, targets, values, closed("endwith"));
    }

    private Target target(boolean withNamespace) {
        boolean bracket = tokens.skip("(");
        var targets = new ArrayList<Target>();
        boolean comma = false;
        do {
            targets.add(single(withNamespace));
            comma = tokens.skip(",") || comma;
        } while (comma && tokens.peek().kind() == Kind.NAME && !tokens.peek().isName("in"));
        if (bracket) {
            tokens.expect(")");
        }
        return comma ? new Target.Several(targets) : targets.getFirst();
    }

    private Target single(boolean withNamespace) {
        if (tokens.peek().is("(")) {
            return target(withNamespace);
        }
        String name = tokens.name("the name of a variable");
        if (withNamespace && tokens.skip(".")) {
            return new Target.Attribute(name, tokens.name("the name of an attribute"));
        }
        return new Target.Variable(name);
    }
}
