package dev.selvedge.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallSyntaxTest {
    private static final List<Tool> TOOLS =
            List.of(new Tool("get-weather", "", Json.object()), new Tool("stop", "", Json.object()));

    @Test
    void readsHermesCallsAmongWords() {
        Reading reading = read(
                CallSyntax.HERMES,
                "Let me look.\n<tool_call>\n{\"name\": \"a\", \"arguments\": {\"x\":  1.0}}\n</tool_call>\n"
                        + "<tool_call>{\"name\": \"b\"}</tool_call>");
        assertThat(reading.message().content()).isEqualTo("Let me look.");
        assertThat(reading.message().toolCalls())
                .containsExactly(new ToolCall("call_0", "a", "{\"x\":  1.0}"), new ToolCall("call_1", "b", "{}"));
        assertThat(reading.malformed()).isEmpty();
        assertThat(read(
                                CallSyntax.HERMES,
                                "<tool_call>{\"name\": \"a\", \"arguments\": \"{\\\"k\\\": 2}\"}</tool_call>")
                        .message()
                        .toolCalls())
                .containsExactly(new ToolCall("call_0", "a", "{\"k\": 2}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', textBlock = """
                    HERMES     § <tool_call>{"name": "a", "arguments": {"x": }}</tool_call>             § not JSON
                    HERMES     § <tool_call>["a"]</tool_call>                                           § not a JSON object
                    HERMES     § <tool_call>{"arguments": {}}</tool_call>                               § the tool's name
                    HERMES     § <tool_call>{"name": 3, "arguments": {}}</tool_call>                    § the tool's name
                    HERMES     § <tool_call>{"name": "a", "arguments": [1]}</tool_call>                 § "arguments" are not
                    HERMES     § <tool_call>{"name": "a", "arguments": "x"}</tool_call>                 § "arguments" are not
                    HERMES     § <tool_call>{"name": "a", "arguments": {                                § </tool_call> is missing
                    LLAMA_JSON § {"name": "a", "parameters": {"x": 1}                                   § not JSON
                    LLAMA_JSON § <|python_tag|>print(1)                                                 § neither a JSON object
                    LLAMA_JSON § <|python_tag|>brave_search.call(query=f(x))                            § expected a literal value
                    LLAMA_JSON § {"name": "a", "parameters": 1}                                         § "parameters" are not
                    PYTHONIC   § [a(x=1, y=__import__('os'))]                                           § expected a literal value
                    PYTHONIC   § [a(1)]                                                                 § an argument with its name
                    PYTHONIC   § [a(x=1)                                                                § ']'
                    PYTHONIC   § [a(x=1, x=2)]                                                          § twice
                    PYTHONIC   § [a(x=1 + 1)]                                                           § a comma or ')'
                    PYTHONIC   § [a(x='b]                                                               § end of the string
                    PYTHONIC   § [a(x=[1, 2)]                                                           § a comma or ']'
                    PYTHONIC   § [a(x=1)] and more                                                      § a call such as
                    MINICPM    § <|tool_call_start|>import os<|tool_call_end|>                          § '('
                    MINICPM    § <|tool_call_start|>x = 3<|tool_call_end|>                              § '('
                    MINICPM    § <|tool_call_start|><|tool_call_end|>                                   § a call such as
                    MISTRAL    § [TOOL_CALLS][{"name": "a"                                              § JSON array
                    MISTRAL    § [TOOL_CALLS]a                                                          § no name with a JSON object
                    """)
    void handsMalformedCallsOn(CallSyntax syntax, String text, String reason) {
        Reading reading = read(syntax, text);
        assertThat(reading.message().toolCalls()).isEmpty();
        assertThat(reading.message().content()).isEqualTo(text);
        assertThat(reading.malformed()).singleElement().satisfies(malformed -> {
            assertThat(malformed.text()).isEqualTo(text);
            assertThat(malformed.reason()).contains(reason).endsWith(".");
        });
    }

    @Test
    void readsWellFormedCallsBesideAMalformedOne() {
        Reading reading = read(
                CallSyntax.HERMES,
                "Hm <tool_call>{nope}</tool_call> <tool_call>{\"name\": \"stop\", \"arguments\": {}}</tool_call>");
        assertThat(reading.message().toolCalls()).containsExactly(new ToolCall("call_0", "stop", "{}"));
        assertThat(reading.message().content()).isEqualTo("Hm <tool_call>{nope}</tool_call>");
        assertThat(reading.malformed()).hasSize(1);
    }

    @Test
    void readsLlamasCalls() {
        assertThat(calls(CallSyntax.LLAMA_JSON, "{\"name\": \"a\", \"parameters\": {\"x\": \"}\\\"{\"}}"))
                .containsExactly("a {\"x\": \"}\\\"{\"}");
        assertThat(
                        calls(
                                CallSyntax.LLAMA_JSON,
                                "<|python_tag|>{\"name\": \"a\", \"parameters\": {}}; {\"name\": \"b\", \"arguments\": {\"y\": 2}}"))
                .containsExactly("a {}", "b {\"y\": 2}");
        assertThat(calls(CallSyntax.LLAMA_JSON, "<|python_tag|>brave_search.call(query=\"a b\", n=3)"))
                .containsExactly("brave_search {\"query\":\"a b\",\"n\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"answer\": 42}",
                "{\"name\": \"Ada\", \"age\": 36}",
                "It is {\"name\": 1}.",
                "{",
                "[1, 2]",
                "[x]",
                ""
            })
    void takesNoOtherJsonForACall(String text) {
        for (CallSyntax syntax : List.of(CallSyntax.LLAMA_JSON, CallSyntax.PYTHONIC, CallSyntax.HERMES)) {
            if (text.contains("Ada") && syntax == CallSyntax.LLAMA_JSON) {
                continue; // a name alone is a call without arguments
            }
            Reading reading = read(syntax, text);
            assertThat(reading.message().content()).isEqualTo(text);
            assertThat(reading.message().toolCalls()).isEmpty();
            assertThat(reading.malformed()).isEmpty();
        }
    }

    @Test
    void readsPythonsLiteralsAndNothingElse() {
        assertThat(calls(
                        CallSyntax.PYTHONIC,
                        "[a(s='it\\'s', t=\"q\\n\\u00e9\", n=-3, f=1.5e3, b=True, z=None, l=[1, (2, 3), (4,), (5)],"
                                + " d={'k': {'x': false}}, m='''two\nlines''' 'more'), b.c()]"))
                .containsExactly(
                        "a {\"s\":\"it's\",\"t\":\"q\\né\",\"n\":-3,\"f\":1500.0,\"b\":true,\"z\":null,"
                                + "\"l\":[1,[2,3],[4],5],\"d\":{\"k\":{\"x\":false}},\"m\":\"two\\nlinesmore\"}",
                        "b.c {}");
    }

    @Test
    void readsMiniCpmsFencedCallsWithTheToolsOwnNames() {
        assertThat(
                        calls(
                                CallSyntax.MINICPM,
                                "<|tool_call_start|>\n```python\nget_weather(from_=\"a\", my_=1)\nstop()\n```\n<|tool_call_end|>"))
                .containsExactly("get-weather {\"from\":\"a\",\"my_\":1}", "stop {}");
        assertThat(calls(CallSyntax.MINICPM, "<|tool_call_start|>[stop(), other_tool(x=1)]<|tool_call_end|>"))
                .containsExactly("stop {}", "other_tool {\"x\":1}");
    }

    @Test
    void readsMistralsCalls() {
        assertThat(calls(
                        CallSyntax.MISTRAL,
                        "[TOOL_CALLS] [{\"name\": \"a\", \"arguments\": {\"x\": 1}}, {\"name\": \"b\"}]"))
                .containsExactly("a {\"x\":1}", "b {}");
        assertThat(calls(CallSyntax.MISTRAL, "[TOOL_CALLS]a[ARGS]{\"x\": 1}[TOOL_CALLS]b{}"))
                .containsExactly("a {\"x\": 1}", "b {}");
    }

    @Test
    void partsThoughtsFromWords() {
        var thinking = new ReplyReader(CallSyntax.HERMES, Thinking.of("</think>"));
        Reading whole = thinking.read("<think>\nhm\n</think>\n\nYes <tool_call>", List.of());
        assertThat(whole.message().reasoning()).isEqualTo("hm");
        assertThat(whole.message().content()).isEqualTo("Yes <tool_call>");
        assertThat(thinking.read("hm</think>Yes", List.of()).message().reasoning())
                .isEqualTo("hm");
        Reading cut = thinking.read("<think>hm <tool_call>{}</tool_call>", List.of());
        assertThat(cut.message().reasoning()).isEqualTo("hm <tool_call>{}</tool_call>");
        assertThat(cut.message().content()).isEmpty();
        assertThat(cut.malformed()).isEmpty();
        assertThat(thinking.read("<think>\n\n</think>\n\nYes", List.of())
                        .message()
                        .reasoning())
                .isNull();
        assertThat(thinking.read("No thought", List.of()).message().content()).isEqualTo("No thought");
    }

    @ParameterizedTest
    @EnumSource
    void readsAnythingInBoundedTime(CallSyntax syntax) {
        var hostile = new ArrayList<String>();
        for (String open :
                List.of("<tool_call>", "<|tool_call_start|>", "[TOOL_CALLS]", "<|python_tag|>", "[a(x=", "")) {
            for (String repeated : List.of(
                    "[",
                    "{",
                    "(",
                    "{\"a\":",
                    "[a(x=",
                    "'",
                    "\"",
                    "\\",
                    "-",
                    "9",
                    "{}",
                    "; ",
                    "#\n",
                    "<tool_call>",
                    "[TOOL_CALLS]")) {
                hostile.add(open + repeated.repeat(100_000));
                hostile.add(open + repeated.repeat(20_000) + "</tool_call><|tool_call_end|>");
            }
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(180), () -> hostile.forEach(text -> read(syntax, text)));
        var random = new Random(2);
        String[] pieces = {
            "<tool_call>",
            "</tool_call>",
            "{",
            "}",
            "\"name\"",
            ":",
            "\"a\"",
            "[",
            "]",
            "(",
            ")",
            "a",
            "=",
            "1",
            "'",
            "<|python_tag|>",
            "[TOOL_CALLS]",
            "[ARGS]",
            ",",
            "\n",
            "```",
            "```python\n",
            "<|tool_call_start|>",
            "<|tool_call_end|>",
            "\"arguments\"",
            "<think>",
            "</think>",
            "\\",
            "None"
        };
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(16); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Reading reading = new ReplyReader(syntax, Thinking.of("</think>")).read(text.toString(), TOOLS);
            reading.malformed()
                    .forEach(m -> assertThat(reading.message().content())
                            .contains(m.text().strip()));
        }
    }

    @Test
    void isToldByTheTemplate() {
        assertThat(CallSyntax.of(Families.QWEN2.template())).isEqualTo(CallSyntax.HERMES);
        assertThat(CallSyntax.of(Families.QWEN3.template())).isEqualTo(CallSyntax.HERMES);
        assertThat(CallSyntax.of(Families.LLAMA3.template())).isEqualTo(CallSyntax.LLAMA_JSON);
        assertThat(CallSyntax.of(Families.MINICPM4.template())).isEqualTo(CallSyntax.MINICPM);
        assertThat(CallSyntax.of("{{ messages }}")).isEqualTo(CallSyntax.NONE);
    }

    private static Reading read(CallSyntax syntax, String text) {
        return new ReplyReader(syntax, Thinking.of("")).read(text, TOOLS);
    }

    private static List<String> calls(CallSyntax syntax, String text) {
        Reading reading = read(syntax, text);
        assertThat(reading.malformed()).isEmpty();
        return reading.message().toolCalls().stream()
                .map(call -> call.name() + " " + call.arguments())
                .toList();
    }
}
