package dev.selvedge.synth.document;

import dev.selvedge.core.Policy;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.think.Checked;
import dev.selvedge.synth.think.ReplyText;
import dev.selvedge.synth.think.Teacher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Audits with a language model, as DARC does (its document filter): greedily, three attempts, the first 7,000 characters,
 * one JSON object with seven keys, kept only where all three levels are possible and the decision says so. What differs:
 * the wording; documents of any field, those of tools too; a reply that cannot be read is asked for again with what is
 * wrong, and rejected as {@code audit-kind} after the last attempt; a service that fails postpones the document instead of
 * losing it.
 */
public final class PolicyAuditor implements Auditor {
    private static final String PART = "audit";
    private static final int LONGEST_REPLY = 50_000;
    private static final List<String> LEVELS = List.of("easy", "medium", "hard");

    private static final PromptText AUDIT =
            PromptText.load(PolicyAuditor.class, "audit", Set.of("title", "extent", "document"));

    private final Teacher teacher;
    private final int characters;

    /** What can be wrong with a reply. */
    private enum Flaw {
        INCOMPLETE
    }

    /**
     * How much is asked.
     *
     * @param attempts most requests for one document, at least 1
     * @param characters of the document that are shown; the auditor is told where there are more
     * @param maxTokens of each reply
     */
    public record Limits(int attempts, int characters, int maxTokens) {
        public static final Limits STANDARD = new Limits(3, 7_000, 2_048);

        public Limits {
            if (characters < 1) {
                throw new IllegalArgumentException("an auditor reads at least 1 character, not " + characters);
            }
        }
    }

    public PolicyAuditor(Policy policy, Limits limits) {
        teacher = new Teacher(policy, new Teacher.Limits(limits.attempts(), 0, limits.maxTokens(), LONGEST_REPLY));
        characters = limits.characters();
    }

    @Override
    public String name() {
        return teacher.name();
    }

    @Override
    public Outcome<Audited> audit(Document document) {
        String text = document.text();
        int read = text.length() <= characters
                ? text.length()
                : characters - (Character.isHighSurrogate(text.charAt(characters - 1)) ? 1 : 0);
        String extent = read == text.length()
                ? "the whole document"
                : "the first " + read + " of its " + text.length() + " characters";
        String request =
                AUDIT.fill(Map.of("title", document.title(), "extent", extent, "document", text.substring(0, read)));
        return teacher.ask(PART, request, 0, reply -> ReplyText.object(reply).then(object -> audit(object, read)))
                .then(audit -> Audited.decide(document, audit));
    }

    private Checked<Audit> audit(ObjectNode reply, int read) {
        List<String> missing = new ArrayList<>();
        for (String level : LEVELS) {
            if (!reply.path("supports_" + level).isBoolean()) {
                missing.add("supports_" + level + " is not true or false");
            }
        }
        Optional<Boolean> decision = decision(reply.path("final_decision"));
        if (decision.isEmpty()) {
            missing.add("final_decision is neither \"accept\" nor \"reject\"");
        }
        if (!missing.isEmpty()) {
            return Checked.problem(Flaw.INCOMPLETE, "In the object " + String.join(", and ", missing) + ".");
        }
        return Checked.of(new Audit(
                reply.path("supports_easy").booleanValue(),
                reply.path("supports_medium").booleanValue(),
                reply.path("supports_hard").booleanValue(),
                decision.get(),
                words(reply.path("analysis")),
                words(reply.path("reason_for_decision")),
                words(reply.path("missing_requirements")),
                read,
                name()));
    }

    private static Optional<Boolean> decision(JsonNode node) {
        return switch (node.asString("").strip().toLowerCase(Locale.ROOT)) {
            case "accept" -> Optional.of(true);
            case "reject" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A text, or texts of a list on lines. */
    private static String words(JsonNode node) {
        return node.isArray()
                ? node.valueStream().map(each -> each.asString("")).collect(Collectors.joining("\n"))
                : node.asString("");
    }
}
