package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    record Rate(double peak, int warmUpSteps) {
        Rate {
            if (peak <= 0) {
                throw new IllegalArgumentException("peak is above 0, not " + peak);
            }
        }
    }

    record Training(String name, int steps, boolean shuffle, Rate rate, List<String> tags) {}

    private static final Training DEFAULTS = new Training("base", 100, true, new Rate(0.001, 10), List.of("a"));

    @Test
    void whatIsGivenIsLaidOverTheDefaults() {
        assertThat(Settings.over(DEFAULTS, Json.parse("{\"rate\":{\"peak\":1},\"tags\":[]}"), "recipe"))
                .isEqualTo(new Training("base", 100, true, new Rate(1, 10), List.of()));
        assertThat(Settings.over(DEFAULTS, Json.object(), "recipe")).isEqualTo(DEFAULTS);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> Settings.over(
                        DEFAULTS,
                        Json.parse(
                                "{\"stepps\":1,\"steps\":1.5,\"shuffle\":\"yes\",\"rate\":{\"warmup\":3},\"xyz\":0}"),
                        "toy.json"))
                .isInstanceOf(UserException.class)
                .hasMessage("""
                        toy.json: there is no setting 'stepps' (did you mean 'steps'?).
                        toy.json: setting 'steps' is a whole number such as 100, not 1.5.
                        toy.json: setting 'shuffle' is true or false such as true, not "yes".
                        toy.json: there is no setting 'rate.warmup'.
                        toy.json: there is no setting 'xyz'.""");
        assertThatThrownBy(() -> Settings.over(DEFAULTS, Json.parse("[]"), "toy.json"))
                .hasMessageContaining("the settings are an object");
        assertThatThrownBy(() -> Settings.over(DEFAULTS, Json.parse("{\"rate\":7}"), "toy.json"))
                .hasMessageContaining("setting 'rate' is an object with [peak, warmUpSteps], not 7");
        assertThatThrownBy(() -> Settings.over(DEFAULTS, Json.parse("{\"rate\":{\"peak\":-1}}"), "toy.json"))
                .hasMessage("toy.json: setting 'rate': peak is above 0, not -1.0");
    }

    @Test
    void theNearestWordIsSuggestedIfItIsNear() {
        List<String> verbs = List.of("demo", "import", "orchestrate", "doctor");
        assertThat(Suggestion.nearest("dmeo", verbs)).contains("demo");
        assertThat(Suggestion.nearest("Ochestrat", verbs)).contains("orchestrate");
        assertThat(Suggestion.nearest("docker", verbs)).contains("doctor");
        assertThat(Suggestion.nearest("xyz", verbs)).isEmpty();
        assertThat(Suggestion.didYouMean("imprt", verbs)).isEqualTo(" (did you mean 'import'?)");
        assertThat(Suggestion.didYouMean("", verbs)).isEmpty();
    }
}
