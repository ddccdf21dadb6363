package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Page;
import dev.selvedge.workflow.device.Scenario.Thing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    @Test
    void readsBackWhatItWrites() {
        assertThat(Scenario.fromJson(World.FIXED.toJson())).isEqualTo(World.FIXED);
        for (long seed = 0; seed < 50; seed++) {
            Scenario scenario = Scenario.seeded(seed).choosing(List.of("x")).given(List.of());
            assertThat(Scenario.fromJson(scenario.toJson())).isEqualTo(scenario);
            assertThat(Json.read(Json.write(scenario), Scenario.class)).isEqualTo(scenario);
        }
    }

    @Test
    void whatIsLeftOutIsDrawnFromTheSeed() {
        assertThat(Scenario.read("{}", null)).isEqualTo(Scenario.seeded(1));
        assertThat(Scenario.read("{\"seed\": 9}", null)).isEqualTo(Scenario.seeded(9));
        assertThat(Scenario.read("{\"seed\": 9}", 4L)).isEqualTo(Scenario.seeded(4));
    }

    @Test
    void dictionariesAreLaidOverAndListsReplace() {
        Scenario read = Scenario.read("""
                {"settings": {"Battery Level": 5, "Is Charging": true, "Wi-Fi": null},
                 "files": {"/a.txt": "x"},
                 "notes": [{"name": "Ideas", "Body": "one", "Pinned": true}],
                 "input": [{"type": "url", "text": "https://example.com"}],
                 "web": {"pages": [{"method": "post", "url": "https://example.com/api", "status": 404, "body": "no"}]},
                 "answers": {"Number": [3, 4.5]}}
                """, null);
        Scenario drawn = Scenario.seeded(1);
        assertThat(read.settings())
                .containsEntry("Battery Level", "5")
                .containsEntry("Is Charging", "Yes")
                .doesNotContainKey("Wi-Fi")
                .containsEntry("Bluetooth", drawn.settings().get("Bluetooth"));
        assertThat(read.files()).containsKeys("/a.txt", "/Notes/todo.txt");
        assertThat(read.things())
                .contains(new Thing(ContentType.NOTE, "Ideas", Map.of("Body", "one", "Pinned", "Yes")))
                .filteredOn(thing -> thing.kind() == ContentType.NOTE)
                .hasSize(1);
        assertThat(read.input()).containsExactly(new Content(ContentType.URL, "https://example.com"));
        assertThat(read.web().pages())
                .containsExactly(new Page("POST", "https://example.com/api", 404, Map.of(), "no"));
        assertThat(read.answers().get("Number")).containsExactly("3", "4.5");
        assertThat(read.answers().get("Text")).isEqualTo(drawn.answers().get("Text"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [1]                                     | expected a JSON object, found [1]
                    {"clipbord": "x"}                       | there is no 'clipbord' (did you mean 'clipboard'?)
                    {"settings": {"Batery Level": 3}}       | there is no 'Batery Level' (did you mean 'Battery Level'?)
                    {"settings": {"Wi-Fi": [1]}}            | settings.Wi-Fi: expected text, found [1]
                    {"now": "yesterday"}                    | expected a time such as 2024-03-05T14:30:00Z
                    {"zone": "Mars/Base"}                   | expected a time zone such as Europe/Berlin
                    {"seed": 1.5}                           | seed: expected a whole number, found 1.5
                    {"input": [{"type": "txt", "text": ""}]}| input[0].type: there is no type 'txt'
                    {"notes": [{"Body": "x"}]}              | notes[0]: it has no 'name'
                    {"web": {"pages": [{"uri": "x"}]}}      | web.pages[0]: there is no 'uri' (did you mean 'url'?)
                    {"web": {"pages": [{"url": "x", "status": 7}]}} | expected 100 to 599, found 7
                    {"answers": {"Nummber": []}}            | there is no 'Nummber' (did you mean 'Number'?)
                    {"choices": "Blue"}                     | choices: expected a list, found "Blue"
                    {"files": 3}                            | files: expected a JSON object, found 3
                    {"seed": 1, "seed": 2}                  | the scenario is no JSON
                    {"seed": 1} x                           | the scenario is no JSON
                    """)
    void mistakesAreSentences(String json, String sentencePart) {
        assertThatThrownBy(() -> Scenario.read(json, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentencePart);
    }

    @Test
    void whatIsTooLongIsNotRead() {
        String json = "{\"clipboard\": \"" + "x".repeat(Scenario.LONGEST_JSON) + "\"}";
        assertThatThrownBy(() -> Scenario.read(json, null)).hasMessageContaining("at most 1048576");
    }
}
