package dev.selvedge.recipes;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Grown;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.synth.think.TemplateTeacher;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers whatever the data construction asks of a language model: a teacher's prompts in the templates' words, questions
 * in words without sense, and requests for workflows with composed ones, of which some are no workflows.
 */
final class ScriptedTeacher implements Policy {
    private static final String QUESTIONS = "You invent requests";
    private static final Pattern SIGNATURE = Pattern.compile("(?m)^([a-z_0-9]+)\\(");
    private static final List<String> WORDS = List.of(
            ("apple river morning window garden letter music bottle winter paper bridge candle forest market pillow silver"
                            + " thunder velvet harbour lantern meadow orange pencil quiet rocket saddle ticket violin whistle")
                    .split(" "));

    private final Catalog catalog = Catalog.bundled();
    private final TemplateTeacher teacher = new TemplateTeacher(catalog);
    private final TemplateAnnotator annotator = new TemplateAnnotator(catalog);
    private final Growth growth = new Growth(
            catalog,
            Device.interpreted(),
            SeedStatistics.none(),
            new DeviceFilter(new Device(catalog, Limits.STANDARD)),
            Scale.TOY,
            1);

    @Override
    public String name() {
        return "scripted-teacher";
    }

    @Override
    public Reply complete(Prompt prompt) {
        String request = prompt.messages().getFirst().content();
        if (request.startsWith(QUESTIONS)) {
            return ScriptedPolicy.say(question(request.hashCode()));
        }
        Reply taught = teacher.complete(prompt);
        return taught instanceof Reply.Completion
                ? taught
                : ScriptedPolicy.say(workflow(request, prompt.sampling().seed()));
    }

    private static String question(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.ints(18, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" ", "When the ", "."));
    }

    private String workflow(String request, long seed) {
        List<String> actions = SIGNATURE
                .matcher(request)
                .results()
                .map((MatchResult found) -> found.group(1))
                .flatMap(function -> catalog.byFunction(function).stream())
                .map(Catalog.Action::id)
                .toList();
        return seed % 4 != 0
                        && growth.only(actions, seed).richest(24) instanceof Outcome.Kept<Grown>(List<Grown> grown)
                        && annotator.annotate(grown.getFirst().workflow(), seed)
                                instanceof Outcome.Kept<Annotation>(List<Annotation> said)
                ? said.getFirst().plan() + "\n\n```python\n" + said.getFirst().annotatedCode() + "```"
                : "```python\nif level <\n```";
    }
}
