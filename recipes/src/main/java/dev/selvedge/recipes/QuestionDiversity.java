package dev.selvedge.recipes;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.expand.Diversity;
import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.synth.expand.QueryWriter;
import dev.selvedge.synth.expand.Structure;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How different from each other the questions are at a step of the expansion.
 *
 * @param step where they stand: collected, asked for, different, in the data set
 * @param diversity of the questions and, as far as they are known, of their workflows' structures
 */
record QuestionDiversity(String step, Diversity diversity) {
    private static final String TASKS = "tasks";
    private static final String QUERIES = "queries";
    private static final String DISTINCT = "distinct";
    private static final String DATA_SET = "data-set";

    /** Questions with the structures of their workflows. */
    private record Asked(List<ExpandedQuery> queries, List<Structure> structures) {
        static Asked none() {
            return new Asked(new ArrayList<>(), new ArrayList<>());
        }

        void add(ExpandedQuery query, String code, Catalog catalog) {
            queries.add(query);
            Workflow workflow =
                    code.isEmpty() ? null : CodeParser.parse(code, catalog).workflow();
            if (workflow != null) {
                structures.add(Structure.of(workflow));
            }
        }

        QuestionDiversity at(String step) {
            return new QuestionDiversity(step, Diversity.of(queries, structures));
        }
    }

    /**
     * The stage that measures every step.
     *
     * @param tasks with the collected training rows
     * @param queries as they were written
     * @param distinct without repetitions
     * @param dataSet with the rows that joined it
     */
    static Stage stage(Stage tasks, Stage queries, Stage distinct, Stage dataSet, Catalog catalog) {
        return Stage.named("diversity", "1")
                .input(TASKS, tasks)
                .input(QUERIES, queries)
                .input(DISTINCT, distinct)
                .input(DATA_SET, dataSet)
                .directory(workspace -> Stream.of(
                                collected(workspace.input(TASKS), catalog),
                                asked(workspace.input(QUERIES), query -> true, catalog)
                                        .at("asked for"),
                                different(workspace.input(QUERIES), workspace.input(DISTINCT), catalog),
                                joined(workspace.input(DATA_SET), catalog))
                        .forEach(each -> workspace.records().add(each.step, Outcome.keep(each))));
    }

    private static QuestionDiversity collected(StageResult tasks, Catalog catalog) {
        return samples(tasks, sample -> sample.split() == Split.Part.TRAINING, catalog)
                .at("collected");
    }

    private static QuestionDiversity joined(StageResult dataSet, Catalog catalog) {
        return samples(dataSet, sample -> sample.origin().kind() == Origin.Kind.EXPANDED, catalog)
                .at("in the data set");
    }

    private static Asked samples(StageResult result, Predicate<Sample> wanted, Catalog catalog) {
        Asked asked = Asked.none();
        try (Stream<Row> rows = result.stream(Row.class)) {
            rows.map(Row::sample).filter(wanted).forEach(sample -> {
                String id = sample.id();
                var query = new ExpandedQuery(
                        id, sample.query(), sample.actions(), "", List.of(), sample.annotator(), sample.seed());
                asked.add(query, sample.code(), catalog);
            });
        }
        return asked;
    }

    private static QuestionDiversity different(StageResult queries, StageResult distinct, Catalog catalog) {
        Set<String> left;
        try (Stream<ExpandedQuery> kept = distinct.stream(ExpandedQuery.class)) {
            left = kept.map(ExpandedQuery::id).collect(Collectors.toSet());
        }
        return asked(queries, query -> left.contains(query.id()), catalog).at("different");
    }

    /** Of a workflow that answers a question, the structure is known where the writer knew one. */
    private static Asked asked(StageResult queries, Predicate<ExpandedQuery> wanted, Catalog catalog) {
        Asked asked = Asked.none();
        try (Stream<QueryWriter.Written> written = queries.stream(QueryWriter.Written.class)) {
            written.filter(each -> wanted.test(each.query()))
                    .forEach(each -> asked.add(each.query(), each.truth(), catalog));
        }
        return asked;
    }

    /** A column for each step, a row for each measure. */
    static Report.Table table(List<QuestionDiversity> steps) {
        SequencedMap<String, Diversity> columns = new LinkedHashMap<>();
        steps.forEach(each -> columns.put(each.step, each.diversity));
        List<String> names = new ArrayList<>(List.of("measure"));
        names.addAll(columns.keySet());
        return new Report.Table("Diversity of the questions", names, Diversity.rows(columns.values()));
    }
}
