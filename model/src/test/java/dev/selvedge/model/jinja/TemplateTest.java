package dev.selvedge.model.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TemplateTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2024, 7, 26, 13, 5, 9);

    /** What the cases print was checked against Jinja2 3.1.6 with the settings of chat templates. */
    @Test
    void printsWhatJinjaPrints() throws IOException {
        Map<String, Value> values = variables(Json.parse(resource("values.json")));
        var wrong = new ArrayList<String>();
        for (String line : resource("cases.jsonl").split("\n")) {
            JsonNode one = Json.parse(line);
            String template = one.path("template").asString();
            boolean error = one.has("error");
            try {
                String printed =
                        Template.parse("t", template).render(values, NOW).chars();
                if (error || !printed.equals(one.path("prints").asString())) {
                    wrong.add(template + "\n   gives " + printed + "\n   and not "
                            + (error ? "an error" : one.path("prints").asString()));
                }
            } catch (UserException e) {
                if (!error) {
                    wrong.add(template + "\n   gives " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void knowsWhereEachCharacterCameFrom() {
        JsonNode messages = Json.parse("""
                [{"role": "user", "content": "  Hi <x> "}, {"role": "assistant", "content": "Yes"}]
                """);
        var list = new ArrayList<Value>();
        for (int i = 0; i < messages.size(); i++) {
            list.add(Value.of(messages.get(i), i + 1));
        }
        Map<String, Value> variables = Map.of("messages", Value.Items.list(list));
        assertThat(spans(
                        "[{% for m in messages %}<{{ m.content | trim | replace('x', 'y') }}>{% endfor %}]", variables))
                .containsExactly(
                        "own 0: [",
                        "own 1: <",
                        "data 1: Hi <",
                        "own 1: y",
                        "data 1: >",
                        "own 1: >",
                        "own 2: <",
                        "data 2: Yes",
                        "own 2: >",
                        "own 0: ]");
        assertThat(spans("{{ messages[1].content[::-1] ~ '!' }}{{ messages[0] | tojson }}", variables))
                .containsExactly("data 2: seY", "own 0: !", "data 1: {\"role\": \"user\", \"content\": \"  Hi <x> \"}");
        assertThat(spans(
                        "{{ '%8s' % messages[1].content.upper() }}{% set x %}a{{ messages[1].content }}{% endset %}"
                                + "{{ x.split('Y') | join('-') }}",
                        variables))
                .containsExactly("own 0:      ", "data 2: YES", "own 0: a-", "data 2: es");
    }

    private static List<String> spans(String template, Map<String, Value> variables) {
        Text text = Template.parse("t", template).render(variables, NOW);
        var spans = new ArrayList<String>();
        int start = 0;
        for (Text.Run run : text.runs()) {
            spans.add((run.literal() ? "own " : "data ") + run.origin() + ": "
                    + text.chars().substring(start, run.end()));
            start = run.end();
        }
        return spans;
    }

    /** Whatever is done with a value, none of its characters comes out as the template's own. */
    @Test
    void neverTakesDataForItsOwn() {
        String marked = "\u2603"; // in no template
        var values = new LinkedHashMap<String, Value>();
        values.put("s", Text.data("a" + marked + " b" + marked + "C\n" + marked, 7));
        values.put(
                "d",
                Value.of(
                        Json.parse("{\"k" + marked + "\": [\"" + marked + "\", 1], \"n\": {\"" + marked + "\": 2}}"),
                        8));
        for (String expression : List.of(
                "s",
                "s ~ s",
                "s + 'x'",
                "s[1:]",
                "s[::-1]",
                "s * 2",
                "s | upper",
                "s | title",
                "s | capitalize",
                "s | trim",
                "s | replace('a', 'b')",
                "'abc' | replace('b', s)",
                "s | tojson",
                "d | tojson(indent=2)",
                "d",
                "[s, d]",
                "s.split()",
                "s.split('b')",
                "s | list",
                "s | join('-')",
                "'x-y' | join(s)",
                "s | indent",
                "'a\nb' | indent(s)",
                "s | center(30)",
                "s | urlencode ~ s",
                "'%s' % s",
                "'%9s' % s",
                "'%r' % s",
                "'{}'.format(s)",
                "s.splitlines()",
                "d | dictsort",
                "d | items | list",
                "d | list | join",
                "dict(**d)",
                "namespace(a=s).a",
                "s | default('x')",
                "s.strip('a')",
                "(s, s) | map('upper') | list",
                "[s] | sort | first",
                "[s] | unique | join",
                "d.keys() | list",
                "[{'a': s}] | groupby('a') | list",
                "s | string",
                "s | safe",
                "s.removeprefix('a')",
                "s | wordcount ~ s",
                "s.rsplit('b', 1)",
                "s | reverse",
                "[s] | batch(2) | list",
                "s.title()",
                "s.join(['a', 'b'])")) {
            Text text = Template.parse("t", "{{ " + expression + " }}").render(values, NOW);
            assertThat(text.chars()).as(expression).containsAnyOf(marked, "%E2%98%83");
            int start = 0;
            for (Text.Run run : text.runs()) {
                if (run.literal()) {
                    assertThat(text.chars().substring(start, run.end()))
                            .as(expression)
                            .doesNotContain(marked);
                }
                start = run.end();
            }
        }
    }

    @Test
    void tellsTheLineOfAMistake() {
        assertThatThrownBy(() -> Template.parse("qwen", "a\n{{ b }}\n\n{% if x %}\n{{ c | nope }}"))
                .isInstanceOf(UserException.class)
                .hasMessage("The chat template qwen cannot be used: line 5: there is no filter 'nope'.");
        assertThatThrownBy(() -> Template.parse("qwen", "\n{{ b.c.d }}").render(Map.of(), NOW))
                .isInstanceOf(UserException.class)
                .hasMessage("The chat template qwen failed in line 2: 'c' is asked of what is not there: 'b' is"
                        + " undefined.");
        assertThatThrownBy(() -> Template.parse("qwen", "\n\n{{ raise_exception('Only users.') }}")
                        .render(Map.of(), NOW))
                .isInstanceOf(UserException.class)
                .hasMessage("The chat template qwen refuses this conversation (line 3): Only users.");
        assertThatThrownBy(() -> Template.parse("t", "\n\n{% for x in y %}"))
                .hasMessageContaining("{% else %}' or '{% endfor %}' is missing");
        assertThatThrownBy(() -> Template.parse("t", "\n{% include 'other' %}")).hasMessageContaining("line 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% set x = a * b %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(1000) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1, 2]) %}{% for i in range(1000) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
                "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}"
                        + "{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(90000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
                "{{ 'x' * 9999999999 }}",
                "{{ [1] * 999999999 }}",
                "{{ 10 ** (10 ** 10) }}",
                "{{ 99999999 ** 99999999 }}",
                "{% set ns = namespace(x=9) %}{% for i in range(100) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
                "{{ range(2000000000) }}",
                "{{ 'a' | center(2000000000) }}",
                "{{ 'a\nb' | indent(2000000000) }}",
                "{{ {'a': 1} | tojson(indent=2000000000) }}",
                "{{ '%999999999d' % 1 }}",
                "{{ '%-d' % 1 }}",
                "{{ '%.3d' % 1 }}",
                "{{ [1] | batch(2000000000, 'x') | list }}",
                "{{ [1] | slice(2000000000) | list }}",
                "{{ ('a' * 100000).replace('a', 'b' * 100000) }}",
                "{{ ('b' * 100000).join(range(90000)) }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro a(n) %}{{ a(n) ~ a(n) }}{% endmacro %}{{ a(1) }}",
                "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% for a in range(99999) %}{{ 'x' * 99999 }}{% endfor %}"
            })
    void stopsWhatWouldNotEnd(String template) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            assertThatThrownBy(() -> Template.parse("t", template).render(Map.of(), NOW))
                    .isInstanceOf(UserException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "[", "{'a':", "-", "not ", "x[", "x(", "x if ", "x.a(", "{'a': [", "x ** -", "1 is in ["})
    void refusesDeepNesting(String open) {
        for (int depth : new int[] {5_000, 100_000}) {
            assertThatThrownBy(() -> Template.parse("t", "{{ " + open.repeat(depth) + " }}"))
                    .isInstanceOf(UserException.class);
        }
    }

    @Test
    void refusesDeepBlocksAndLongChains() {
        for (String open :
                List.of("{% if x %}", "{% for i in x %}", "{% macro m() %}", "{% set x %}", "{% filter trim %}")) {
            assertThatThrownBy(() -> Template.parse("t", open.repeat(5_000))).isInstanceOf(UserException.class);
        }
        for (String link :
                List.of(" + 1", " ~ 1", " | trim", ".a", "[0]", " and 1", " if 1 else 2", " == 1", " * 2", "()")) {
            assertThatThrownBy(() -> Template.parse("t", "{{ x" + link.repeat(5_000) + " }}"))
                    .as(link)
                    .isInstanceOf(UserException.class);
        }
        assertThatThrownBy(() -> Template.parse("t", "{% for " + "(".repeat(500_000)))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Template.parse("t", "x".repeat(2_000_000))).hasMessageContaining("longer");
    }

    @Test
    void neverFailsOtherwiseThanWithASentence() throws IOException {
        Map<String, Value> values = variables(Json.parse(resource("values.json")));
        String[] lines = resource("cases.jsonl").split("\n");
        var random = new Random(11);
        int rendered = 0;
        for (int i = 0; i < 2_000; i++) {
            var template = new StringBuilder(Json.parse(lines[random.nextInt(lines.length)])
                    .path("template")
                    .asString());
            for (int changes = 1 + random.nextInt(3); changes > 0 && !template.isEmpty(); changes--) {
                int at = random.nextInt(template.length());
                switch (random.nextInt(3)) {
                    case 0 -> template.deleteCharAt(at);
                    case 1 -> template.insert(at, "{}%#()[]|.'\"-+~* \n0ax".charAt(random.nextInt(21)));
                    default -> {
                        int end = Math.min(template.length(), at + random.nextInt(6));
                        template.insert(random.nextInt(template.length()), template.substring(at, end));
                    }
                }
            }
            try {
                Template.parse("t", template.toString()).render(values, NOW);
                rendered++;
            } catch (UserException e) {
                assertThat(e.getMessage()).startsWith("The chat template t ");
            } catch (RuntimeException e) {
                fail("%s", template, e);
            }
        }
        assertThat(rendered).isBetween(200, 1_800);
    }

    private static Map<String, Value> variables(JsonNode json) {
        var variables = new LinkedHashMap<String, Value>();
        json.properties().forEach(e -> variables.put(e.getKey(), Value.of(e.getValue())));
        return variables;
    }

    private static String resource(String name) throws IOException {
        try (var in = TemplateTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
