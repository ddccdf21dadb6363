package dev.selvedge.model.chat;

import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.Tool;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Author;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.jinja.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation that a template renders. Rendered when its tokens are asked for. */
final class TemplateConversation implements Conversation {
    private final TemplateFormat format;
    private final List<Tool> tools;
    private final List<Step> steps;
    /** What is known of each step that is a reply; null for others. */
    private final List<@Nullable Said> said;
    /** What stands whatever comes, as long as the template begins with the same text; null where nothing does yet. */
    private final @Nullable Standing standing;

    private final boolean open;
    private @Nullable TokenSequence tokens;

    /**
     * The beginning of a conversation, to the end of the last reply that was sampled.
     *
     * @param text how the template wrote it then
     * @param tokens what the model read and wrote, which no encoder need give
     */
    record Standing(String text, TokenSequence tokens) {}

    /**
     * A reply when it was said.
     *
     * @param opening what the template wrote to open it
     * @param words how the template wrote it when it was the last message; null if it does not take a conversation that
     *     ends there
     */
    record Said(String opening, @Nullable String words) {}

    private TemplateConversation(
            TemplateFormat format,
            List<Tool> tools,
            List<Step> steps,
            List<@Nullable Said> said,
            @Nullable Standing standing,
            boolean open) {
        this.format = format;
        this.tools = tools;
        this.steps = steps;
        this.said = said;
        this.standing = standing;
        this.open = open;
    }

    static TemplateConversation begin(TemplateFormat format, List<Tool> tools) {
        return new TemplateConversation(format, List.copyOf(tools), List.of(), List.of(), null, false);
    }

    @Override
    public Conversation append(Step step) {
        boolean reply = step.message().role() == Role.ASSISTANT;
        if (open && !reply) {
            throw new IllegalArgumentException(
                    "a reply is open, so a message of role " + step.message().role() + " cannot follow");
        }
        var longer = new ArrayList<>(steps);
        longer.add(step);
        List<@Nullable Said> replies = new ArrayList<>(said);
        if (!reply) {
            replies.add(null);
            return new TemplateConversation(format, tools, longer, replies, standing, false);
        }
        String opening = opening(steps);
        Text text = null;
        Turn turn = null;
        try {
            text = format.render(tools, longer, false);
            turn = Turn.find(text, longer.size() - 1, opening, format.endTokenSpellings());
        } catch (UserException e) {
            // the template does not take a conversation that ends here; it may take a longer one
        }
        if (text == null || turn == null) {
            replies.add(new Said(opening, null));
            return new TemplateConversation(format, tools, longer, replies, standing, false);
        }
        replies.add(new Said(opening, text.chars().substring(turn.from(), turn.to())));
        Standing reached = step.tokens() == null ? standing : standing(step.tokens(), text, turn);
        return new TemplateConversation(format, tools, longer, replies, reached, false);
    }

    /** The prompt as the model read it, and the tokens that it sampled. */
    private Standing standing(Tokens sampled, Text text, Turn turn) {
        TokenSequence read = openReply().tokens().plus(Author.ASSISTANT, sampled.ids());
        String words = text.chars().substring(turn.from(), turn.to());
        return new Standing(text.chars().substring(0, turn.to()), format.ended(read, words));
    }

    @Override
    public Conversation openReply() {
        return open ? this : new TemplateConversation(format, tools, steps, said, standing, true);
    }

    @Override
    public synchronized TokenSequence tokens() {
        TokenSequence known = tokens;
        if (known == null) {
            known = render();
            tokens = known;
        }
        return known;
    }

    private TokenSequence render() {
        if (steps.isEmpty() && !open) {
            return TokenSequence.EMPTY;
        }
        Text text = format.render(tools, steps, open);
        var turns = new ArrayList<Turn>();
        for (int i = 0; i < steps.size(); i++) {
            Said reply = said.get(i);
            Turn turn = reply == null ? null : Turn.find(text, i, reply.opening, format.endTokenSpellings());
            if (turn != null) {
                turns.add(turn);
            }
        }
        turns.sort(Comparator.comparingInt(Turn::from));
        var made = new TurnTokens(format, text, steps, said);
        return standing != null && text.chars().startsWith(standing.text)
                ? made.after(standing, turns)
                : made.all(turns);
    }

    /** What the template writes to open a reply after these steps: what it has more than it has without. */
    private String opening(List<Step> before) {
        String closed;
        String opened;
        try {
            closed = before.isEmpty() ? "" : format.render(tools, before, false).chars();
            opened = format.render(tools, before, true).chars();
        } catch (UserException e) {
            return "";
        }
        int shared = 0;
        int most = Math.min(closed.length(), opened.length());
        while (shared < most && closed.charAt(shared) == opened.charAt(shared)) {
            shared++;
        }
        return opened.substring(shared);
    }
}
