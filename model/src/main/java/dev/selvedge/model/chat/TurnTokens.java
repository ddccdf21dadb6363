package dev.selvedge.model.chat;

import dev.selvedge.core.Step;
import dev.selvedge.core.Tokens;
import dev.selvedge.model.Author;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.Tokenizer.Place;
import dev.selvedge.model.jinja.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes tokens of a rendered conversation. Used once. */
final class TurnTokens {
    private final TemplateFormat format;
    private final Tokenizer tokenizer;
    private final String chars;
    private final List<Step> steps;
    private final List<TemplateConversation.@Nullable Said> said;
    /** Of each character. */
    private final Author[] authors;
    /** Whether each character is the template's own. */
    private final boolean[] literal;

    private final List<Integer> ids = new ArrayList<>();
    private final List<Author> idAuthors = new ArrayList<>();
    private Place place = Place.START;
    /** Whether white space at the beginning of the next text belongs to the special token before it. */
    private boolean spaceTaken;

    TurnTokens(TemplateFormat format, Text text, List<Step> steps, List<TemplateConversation.@Nullable Said> said) {
        this.format = format;
        this.tokenizer = format.tokenizer();
        this.chars = text.chars();
        this.steps = steps;
        this.said = said;
        this.authors = new Author[chars.length()];
        this.literal = new boolean[chars.length()];
        int start = 0;
        for (Text.Run run : text.runs()) {
            for (int i = start; i < run.end(); i++) {
                authors[i] = author(run);
                literal[i] = run.literal();
            }
            start = run.end();
        }
    }

    private Author author(Text.Run run) {
        if (run.literal() || run.origin() <= 0) {
            return Author.FORMAT;
        }
        if (run.origin() == ChatValues.TOOLS) {
            return Author.SYSTEM;
        }
        return switch (steps.get(run.origin() - 1).message().role()) {
            case SYSTEM -> Author.SYSTEM;
            case USER -> Author.USER;
            case TOOL -> Author.TOOL;
            // a reply's turn is marked afterwards; outside of it the template tells of it once more
            case ASSISTANT -> Author.HISTORY;
        };
    }

    TokenSequence all(List<Turn> turns) {
        return from(0, turns);
    }

    /** The tokens that stand, and those of the text after them. */
    TokenSequence after(TemplateConversation.Standing standing, List<Turn> turns) {
        int[] standingIds = standing.tokens().ids();
        for (int i = 0; i < standingIds.length; i++) {
            add(standingIds[i], standing.tokens().authors().get(i));
        }
        afterToken();
        return from(standing.text().length(), turns);
    }

    /** The tokens of text that goes on from other text. */
    TokenSequence continuing() {
        place = Place.WITHIN_TEXT;
        return from(0, List.of());
    }

    /** Takes the place after the last token. */
    private void afterToken() {
        String last = ids.isEmpty() ? "" : specialOf(ids.getLast());
        place = last.isEmpty() ? Place.WITHIN_TEXT : Place.AFTER_SPECIAL_TOKEN;
        spaceTaken = !last.isEmpty() && tokenizer.takesSpaceAfter(last);
    }

    private String specialOf(int id) {
        return tokenizer.specials().containsValue(id) ? tokenizer.decodeContinuation(id) : "";
    }

    private TokenSequence from(int start, List<Turn> turns) {
        int at = start;
        for (Turn turn : turns) {
            if (turn.from() < at) {
                continue; // within another reply's turn
            }
            piece(at, turn.from());
            reply(turn);
            at = turn.to();
        }
        piece(at, chars.length());
        return new TokenSequence(ids.stream().mapToInt(Integer::intValue).toArray(), idAuthors);
    }

    private void reply(Turn turn) {
        TemplateConversation.Said then = said.get(turn.message());
        String words = then == null ? null : then.words();
        String now = chars.substring(turn.from(), turn.to());
        Tokens sampled = steps.get(turn.message()).tokens();
        boolean asSaid = words == null
                || words.equals(now)
                || sampled != null
                        && tokenizer.decodeContinuation(sampled.ids()).equals(now);
        if (asSaid && sampled != null) {
            TokenSequence ended = format.ended(TokenSequence.EMPTY.plus(Author.ASSISTANT, sampled.ids()), now);
            for (int i = 0; i < ended.length(); i++) {
                add(ended.ids()[i], ended.authors().get(i));
            }
            afterToken();
            return;
        }
        for (int i = turn.from(); i < turn.to(); i++) {
            authors[i] = asSaid ? Author.ASSISTANT : Author.HISTORY;
        }
        piece(turn.from(), turn.to());
    }

    /** Text that is encoded by itself; special tokens in it are those that the template wrote. */
    private void piece(int from, int to) {
        int at = from;
        while (at < to) {
            int next = at;
            String found = "";
            while (next < to && found.isEmpty()) {
                found = specialAt(next, to);
                next += found.isEmpty() ? 1 : 0;
            }
            text(at, next, !found.isEmpty() && tokenizer.takesSpaceBefore(found));
            if (!found.isEmpty()) {
                special(found, authors[next]);
            }
            at = next + found.length();
        }
    }

    /** The longest special token that the template wrote here, empty for none. */
    private String specialAt(int at, int to) {
        String longest = "";
        if (!literal[at]) {
            return longest;
        }
        for (String special : tokenizer.specials().keySet()) {
            int end = at + special.length();
            if (special.length() > longest.length() && end <= to && chars.startsWith(special, at) && own(at, end)) {
                longest = special;
            }
        }
        return longest;
    }

    private boolean own(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!literal[i]) {
                return false;
            }
        }
        return true;
    }

    private void special(String content, Author author) {
        add(tokenizer.special(content), author);
        place = Place.AFTER_SPECIAL_TOKEN;
        spaceTaken = tokenizer.takesSpaceAfter(content);
    }

    private void text(int from, int to, boolean spaceGoes) {
        int low = from;
        int high = to;
        while (spaceTaken && low < high && Character.isWhitespace(chars.charAt(low))) {
            low++;
        }
        while (spaceGoes && low < high && Character.isWhitespace(chars.charAt(high - 1))) {
            high--;
        }
        spaceTaken = false;
        if (low == high) {
            return;
        }
        Tokenizer.Encoded encoded = tokenizer.encode(chars.substring(low, high), place);
        for (int i = 0; i < encoded.ids().length; i++) {
            add(encoded.ids()[i], author(low + encoded.starts()[i], low + encoded.ends()[i]));
        }
        place = Place.WITHIN_TEXT;
    }

    /** A token that holds something of a message is that message's. */
    private Author author(int from, int to) {
        for (int i = from; i < to; i++) {
            if (authors[i] != Author.FORMAT) {
                return authors[i];
            }
        }
        return from < authors.length ? authors[from] : Author.FORMAT;
    }

    private void add(int id, Author author) {
        ids.add(id);
        idAuthors.add(author);
    }
}
