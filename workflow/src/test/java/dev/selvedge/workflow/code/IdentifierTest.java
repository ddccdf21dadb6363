package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentifierTest {
    /** The oracle: the way that takes any text gives the same where the short one applies. */
    @Test
    void theShortWayAgreesWithTheLongOne() {
        String letters = "abzAZBatteryLevel019 _-é";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, random.nextInt(10) == 0 ? 120 : 12); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String snake = Identifier.snake(text.toString());
            if (!snake.contentEquals(text)) {
                assertThat(snake).as("'%s'", text).isEqualTo(Identifier.anySnake(text.toString()));
            }
        }
        assertThat(Identifier.snake("Battery Level")).isEqualTo("battery_level");
    }
}
