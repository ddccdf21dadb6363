package dev.selvedge.synth.export;

import dev.selvedge.core.Message;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.parquet.ParquetSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The forms of training data that are written and read. */
public enum Form {
    CHAT("our own: messages, or prompt and completion, or prompt, chosen and rejected", new ChatForms.Chat()),
    TRL("TRL, conversations: messages", new ChatForms.Trl(ChatForms.Part.MESSAGES)),
    TRL_PROMPT("TRL, prompts for GRPO and RLOO, the reply as ground_truth", new ChatForms.Trl(ChatForms.Part.PROMPT)),
    TRL_COMPLETION("TRL, prompt and completion", new ChatForms.Trl(ChatForms.Part.COMPLETION)),
    TRL_PREFERENCE("TRL, prompt, chosen and rejected", new ChatForms.Trl(ChatForms.Part.PREFERENCE)),
    OPENAI("OpenAI and Azure fine-tuning, conversations", new OpenAiForms.Supervised()),
    OPENAI_PREFERENCE("OpenAI fine-tuning, preferred and other reply", new OpenAiForms.Preference()),
    ALPACA("LLaMA-Factory, instruction and output", new LlamaFactoryForms.Alpaca(false)),
    ALPACA_PREFERENCE("LLaMA-Factory, instruction, chosen and rejected", new LlamaFactoryForms.Alpaca(true)),
    SHAREGPT("LLaMA-Factory, conversations with tools", new LlamaFactoryForms.ShareGpt(false)),
    SHAREGPT_PREFERENCE("LLaMA-Factory, conversation, chosen and rejected", new LlamaFactoryForms.ShareGpt(true)),
    VERL("verl Parquet: prompts and how replies are rewarded", new ParquetForms.Verl(), ParquetForms.VERL),
    VERL_SFT(
            "verl Parquet: conversations for supervised fine-tuning",
            new ParquetForms.VerlSft(),
            ParquetForms.VERL_SFT),
    PARQUET("plain Parquet with everything a row has", new ParquetForms.Plain(), ParquetForms.PLAIN),
    WORKFLOWBENCH("WorkflowBench's records: query, apis, task_plan and code", new BenchForm());

    /** What a form's rows are kept in. */
    public enum Container {
        /** JSON Lines. */
        LINES,
        /** A folder with JSON Lines and LLaMA-Factory's {@code dataset_info.json}. */
        FOLDER,
        /** A Parquet file. */
        PARQUET
    }

    private final String says;
    private final RowForm rows;
    private final @Nullable ParquetSchema schema;

    Form(String says, RowForm rows) {
        this(says, rows, null);
    }

    Form(String says, RowForm rows, @Nullable ParquetSchema schema) {
        this.says = says;
        this.rows = rows;
        this.schema = schema;
    }

    /** As it is typed: {@code trl-completion}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Who takes it, and what it holds, a few words. */
    public String says() {
        return says;
    }

    /** What its rows are kept in. */
    public Container container() {
        return schema != null
                ? Container.PARQUET
                : name().startsWith("ALPACA") || name().startsWith("SHAREGPT") ? Container.FOLDER : Container.LINES;
    }

    /** Whether a row has a better and a worse reply. */
    public boolean pairs() {
        return name().endsWith("PREFERENCE");
    }

    /**
     * The form of a name.
     *
     * @throws UserException if there is none, with the nearest
     */
    public static Form named(String name) {
        List<String> labels = labels();
        return Arrays.stream(values())
                .filter(form -> form.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("There is no form " + name + Suggestion.didYouMean(name, labels)
                        + ". The forms are " + String.join(", ", labels) + "."));
    }

    /** All names. */
    public static List<String> labels() {
        return Stream.of(values()).map(Form::label).toList();
    }

    RowForm rows() {
        return rows;
    }

    /** The columns that every file has, null where the container is not Parquet. */
    @Nullable
    ParquetSchema schema() {
        return schema;
    }

    /**
     * A row in this form.
     *
     * @throws UnfitRow if the form cannot hold it
     */
    Exported write(ChatRow row) {
        ObjectNode written = rows.write(row);
        List<String> leftOut = new ArrayList<>();
        if (!rows.keepsRest()) {
            row.rest().propertyNames().stream()
                    .filter(name -> !written.has(name))
                    .forEach(leftOut::add);
        }
        Stream<Message> all =
                Stream.concat(row.messages().stream(), row.worse() == null ? Stream.of() : row.worse().stream());
        if (!rows.keepsReasoning() && all.anyMatch(message -> message.reasoning() != null)) {
            leftOut.add("reasoning");
        }
        return new Exported(written, leftOut);
    }

    /**
     * A row of this form.
     *
     * @param place file and line
     * @throws UnfitRow if it is none
     */
    ChatRow read(String place, ObjectNode row) {
        return rows.read(place, row);
    }
}
