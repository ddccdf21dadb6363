package dev.selvedge.eval.report;

import dev.selvedge.core.measure.Estimate;
import dev.selvedge.eval.Agreement;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.Usage;
import java.util.ArrayList;
import java.util.List;

/** What a scoreboard knows beyond its table of systems, as tables that every form of the report shows. */
final class ResultTables {
    private ResultTables() {}

    static List<Report.Table> of(Scoreboard board) {
        List<Report.Table> tables = new ArrayList<>();
        List<List<String>> parts = new ArrayList<>();
        List<List<String>> agreements = new ArrayList<>();
        List<List<String>> tokens = new ArrayList<>();
        for (Scoreboard.Standing standing : board.standings()) {
            String split = Report.words(standing.split());
            if (standing.codeBleu().scored() > 0) {
                parts.add(parts(standing.system(), split, standing.parts()));
            }
            Agreement agreement = standing.agreement();
            if (agreement != null) {
                agreements.add(agreement(standing.system(), split, agreement));
            }
            if (standing.usage().told() > 0 || standing.judgeUsage().told() > 0) {
                tokens.add(tokens(standing, split));
            }
        }
        add(
                tables,
                "CodeBLEU by part, corrected / published",
                List.of("System", "Split", "N-grams", "Weighted n-grams", "Syntax", "Data flow"),
                parts);
        add(
                tables,
                "The judge beside the device",
                List.of(
                        "System",
                        "Split",
                        "Both pass",
                        "Only the judge passes",
                        "Only the device passes",
                        "Both fail",
                        "Not compared",
                        "Agreement",
                        "Kappa"),
                agreements);
        add(
                tables,
                "Tokens",
                List.of(
                        "System",
                        "Split",
                        "Read",
                        "Written",
                        "Replies that told",
                        "Read by the judge",
                        "Written by the judge"),
                tokens);
        return tables;
    }

    private static void add(List<Report.Table> tables, String title, List<String> columns, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            tables.add(new Report.Table(title, columns, rows));
        }
    }

    private static List<String> parts(String system, String split, Scoreboard.Parts parts) {
        return List.of(
                system,
                split,
                both(parts.ngram(), parts.publishedNgram()),
                both(parts.weightedNgram(), parts.publishedWeightedNgram()),
                both(parts.syntax(), parts.publishedSyntax()),
                both(parts.dataFlow(), parts.publishedDataFlow()));
    }

    private static String both(Estimate corrected, Estimate published) {
        return Figures.estimate(corrected) + " / " + Figures.percent(published.value());
    }

    private static List<String> agreement(String system, String split, Agreement agreement) {
        Estimate share = agreement.share();
        return List.of(
                system,
                split,
                Figures.count(agreement.bothPass()),
                Figures.count(agreement.judgeAlone()),
                Figures.count(agreement.deviceAlone()),
                Figures.count(agreement.bothFail()),
                share.of() == share.scored() ? "0" : share.of() - share.scored() + ": " + Figures.faults(share),
                Figures.estimate(share),
                agreement.kappaText());
    }

    private static List<String> tokens(Scoreboard.Standing standing, String split) {
        Usage mine = standing.usage();
        Usage judge = standing.judgeUsage();
        return List.of(
                standing.system(),
                split,
                Figures.tokens(mine, mine.promptTokens()),
                Figures.tokens(mine, mine.completionTokens()),
                mine.told() + " of " + mine.replies(),
                judge.replies() == 0 ? "" : Figures.tokens(judge, judge.promptTokens()),
                judge.replies() == 0 ? "" : Figures.tokens(judge, judge.completionTokens()));
    }
}
