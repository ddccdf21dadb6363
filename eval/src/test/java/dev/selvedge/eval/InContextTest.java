package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InContextTest {
    private static final List<InContext.Example> EXAMPLES = IntStream.range(0, 20)
            .mapToObj(i -> new InContext.Example(
                    i == 7 ? "Tell me how full the battery is" : "Do thing number " + i, "asked " + i, "answer " + i))
            .toList();

    @Test
    void retrievedExamplesEndWithTheNearest() {
        try (InContext shown = new InContext(EXAMPLES, InContext.Choice.RETRIEVED, 1)) {
            List<Message> turns = shown.before("Is the battery full?", 3);

            assertThat(turns).hasSize(6);
            assertThat(turns.get(4)).isEqualTo(Message.user("asked 7"));
            assertThat(turns.get(5)).isEqualTo(Message.assistant("answer 7"));
            assertThat(turns).extracting(Message::role).containsSequence(Role.USER, Role.ASSISTANT, Role.USER);
            assertThat(turns).doesNotHaveDuplicates();
        }
    }

    @Test
    void fixedExamplesAreTheSameForEveryQuestion() {
        try (InContext shown = new InContext(EXAMPLES, InContext.Choice.FIXED, 1);
                InContext other = new InContext(EXAMPLES, InContext.Choice.FIXED, 2)) {
            assertThat(shown.before("a", 4)).hasSize(8).isEqualTo(shown.before("Is the battery full?", 4));
            assertThat(shown.before("a", 4)).isNotEqualTo(other.before("a", 4));
            assertThat(shown.before("a", 0)).isEmpty();
            assertThat(shown.before("a", 50)).hasSize(40);
        }
    }
}
