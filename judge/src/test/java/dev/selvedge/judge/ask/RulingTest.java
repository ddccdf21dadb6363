package dev.selvedge.judge.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\": \"It does.\", \"verdict\": true}",
                "```json\n{\"reason\": \"It does.\", \"verdict\": \"True\",}\n```",
                "Let me see: {\"verdict\": false} no, wait.\n{'verdict': True, 'reason': 'It does.'}",
                "<think>False?</think>\n{\"verdict\": true, \"reason\": \"It does.\"}",
                "True. It does.",
                "True\nIt does.",
                "It does.\nTrue",
                "It does.\nVerdict: **True**"
            })
    void readsWhatSaysTrue(String reply) {
        assertThat(Ruling.read(reply, false)).isEqualTo(new Ruling(Score.of(1), "It does."));
    }

    @Test
    void readsWhatSaysFalse() {
        assertThat(Ruling.read("False: it calls a function that is not allowed.", false))
                .isEqualTo(new Ruling(Score.of(0), "it calls a function that is not allowed."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "I think that it mostly works.",
                "It is true that the code runs, but false that it answers.",
                "<think>True",
                "{\"verdict\": \"maybe\", \"reason\": \"\"}",
                "{\"verdict\": 1}",
                "{\"verdict\": true, \"verdict\": false}",
                "True\nIt works.\nFalse",
                "Truely good",
                "{\"verdict\": {\"a\": true}}"
            })
    void whatCannotBeReadInOneWayIsUnscoredAndTheJudgesFault(String reply) {
        assertThat(Ruling.read(reply, false).score())
                .isInstanceOfSatisfying(
                        Score.Unscored.class,
                        unscored -> assertThat(unscored.fault()).isEqualTo(Fault.JUDGE));
    }

    @Test
    void aReplyThatWasCutOffSaysSo() {
        assertThat(Ruling.read("The code first", true).score().toString()).contains("cut off");
    }
}
