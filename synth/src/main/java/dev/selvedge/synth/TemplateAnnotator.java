package dev.selvedge.synth;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Annotates without a language model: comments in the catalogue's words, the plan from the block structure, the query
 * from wordings of the actions in {@code phrases.json}, chosen by the seed. The workflow's title, header and own comments
 * are not part of what it annotates.
 */
public final class TemplateAnnotator implements Annotator {
    /** Stands in every record that this annotator made. */
    public static final String NAME = "template";

    private static final int MOST_STATEMENTS = 60;
    private static final int LONGEST_QUERY = 4000;

    private final Catalog catalog;
    private final Phrases phrases = Phrases.bundled();

    public TemplateAnnotator(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome<Annotation> annotate(Workflow workflow, long seed) {
        List<Statement> body = uncommented(workflow.body());
        Workflow bare = Workflow.of("", body);
        List<Place> places = Place.of(bare);
        if (places.isEmpty()) {
            return Outcome.reject("empty", "The workflow has no statement beside comments.");
        }
        if (places.size() > MOST_STATEMENTS) {
            return Outcome.reject(
                    "too-long-to-say",
                    "The workflow has " + places.size() + " statements; a query says at most " + MOST_STATEMENTS + ".");
        }
        String query = new Narrator(catalog, phrases, new SplittableRandom(seed)).query(body);
        if (query.length() > LONGEST_QUERY) {
            return Outcome.reject(
                    "query-too-long",
                    "The query would have " + query.length() + " characters, more than " + LONGEST_QUERY + ".");
        }
        if (query.isBlank()) {
            return Outcome.reject("nothing-to-say", "No statement of the workflow does anything that can be said.");
        }
        return QueryRules.namedFunction(query, Skeleton.of(bare).actions(), catalog)
                .<Outcome<Annotation>>map(function ->
                        Outcome.reject("query-names-a-function", "The query would contain " + function + "."))
                .orElseGet(() -> annotated(bare, places, query));
    }

    private Outcome<Annotation> annotated(Workflow bare, List<Place> places, String query) {
        Describer describer = Describer.forComments(catalog);
        Map<Integer, String> comments = new HashMap<>();
        places.forEach(place -> comments.put(place.ordinal(), describer.describe(place.statement())));
        try {
            return Outcome.keep(new Annotation(
                    CodePrinter.print(bare, catalog),
                    CodePrinter.print(bare, catalog, comments),
                    Plan.of(bare.body(), catalog),
                    query));
        } catch (IllegalArgumentException e) {
            return Outcome.reject("cannot-be-printed", "The workflow cannot be printed: " + e.getMessage() + ".");
        }
    }

    /** The statements without the author's comments, at any depth. */
    public static List<Statement> uncommented(List<Statement> body) {
        List<Statement> kept = new ArrayList<>();
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Comment comment -> {}
                case Statement.If choice ->
                    kept.add(new Statement.If(
                            choice.condition(), uncommented(choice.then()), uncommented(choice.otherwise())));
                case Statement.Menu menu ->
                    kept.add(new Statement.Menu(
                            menu.prompt(),
                            menu.cases().stream()
                                    .map(each -> new Statement.Case(each.title(), uncommented(each.body())))
                                    .toList()));
                case Statement.Repeat repeat ->
                    kept.add(new Statement.Repeat(repeat.index(), repeat.count(), uncommented(repeat.body())));
                case Statement.ForEach loop ->
                    kept.add(new Statement.ForEach(loop.item(), loop.index(), loop.items(), uncommented(loop.body())));
                case Statement.Call call -> kept.add(call);
                case Statement.Assign assign -> kept.add(assign);
                case Statement.Append append -> kept.add(append);
            }
        }
        return kept;
    }
}
