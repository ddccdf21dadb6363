package dev.selvedge.recipes;

import static dev.selvedge.recipes.Orchestration.Settings.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.workflow.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrchestrationTest {
    private static final String QUERY = "Show the battery level in a notification";

    @Test
    void aModelThatKnowsNothingWritesWorkflowsAllTheSame() {
        Tokenizer tokenizer =
                new TokenizerTrainer(400, RoleTokens.SPECIAL_TOKENS).train(List.of("level = get_battery_level()\n"));
        Model model =
                Model.fresh(ModelConfig.small(Family.LLAMA, tokenizer.vocabularySize(), 32, 1, 2_000), tokenizer, 3);
        try (var policy = new LocalPolicy("fresh", model, 1)) {
            Orchestration held = Orchestration.of(QUERY, policy, Catalog.bundled(), STANDARD.withMaxTokens(200));
            assertThat(held.workflow()).as(held.code() + held.diagnostics()).isNotNull();
            assertThat(held.execution()).isNotNull();
            Orchestration free = Orchestration.of(
                    QUERY,
                    policy,
                    Catalog.bundled(),
                    STANDARD.withMaxTokens(200).withConstrained(false));
            assertThat(free.workflow()).isNull();
        }
    }
}
