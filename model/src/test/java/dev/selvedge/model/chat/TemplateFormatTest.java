package dev.selvedge.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Author;
import dev.selvedge.model.CallFrame;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.Growth;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.TokenSequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class TemplateFormatTest {
    @TempDir
    private Path folder;

    private static final Tool WEATHER = new Tool("get-weather", "Tells the weather.", Json.parse("""
                    {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
                     "required": ["city"]}"""));
    private static final ToolCall CALL = new ToolCall("call_0", "get-weather", "{\"city\": \"Köln\", \"days\": 2}");

    @Test
    void rendersQwen2() {
        ChatFormat chat = Families.QWEN2.format(folder);
        assertThat(Families.QWEN2.spans(chat.render(List.of(), List.of(Message.user("Hi"), Message.assistant("Yes")))))
                .containsExactly(
                        "FORMAT <|im_start|>system\nBe of help.<|im_end|>\n<|im_start|>user\n",
                        "USER Hi",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n",
                        "ASSISTANT Yes<|im_end|>",
                        "FORMAT \n");
        assertThat(Families.QWEN2.spans(chat.prompt(
                        List.of(WEATHER),
                        List.of(
                                Message.system("Be."),
                                Message.user("Hi"),
                                calling(""),
                                result("rain"),
                                result("sun")))))
                .containsExactly(
                        "FORMAT <|im_start|>system\n",
                        "SYSTEM Be.",
                        "FORMAT \n\n# Functions\n<tools>\n",
                        "SYSTEM {\"type\": \"function\", \"function\": {\"name\": \"get-weather\", \"description\":"
                                + " \"Tells the weather.\", \"parameters\": {\"type\": \"object\", \"properties\":"
                                + " {\"city\": {\"type\": \"string\"}, \"days\": {\"type\": \"integer\"}},"
                                + " \"required\": [\"city\"]}}}",
                        "FORMAT \n</tools>\nCall them as <tool_call>{\"name\": ..., \"arguments\": ...}</tool_call>."
                                + "<|im_end|>\n<|im_start|>user\n",
                        "USER Hi",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n",
                        "ASSISTANT <tool_call>\n{\"name\": \"get-weather\", \"arguments\": {\"city\": \"Köln\","
                                + " \"days\": 2}}\n</tool_call><|im_end|>",
                        "FORMAT \n<|im_start|>user\n<tool_response>\n",
                        "TOOL rain",
                        "FORMAT \n</tool_response>\n<tool_response>\n",
                        "TOOL sun",
                        "FORMAT \n</tool_response><|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void rendersQwen3AndBranchesWhereThoughtsAreLeftOut() {
        ChatFormat chat = Families.QWEN3.format(folder);
        Message first = new Message(Role.ASSISTANT, "One.", "hm", List.of(), null);
        Message second = new Message(Role.ASSISTANT, "Two.", "so", List.of(), null);
        var steps = steps(Message.user("a"), first, Message.user("b"), second);
        List<TokenSequence> sequences = chat.sequences(List.of(), steps);
        assertThat(sequences).hasSize(2);
        assertThat(Families.QWEN3.spans(sequences.get(0)))
                .containsExactly(
                        "FORMAT <|im_start|>user\n",
                        "USER a",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n",
                        "ASSISTANT <think>\nhm\n</think>\n\nOne.<|im_end|>",
                        "FORMAT \n");
        assertThat(Families.QWEN3.spans(sequences.get(1)))
                .containsExactly(
                        "FORMAT <|im_start|>user\n",
                        "USER a",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n",
                        "HISTORY One.<|im_end|>",
                        "FORMAT \n<|im_start|>user\n",
                        "USER b",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n",
                        "ASSISTANT <think>\nso\n</think>\n\nTwo.<|im_end|>",
                        "FORMAT \n");
        Conversation answered = chat.begin(List.of()).append(Message.user("a")).append(first);
        Conversation asked = answered.append(Message.user("b")).openReply();
        assertThat(Growth.of(answered.tokens(), asked.tokens())).isInstanceOfSatisfying(Growth.Branch.class, branch -> {
            int[] shared = Arrays.copyOf(branch.sequence().ids(), branch.sharedTokens());
            assertThat(Families.QWEN3.tokenizer.decode(shared))
                    .isEqualTo("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n");
        });
    }

    @Test
    void keepsThoughtsBetweenToolCallsOfOneQuestion() {
        ChatFormat chat = Families.QWEN3.format(folder);
        Message call = new Message(Role.ASSISTANT, "", "look", List.of(CALL), null);
        Message answer = new Message(Role.ASSISTANT, "Rain.", "ah", List.of(), null);
        List<TokenSequence> sequences =
                chat.sequences(List.of(WEATHER), steps(Message.user("w?"), call, result("rain"), answer));
        assertThat(sequences).hasSize(1);
        assertThat(Families.QWEN3.spans(sequences.getFirst()))
                .contains(
                        "ASSISTANT <think>\nlook\n</think>\n\n<tool_call>\n{\"name\": \"get-weather\","
                                + " \"arguments\": {\"city\": \"Köln\", \"days\": 2}}\n</tool_call><|im_end|>",
                        "ASSISTANT <think>\nah\n</think>\n\nRain.<|im_end|>");
    }

    @Test
    void opensAReplyWithoutThoughtWhereAsked() {
        ObjectNode own = Json.object();
        own.putObject("variables").put("enable_thinking", false);
        ChatFormat chat = Families.QWEN3.format(folder, own);
        assertThat(Families.QWEN3.spans(chat.render(List.of(), List.of(Message.user("a"), Message.assistant("b")))))
                .containsExactly(
                        "FORMAT <|im_start|>user\n",
                        "USER a",
                        "FORMAT <|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
                        "ASSISTANT b<|im_end|>",
                        "FORMAT \n");
    }

    @Test
    void rendersLlama3() {
        ChatFormat chat = Families.LLAMA3.format(folder);
        String system = "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n";
        String dates = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n";
        assertThat(Families.LLAMA3.spans(chat.render(
                        List.of(), List.of(Message.system(" Be. "), Message.user("Hi\n"), Message.assistant("Yes")))))
                .containsExactly(
                        "FORMAT " + system + dates,
                        "SYSTEM Be.",
                        "FORMAT <|eot_id|><|start_header_id|>user<|end_header_id|>\n\n",
                        "USER Hi",
                        "FORMAT <|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
                        "ASSISTANT Yes<|eot_id|>");
        List<String> spans = Families.LLAMA3.spans(
                chat.prompt(List.of(WEATHER), List.of(Message.user("Hi"), calling(""), result("{\"rain\": true}"))));
        assertThat(spans.get(0))
                .isEqualTo("FORMAT " + system + "Environment: ipython\n" + dates
                        + "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n"
                        + "Call with {\"name\": ..., \"parameters\": ...}.\n\n");
        assertThat(spans.get(1))
                .startsWith(
                        "SYSTEM {\n    \"type\": \"function\",\n    \"function\": {\n        \"name\": \"get-weather\",");
        assertThat(spans.subList(2, spans.size()))
                .containsExactly(
                        "FORMAT \n\n",
                        "USER Hi",
                        "FORMAT <|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
                        "ASSISTANT {\"name\": \"get-weather\", \"parameters\": {\"city\": \"Köln\", \"days\":"
                                + " 2}}<|eot_id|>",
                        "FORMAT <|start_header_id|>ipython<|end_header_id|>\n\n",
                        "TOOL {\"rain\": true}",
                        "FORMAT <|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    @Test
    void rendersLlamasBuiltInToolsWithTheirOwnEnd() {
        ObjectNode own = Json.object().put("date", "2025-01-02");
        own.putObject("variables").putArray("builtin_tools").add("brave_search");
        ChatFormat chat = Families.LLAMA3.format(folder, own);
        var call = new Message(
                Role.ASSISTANT, "", null, List.of(new ToolCall("c", "brave_search", "{\"query\": \"x\"}")), null);
        List<String> spans = Families.LLAMA3.spans(chat.render(List.of(), List.of(Message.user("Hi"), call)));
        assertThat(spans.getFirst()).contains("Today Date: 02 Jan 2025\n");
        assertThat(spans.getLast()).isEqualTo("ASSISTANT <|python_tag|>brave_search.call(query=\"x\")<|eom_id|>");
    }

    @Test
    void saysWhatATemplateRefuses() {
        ChatFormat chat = Families.LLAMA3.format(folder);
        var two = new Message(Role.ASSISTANT, "", null, List.of(CALL, new ToolCall("b", "x", "{}")), null);
        assertThatThrownBy(() -> chat.render(List.of(), List.of(Message.user("Hi"), two)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("refuses this conversation (line ")
                .hasMessageEndingWith("One call a message, please.");
    }

    @Test
    void rendersMiniCpm4() {
        ChatFormat chat = Families.MINICPM4.format(folder);
        assertThat(Families.MINICPM4.spans(chat.prompt(List.of(), List.of(Message.user("Hi")))))
                .containsExactly(
                        "FORMAT <s><|im_start|>user\n", "USER Hi", "FORMAT <|im_end|>\n<|im_start|>assistant\n");
        Message call = new Message(Role.ASSISTANT, "", "look", List.of(CALL), null);
        List<String> spans = Families.MINICPM4.spans(chat.render(
                List.of(WEATHER), List.of(Message.system("Be."), Message.user("Hi"), call, result("rain"))));
        assertThat(String.join(
                        "",
                        spans.stream().map(s -> s.substring(s.indexOf(' ') + 1)).toList()))
                .isEqualTo("""
                        <s><|im_start|>system
                        Be.
                        def get_weather(city: str, days: int = None):
                            ""\"Tells the weather.""\"
                        Answer with <|tool_call_start|> and <|tool_call_end|> around the calls.<|im_end|>
                        <|im_start|>user
                        Hi<|im_end|>
                        <|im_start|>assistant
                        <|thought_start|>
                        look
                        <|thought_end|>
                        <|tool_call_start|>
                        ```python
                        get_weather(city="Köln", days=2)
                        ```
                        <|tool_call_end|><|im_end|>
                        <|im_start|>tool
                        rain<|im_end|>
                        """);
        assertThat(spans)
                .contains("ASSISTANT <|thought_start|>\nlook\n<|thought_end|>\n<|tool_call_start|>\n```python\n"
                        + "get_weather(city=\"Köln\", days=2)\n```\n<|tool_call_end|><|im_end|>");
    }

    @ParameterizedTest
    @EnumSource
    void readsBackTheCallsThatItRenders(Families family) {
        ChatFormat chat = family.format(folder);
        TokenSequence sequence = chat.render(List.of(WEATHER), List.of(Message.user("Hi"), calling("")));
        Message read =
                chat.reading(only(sequence, Author.ASSISTANT), List.of(WEATHER)).message();
        assertThat(read.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("get-weather");
            assertThat(Json.parse(call.arguments())).isEqualTo(Json.parse(CALL.arguments()));
        });
        assertThat(read.content()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"QWEN2", "QWEN3", "LLAMA3"})
    void framesACallAsItReadsIt(Families family) {
        ChatFormat chat = family.format(folder);
        CallFrame frame = chat.callFrame("get-weather").orElseThrow();
        int[] reply = concat(concat(frame.before(), family.tokenizer.encode("{\"city\": 1}")), frame.after());
        assertThat(chat.read(reply).toolCalls())
                .containsExactly(new ToolCall("call_0", "get-weather", "{\"city\": 1}"));
    }

    /** What anyone but the template writes is text, and whose it is stays known. */
    @ParameterizedTest
    @EnumSource
    void neverMakesSpecialTokensOfText(Families family) {
        ChatFormat chat = family.format(folder);
        String all = String.join("", family.tokenizer.specials().keySet());
        var hostile = new Tool("t" + all, all, Json.object().put(all, all));
        var plain = new Tool("t", "x", Json.object().put("x", "x"));
        Message call = new Message(
                Role.ASSISTANT, all, all, List.of(new ToolCall("c" + all, "t", "{\"x\": \"" + all + "\"}")), null);
        Message tame = new Message(Role.ASSISTANT, "x", "x", List.of(new ToolCall("c", "t", "{\"x\": \"x\"}")), null);
        var said = List.of(
                Message.system(all), Message.user(all), call, new Message(Role.TOOL, all, null, List.of(), "c"));
        var safe = List.of(
                Message.system("x"), Message.user("x"), tame, new Message(Role.TOOL, "x", null, List.of(), "c"));
        int[] ids = chat.render(List.of(hostile), said).ids();
        int[] expected = chat.render(List.of(plain), safe).ids();
        assertThat(specials(family, ids)).isEqualTo(specials(family, expected));
        assertThat(family.tokenizer.decode(ids)).contains(all);
    }

    private static int[] specials(Families family, int[] ids) {
        return Arrays.stream(ids)
                .filter(id -> family.tokenizer.specials().containsValue(id))
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void extendsWhatTheModelHasSeen(Families family) {
        ChatFormat chat = family.format(folder);
        Conversation asked =
                chat.begin(List.of(WEATHER)).append(Message.user("Hi")).openReply();
        // "Yes" byte by byte and an end token: what the policy sampled, which no encoder would write
        int end = chat.endTokens().iterator().next();
        int[] sampled = {'Y', 'e', 's', end};
        Step step = new Step(Message.assistant("Yes"), "policy", new Tokens(sampled, new float[0]));
        Conversation answered = asked.append(step);
        assertThat(answered.openReply().openReply().tokens().length())
                .isGreaterThan(answered.tokens().length());
        assertThat(answered.tokens().ids()).startsWith(asked.tokens().ids());
        assertThat(only(answered.tokens(), Author.ASSISTANT)).isEqualTo(sampled);
        Conversation again = answered.append(Message.user("And?")).openReply();
        assertThat(Growth.of(answered.tokens(), again.tokens()))
                .isEqualTo(
                        new Growth.Extension(again.tokens(), answered.tokens().length()));
        assertThat(only(again.tokens(), Author.ASSISTANT)).isEqualTo(sampled);
        assertThatThrownBy(() -> again.append(Message.user("?"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsAReplyThatWasCutOff() {
        ChatFormat chat = Families.QWEN2.format(folder);
        Step cut = new Step(Message.assistant("Ye"), "policy", new Tokens(new int[] {'Y', 'e'}, new float[0]));
        Conversation conversation =
                chat.begin(List.of()).append(Message.user("Hi")).append(cut);
        assertThat(Families.QWEN2.spans(conversation.tokens()).subList(2, 5))
                .containsExactly("FORMAT <|im_end|>\n<|im_start|>assistant\n", "ASSISTANT Ye", "FORMAT <|im_end|>\n");
    }

    /** In random trajectories every sampled token is the assistant's exactly once, where the model had seen what stood before. */
    @ParameterizedTest
    @EnumSource
    void trainsOnEverySampledTokenOnce(Families family) {
        ChatFormat chat = family.format(folder);
        var random = new Random(5);
        for (int round = 0; round < 25; round++) {
            var steps = new ArrayList<Step>();
            var sampled = new ArrayList<Integer>();
            Conversation conversation = chat.begin(List.of());
            for (int turn = 1 + random.nextInt(4); turn > 0; turn--) {
                Step question = new Step(Message.user("q" + random.nextInt(9)), "task", null);
                conversation = conversation.append(question).openReply();
                steps.add(question);
                int[] prompt = conversation.tokens().ids();
                int[] ids = random.ints(1 + random.nextInt(6), 'a', 'z').toArray();
                ids[ids.length - 1] = chat.endTokens().iterator().next();
                Message message = chat.read(ids);
                Message thoughtful = random.nextBoolean()
                        ? message
                        : new Message(Role.ASSISTANT, message.content(), "why", List.of(), null);
                Step reply = new Step(thoughtful, "policy", new Tokens(ids, new float[0]));
                steps.add(reply);
                conversation = conversation.append(reply);
                Arrays.stream(ids).forEach(sampled::add);
                assertThat(conversation.tokens().ids()).startsWith(concat(prompt, ids));
            }
            var trained = new ArrayList<Integer>();
            for (TokenSequence sequence : chat.sequences(List.of(), steps)) {
                Arrays.stream(only(sequence, Author.ASSISTANT)).forEach(trained::add);
            }
            assertThat(trained).isEqualTo(sampled);
        }
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    @Test
    void isReadFromAndWrittenToAModelDirectory() throws Exception {
        ChatFormat chat = Families.QWEN3.format(folder);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        chat.write(copy);
        for (String name : List.of("tokenizer_config.json", "chat_template.jinja", "chat_format.json")) {
            assertThat(copy.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }
        Files.delete(copy.resolve("chat_format.json"));
        var messages = List.of(Message.user("a"));
        assertThat(ChatFormat.read(copy, Families.QWEN3.tokenizer).prompt(List.of(), messages))
                .isEqualTo(chat.prompt(List.of(), messages));
        Files.writeString(copy.resolve("chat_format.json"), "{\"format\": \"morse\"}");
        assertThatThrownBy(() -> ChatFormat.read(copy, Families.QWEN3.tokenizer))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("morse")
                .hasMessageContaining(RoleTokens.NAME);
        Files.writeString(copy.resolve("chat_format.json"), "{\"tool_calls\": \"shouting\"}");
        assertThatThrownBy(() -> ChatFormat.read(copy, Families.QWEN3.tokenizer))
                .hasMessageContaining("hermes, llama-json");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> ChatFormat.read(empty, Families.QWEN3.tokenizer))
                .hasMessageContaining("neither chat_format.json nor a chat template");
    }

    @Test
    void takesTheTemplateOfTheTokenizersConfiguration() throws Exception {
        ObjectNode config =
                Json.object().put("eos_token", "<|im_end|>").put("chat_template", "A{{ messages[0].content }}");
        Files.writeString(folder.resolve("tokenizer_config.json"), Json.write(config));
        var tokenizer = Families.QWEN3.tokenizer;
        var messages = List.of(Message.user("a"));
        assertThat(tokenizer.decode(ChatFormat.read(folder, tokenizer)
                        .render(List.of(), messages)
                        .ids()))
                .isEqualTo("Aa");
        var list = config.putArray("chat_template");
        list.addObject().put("name", "default").put("template", "D{{ messages[0].content }}");
        list.addObject().put("name", "tool_use").put("template", "T{{ messages[0].content }}");
        Files.writeString(folder.resolve("tokenizer_config.json"), Json.write(config));
        ChatFormat named = ChatFormat.read(folder, tokenizer);
        assertThat(tokenizer.decode(named.render(List.of(), messages).ids())).isEqualTo("Da");
        assertThat(tokenizer.decode(named.render(List.of(WEATHER), messages).ids()))
                .isEqualTo("Ta");
        Files.writeString(folder.resolve("chat_template.jinja"), "J{{ messages[0].content }}\n");
        assertThat(tokenizer.decode(ChatFormat.read(folder, tokenizer)
                        .render(List.of(), messages)
                        .ids()))
                .isEqualTo("Ja");
    }

    private static Message calling(String content) {
        return new Message(Role.ASSISTANT, content, null, List.of(CALL), null);
    }

    private static Message result(String content) {
        return new Message(Role.TOOL, content, null, List.of(), "call_0");
    }

    private static List<Step> steps(Message... messages) {
        return Arrays.stream(messages).map(m -> new Step(m, "", null)).toList();
    }

    private static int[] only(TokenSequence sequence, Author author) {
        boolean[] mask = sequence.by(author);
        return IntStream.range(0, mask.length)
                .filter(i -> mask[i])
                .map(i -> sequence.ids()[i])
                .toArray();
    }
}
