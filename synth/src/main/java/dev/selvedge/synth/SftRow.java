package dev.selvedge.synth;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Message;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One row of supervised fine-tuning: what the model reads and what it should answer.
 *
 * <p>As in WorkflowLLM (section 3.3 and its training code) the model reads the query and the interfaces of the actions,
 * and answers plan and code; different from it, other actions stand among the right ones, half of them of the same
 * categories, so that the model has to choose, and a signature is one line. The answer is the plan, an empty line, and
 * the code in a {@code python} fence; without a plan only the fence.
 *
 * @param id of the sample
 * @param split of the sample
 * @param prompt what the model reads; ends with a user message
 * @param target what it should answer
 * @param offered identifiers of the actions in the prompt, in its order
 */
public record SftRow(String id, Split.Part split, List<Message> prompt, String target, List<String> offered) {
    public SftRow {
        prompt = List.copyOf(prompt);
        offered = List.copyOf(offered);
    }

    /**
     * What goes into rows.
     *
     * @param plan whether the answer begins with the plan
     * @param comments whether the code has its comments
     * @param mostDistractors most actions that are offered beside the right ones; each row draws from 0 to this
     */
    public record Format(boolean plan, boolean comments, int mostDistractors) {
        /** Plan, no comments, up to three distractors: few tokens for a tiny model. */
        public static final Format COMPACT = new Format(true, false, 3);
    }

    /**
     * The row of a sample.
     *
     * @param catalog describes every action of the sample and of {@code others}; an action that it lacks is offered by
     *     its identifier
     * @param others actions that may be offered beside the right ones; in training without the held-out ones
     * @param seed decides distractors and order, together with the sample's id
     */
    public static SftRow of(Sample sample, Format format, Catalog catalog, List<String> others, long seed) {
        SplittableRandom random = new SplittableRandom(
                seed ^ Long.parseUnsignedLong(ContentHash.of(sample.id()).hex().substring(0, 16), 16));
        List<String> offered = new ArrayList<>(sample.actions());
        int wanted = random.nextInt(format.mostDistractors() + 1);
        List<String> near = near(sample, catalog, others);
        for (int tries = 0; wanted > 0 && !others.isEmpty() && tries < 4 * format.mostDistractors(); tries++) {
            List<String> from = near.isEmpty() || random.nextBoolean() ? others : near;
            String other = from.get(random.nextInt(from.size()));
            if (!offered.contains(other)) {
                offered.add(other);
                wanted--;
            }
        }
        Collections.shuffle(offered, new Random(random.nextLong()));
        String code = format.comments() ? sample.annotatedCode() : sample.code();
        return new SftRow(
                sample.id(),
                sample.split(),
                prompt(sample.query(), offered, catalog),
                target(format.plan() ? sample.plan() : "", code),
                offered);
    }

    /** Those of the same categories as the sample's actions: a search would find them too. */
    private static List<String> near(Sample sample, Catalog catalog, List<String> others) {
        Set<String> categories = sample.actions().stream()
                .flatMap(id -> catalog.byId(id).stream())
                .map(Catalog.Action::category)
                .collect(Collectors.toSet());
        return others.stream()
                .filter(id -> catalog.byId(id)
                        .filter(action -> categories.contains(action.category()))
                        .isPresent())
                .toList();
    }

    /** What a model reads: the same for training, evaluation and use. */
    public static List<Message> prompt(String query, Collection<String> actions, Catalog catalog) {
        return List.of(Message.user(query.strip() + "\n\n" + interfaces(actions, catalog)));
    }

    /** The interfaces of actions as the model reads them, a line each. */
    public static String interfaces(Collection<String> actions, Catalog catalog) {
        return actions.stream()
                .map(id -> catalog.byId(id).map(Signature::of).orElse("call(\"" + id + "\")"))
                .collect(Collectors.joining("\n"));
    }

    /** What a model answers. */
    static String target(String plan, String code) {
        return (plan.isBlank() ? "" : plan.strip() + "\n\n") + "```python\n" + code.strip() + "\n```";
    }
}
