package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.synth.world.ProcedureWorld;
import dev.selvedge.synth.world.ToolWorld;
import dev.selvedge.synth.world.UnitWorld;
import dev.selvedge.synth.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaySettingsTest {
    private static World world(String... assignments) {
        DarcSettings settings = Overrides.apply(DarcSettings.of("toy"), List.of(assignments));
        return new Playground(settings.play(), "").world();
    }

    @Test
    void theWorldMayBeOfTools() {
        World tools = world("play.world.kind=TOOLS", "play.world.pages=6", "play.world.facts=4");
        assertThat(tools).isInstanceOf(ToolWorld.class);
        assertThat(tools.exam(DarcSettings.of("toy").play().exam().perLevel())).hasSize(120);
        assertThatThrownBy(() -> world("play.world.kind=TOOLS"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("at most 24 tools");
        assertThatThrownBy(() -> world("play.world.pages=200"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("at most 160 things");
    }

    @Test
    void theWorldMayBeOfUnitsOrProcedures() {
        int perLevel = DarcSettings.of("toy").play().exam().perLevel();
        World units = world("play.world.kind=UNITS");
        assertThat(units).isInstanceOf(UnitWorld.class);
        assertThat(units.exam(perLevel)).hasSize(120);
        World procedures = world("play.world.kind=PROCEDURES");
        assertThat(procedures).isInstanceOf(ProcedureWorld.class);
        assertThat(procedures.exam(perLevel)).hasSize(120);
        assertThatThrownBy(() -> world("play.world.kind=UNITS", "play.world.pages=200"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("play.world.UNITS: 200 pages of 6 facts do not make a world");
        assertThatThrownBy(() -> world("play.world.kind=PROCEDURES", "play.world.pages=5", "play.world.facts=27"))
                .isInstanceOf(UserException.class)
                .hasMessage("play.world.PROCEDURES: a page tells at most 26 procedures, not 27.");
    }

    @Test
    void whatIsTakenFromRepeatedQuestionsIsNoGift() {
        assertThatThrownBy(() -> world("questioner.repetition=-1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("questioner.repetition is 0 or more, not -1");
    }
}
