package dev.selvedge.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.model.grammar.Grammar;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Diagnostic.Severity;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.code.CodeGrammar;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import dev.selvedge.workflow.file.WorkflowReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CodeGrammarTest {
    private static final Catalog CATALOG = Catalog.bundled();

    private static Grammar grammar(Collection<String> actions, int levels) {
        return Grammar.parse("root ::= code\n" + CodeGrammar.rules(actions, CATALOG, levels));
    }

    private static Collection<String> actions(Workflow workflow) {
        var ids = new TreeSet<String>();
        for (Place place : Place.of(workflow)) {
            if (place.statement() instanceof Statement.Call call) {
                ids.add(call.action());
            }
        }
        return ids;
    }

    @Test
    void whatIsPrintedOfTheBundledWorkflowsIsInTheLanguage() throws Exception {
        var refused = new ArrayList<String>();
        for (BundledWorkflow bundled : BundledWorkflow.all()) {
            Workflow workflow = WorkflowReader.read(bundled.bytes(), CATALOG).workflow();
            String code = CodePrinter.print(workflow, CATALOG);
            Grammar grammar = grammar(actions(workflow), 6);
            if (!grammar.accepts(code)) {
                byte[] bytes = code.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                int at = grammar.accepted(code);
                refused.add(bundled.file() + ": "
                        + new String(bytes, 0, at, java.nio.charset.StandardCharsets.UTF_8)
                        + "<<<"
                        + new String(
                                bytes, at, Math.min(40, bytes.length - at), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        assertThat(refused).as(String.join("\n\n", refused)).isEmpty();
    }

    @Test
    void whatIsInTheLanguageParses() {
        var random = new Random(1);
        List<String> ids = CATALOG.actions().stream().map(Catalog.Action::id).toList();
        for (int round = 0; round < 80; round++) {
            var offered = new TreeSet<String>();
            while (offered.size() < 5) {
                offered.add(ids.get(random.nextInt(ids.size())));
            }
            String code = grammar(offered, round % 4).random(round, 200 + 40 * round);
            List<Diagnostic> errors = CodeParser.parse(code, CATALOG).diagnostics().stream()
                    .filter(d -> d.severity() == Severity.ERROR && !d.message().contains("has no value"))
                    .toList();
            assertThat(errors).as(code).isEmpty();
        }
    }

    @Test
    void aFreshModelAlwaysWritesCodeThatParses() {
        var random = new Random(2);
        List<String> ids = CATALOG.actions().stream().map(Catalog.Action::id).toList();
        var corpus = new ArrayList<String>();
        for (BundledWorkflow bundled : BundledWorkflow.all()) {
            corpus.add(CodePrinter.print(
                    WorkflowReader.read(bundled.bytes(), CATALOG).workflow(), CATALOG));
        }
        Tokenizer tokenizer = new TokenizerTrainer(1_500, RoleTokens.SPECIAL_TOKENS).train(corpus);
        Model model =
                Model.fresh(ModelConfig.small(Family.LLAMA, tokenizer.vocabularySize(), 32, 1, 600), tokenizer, 3);
        try (var policy = new LocalPolicy("fresh", model, 2)) {
            for (int round = 0; round < 5; round++) {
                var offered = new TreeSet<String>();
                while (offered.size() < 6) {
                    offered.add(ids.get(random.nextInt(ids.size())));
                }
                Policy constrained =
                        policy.constrained(AnswerGrammar.constraint(policy.vocabulary(), offered, CATALOG));
                var prompts = new ArrayList<Prompt>();
                for (int seed = 0; seed < 12; seed++) {
                    var sampling = Sampling.at(1, 60 + 20 * seed).withSeed(seed);
                    prompts.add(new Prompt(List.of(Message.user("go")), List.of(), sampling));
                }
                for (Reply reply : constrained.completeAll(prompts)) {
                    assertThat(reply).isInstanceOf(Reply.Completion.class);
                    Answer answer =
                            Answer.read(((Reply.Completion) reply).message().content());
                    CodeParser.Parsed parsed = CodeParser.parse(answer.code(), CATALOG);
                    assertThat(parsed.workflow())
                            .as(answer.code() + parsed.diagnostics())
                            .isNotNull();
                }
            }
        }
    }
}
