package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Author;
import dev.selvedge.model.CallFrame;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.Reading;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.jinja.Template;
import dev.selvedge.model.jinja.Text;
import dev.selvedge.model.jinja.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The chat format that a model's own template describes.
 *
 * <p>Tokens are those that the Transformers library gives for the rendered text, with two differences that are the
 * point. Special tokens come from the template alone: where a user or a tool spells one, it stays text. And a reply
 * begins with a token of its own, as it does when it is sampled.
 *
 * <p>Who produced a token is known from the origins that text carries through the template ({@link Text}): what stands
 * between the opening of a reply and its end token, the end token included, is the assistant's, also where the template
 * wrote it; text of other messages is theirs; descriptions of tools are the system's; the rest is the format's.
 *
 * <p>A reply's sampled tokens stand as long as the template writes that reply as it did when it was said. Where it
 * writes it anew (Qwen3 leaves out what was thought before the last question), that text is encoded, its tokens are
 * {@link dev.selvedge.model.Author#HISTORY}, and {@link dev.selvedge.model.Growth} tells of a branch.
 *
 * <p>Nothing depends on today's date: {@code strftime_now} tells the date in chat_format.json, else 2024-07-26, which is
 * the date that Llama 3.1's template has where none is given.
 */
public final class TemplateFormat implements ChatFormat {
    /** Name of this format in chat_format.json, which is not needed for it. */
    public static final String NAME = "template";

    private static final LocalDate DATE = LocalDate.of(2024, 7, 26);

    private final Tokenizer tokenizer;
    private final Map<String, byte[]> files;
    private final Template template;
    private final Template toolTemplate;
    private final Map<String, Value> variables;
    private final LocalDateTime now;
    private final List<String> endTokens;
    private final ReplyReader replies;

    private TemplateFormat(
            Tokenizer tokenizer,
            ChatTemplateFile file,
            Map<String, Value> variables,
            LocalDate date,
            Set<String> endTokens,
            CallSyntax calls) {
        this.tokenizer = tokenizer;
        this.files = file.files();
        this.template = Template.parse(file.place(), file.source());
        this.toolTemplate = Template.parse(file.place(), file.toolSource());
        this.variables = variables;
        this.now = date.atStartOfDay();
        this.endTokens = List.copyOf(endTokens);
        this.replies = new ReplyReader(calls, Thinking.of(file.source()));
    }

    /**
     * The format of a model directory.
     *
     * @return empty if the directory brings no chat template
     * @throws UserException if the template or a file beside it is damaged, or no token that ends a reply is known
     */
    public static Optional<TemplateFormat> find(Path directory, Tokenizer tokenizer) {
        return ChatTemplateFile.read(directory).map(file -> of(directory, file, tokenizer));
    }

    private static TemplateFormat of(Path directory, ChatTemplateFile file, Tokenizer tokenizer) {
        JsonNode own = ChatTemplateFile.json(directory.resolve("chat_format.json"));
        var variables = new LinkedHashMap<String, Value>();
        file.specialTokens().forEach((name, content) -> variables.put(name, Text.literal(content)));
        own.path("variables").properties().forEach(e -> variables.put(e.getKey(), Value.of(e.getValue())));
        String calls = own.path("tool_calls").asString("");
        return new TemplateFormat(
                tokenizer,
                file,
                variables,
                date(directory, own.path("date").asString("")),
                endTokens(directory, file, tokenizer),
                calls.isEmpty() ? CallSyntax.of(file.toolSource()) : CallSyntax.named(directory, calls));
    }

    private static LocalDate date(Path directory, String date) {
        try {
            return date.isEmpty() ? DATE : LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new UserException(
                    directory.resolve("chat_format.json") + " has the date '" + date + "'; write it like 2024-07-26.");
        }
    }

    /** Those of generation_config.json, else of config.json, and the tokenizer's. */
    private static Set<String> endTokens(Path directory, ChatTemplateFile file, Tokenizer tokenizer) {
        var ids = new TreeSet<Integer>();
        for (String name : List.of("generation_config.json", "config.json")) {
            JsonNode ends = ChatTemplateFile.json(directory.resolve(name)).path("eos_token_id");
            if (ids.isEmpty() && ends.isInt()) {
                ids.add(ends.intValue());
            } else if (ids.isEmpty()) {
                ends.forEach(id -> ids.add(id.asInt()));
            }
        }
        var found = new LinkedHashSet<String>();
        String named = file.specialTokens().get("eos_token");
        tokenizer.specials().forEach((content, id) -> {
            if (ids.contains(id) || content.equals(named)) {
                found.add(content);
            }
        });
        if (found.isEmpty()) {
            throw new UserException(directory + " does not say which token ends a reply: neither eos_token_id in"
                    + " generation_config.json or config.json nor eos_token in tokenizer_config.json is a special token"
                    + " of its tokenizer.");
        }
        return found;
    }

    @Override
    public void write(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    @Override
    public Conversation begin(List<Tool> tools) {
        return TemplateConversation.begin(this, tools);
    }

    @Override
    public Set<Integer> endTokens() {
        var ids = new TreeSet<Integer>();
        endTokens.forEach(token -> ids.add(tokenizer.special(token)));
        return ids;
    }

    @Override
    public Reading reading(int[] sampled, List<Tool> tools) {
        int length = sampled.length;
        if (length > 0 && endTokens().contains(sampled[length - 1])) {
            length--;
        }
        return replies.read(tokenizer.decodeContinuation(Arrays.copyOf(sampled, length)), tools);
    }

    @Override
    public Optional<CallFrame> callFrame(String tool) {
        List<String> frame = replies.calls().frame();
        if (frame == null) {
            return Optional.empty();
        }
        Text before = Text.literal(frame.get(0))
                .plus(Text.data(Json.write(tool), Text.UNKNOWN))
                .plus(Text.literal(frame.get(1)));
        return Optional.of(new CallFrame(continuing(before), continuing(Text.literal(frame.get(2)))));
    }

    private int[] continuing(Text text) {
        return new TurnTokens(this, text, List.of(), List.of()).continuing().ids();
    }

    /**
     * A sequence that ends with a reply. One that was cut off has no end of its own; the format ends it, so nobody is
     * trained to stop there.
     *
     * @param words how the template writes the reply
     */
    TokenSequence ended(TokenSequence reply, String words) {
        int[] ids = reply.ids();
        if (ids.length > 0 && endTokens().contains(ids[ids.length - 1])) {
            return reply;
        }
        for (String token : endTokens) {
            if (words.endsWith(token)) {
                return reply.plus(Author.FORMAT, tokenizer.special(token));
            }
        }
        return reply;
    }

    List<String> endTokenSpellings() {
        return endTokens;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    Text render(List<Tool> tools, List<Step> steps, boolean openReply) {
        var all = new LinkedHashMap<>(variables);
        all.put("messages", ChatValues.messages(steps));
        all.put("tools", ChatValues.tools(tools));
        all.put("documents", Value.None.NONE);
        all.put("add_generation_prompt", Value.Bool.of(openReply));
        return (tools.isEmpty() ? template : toolTemplate).render(all, now);
    }
}
