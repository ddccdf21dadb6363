package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityException;
import dev.selvedge.core.python.PythonValue;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The published generation of questions and making of the Solver's set. */
final class CurriculumParity {
    private static final double EXACT = 1e-9;

    static final Map<String, Consumer<ParityCase>> COMPARISONS = Map.of(
            "curriculum._gen_single_item",
            CurriculumParity::record,
            "curriculum.analyze_answer_type_balance",
            CurriculumParity::balance,
            "curriculum.has_surrogate_in_anything",
            each -> assertThat(Curriculum.hasLoneSurrogate(each.input("x")))
                    .isEqualTo(each.output().booleanValue()),
            "curriculum._chat_to_prompt_fallback",
            each -> assertThat(Turn.plain(Turn.list(each.input("chat")))).isEqualTo(each.outputText()),
            "curriculum.prompt_after_parquet",
            each -> assertThat(Turn.column(Turn.printed(Turn.list(each.input("prompt")))))
                    .isEqualTo(Turn.column(Turn.list(each.output()))));

    private CurriculumParity() {}

    private static void record(ParityCase each) {
        if (each.raises()) {
            assertThatThrownBy(() -> row(each)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(Json.canonical(row(each))).isEqualTo(Json.canonical(each.output()));
        }
    }

    private static JsonNode row(ParityCase each) {
        if (!(each.value("sample") instanceof PythonValue.Dict sample)) {
            throw new IllegalArgumentException("the sample is no object");
        }
        return SolverRecord.of(each.input("idx").longValue(), GeneratedQuestion.of(sample))
                .row();
    }

    private static void balance(ParityCase each) {
        if (each.raises()) {
            ParityException.NO_BATCH.skip();
        }
        Map<String, TypeShare> shares = TypeShare.of(
                each.texts("answer_types"), each.input("batch_size").intValue(Curriculum.BATCH));
        assertThat(shares.keySet())
                .containsExactlyInAnyOrderElementsOf(each.output().propertyNames());
        shares.forEach((type, share) -> {
            JsonNode expected = each.output().get(type);
            assertThat(share.least()).isCloseTo(expected.path("min").doubleValue(), within(EXACT));
            assertThat(share.most()).isCloseTo(expected.path("max").doubleValue(), within(EXACT));
            assertThat(share.mean()).isCloseTo(expected.path("mean").doubleValue(), within(EXACT));
            assertThat(share.variance()).isCloseTo(expected.path("var").doubleValue(), within(EXACT));
        });
    }
}
