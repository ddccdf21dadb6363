package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRAIGHT | vibrate()",
                "CHOICE   | x = 1~if x > 0:~    vibrate()",
                "MENU     | match choose_from_menu('a'):~    case 'b':~        vibrate()",
                "LOOP     | for _ in range(2):~    vibrate()",
                "LOOP     | for x in [1, 2]:~    show_alert(message=x)~for _ in range(3):~    vibrate()",
                "MIXED    | x = 1~if x > 0:~    vibrate()~for _ in range(2):~    vibrate()",
                "NESTED   | for _ in range(2):~    for _ in range(2):~        vibrate()",
                "NESTED   | x = 1~if x > 0:~    vibrate()~else:~    for _ in range(2):~        vibrate()",
            })
    void isWhatBlocksThereAre(Structure structure, String code) {
        Workflow workflow =
                CodeParser.parse(code.replace("~", "\n"), Catalog.bundled()).workflow();
        assertThat(Structure.of(Objects.requireNonNull(workflow, code))).isEqualTo(structure);
    }
}
