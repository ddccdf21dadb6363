package dev.selvedge.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.eval.report.Report;
import dev.selvedge.eval.teval.Planned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private static final Score NONE = Score.unscored(Fault.DATA, "The reference does not run.");
    private static final Score UNREAD = Score.unscored(Fault.JUDGE, "Unreadable.");
    private static final Score RIGHT = Score.of(1);
    private static final Score WRONG = Score.of(0);

    /** 20 answers: 8 both pass, 2 only the judge, 1 only the device, 5 neither, 3 without the device, 1 without the judge. */
    private static List<Grade> grades(String system) {
        List<Grade> grades = new ArrayList<>();
        add(grades, system, 8, RIGHT, RIGHT);
        add(grades, system, 2, WRONG, RIGHT);
        add(grades, system, 1, RIGHT, WRONG);
        add(grades, system, 5, WRONG, WRONG);
        add(grades, system, 3, NONE, RIGHT);
        add(grades, system, 1, WRONG, UNREAD);
        return grades;
    }

    private static void add(List<Grade> grades, String system, int times, Score device, @Nullable Score judge) {
        add(grades, system, times, device, judge, null);
    }

    private static void add(
            List<Grade> grades,
            String system,
            int times,
            Score device,
            @Nullable Score judge,
            @Nullable Planned planning) {
        for (int i = 0; i < times; i++) {
            String id = "t"
                    + grades.stream()
                            .filter(grade -> grade.system().equals(system))
                            .count();
            grades.add(new Grade(
                    id,
                    id,
                    "test",
                    system,
                    "x = 1",
                    "x = 1",
                    List.of(),
                    RIGHT,
                    device,
                    "",
                    CodeBleu.of("x = 1", "x = 2"),
                    0,
                    new Usage(1, 1, 50, 5),
                    judge == null
                            ? null
                            : new Judged("j", judge, "", 1, judge == RIGHT ? 1 : 0, 0, new Usage(1, 1, 70, 7)),
                    planning));
        }
    }

    @Test
    void judgeAndDeviceAreComparedOnWhatBothScore() {
        Scoreboard.Standing standing =
                Scoreboard.of(grades("m"), List.of(), 1).standings().getFirst();
        Agreement agreement = requireNonNull(standing.agreement());

        assertThat(List.of(agreement.bothPass(), agreement.judgeAlone(), agreement.deviceAlone(), agreement.bothFail()))
                .containsExactly(8, 2, 1, 5);
        assertThat(agreement.share().value()).isEqualTo(13.0 / 16);
        assertThat(agreement.share().scored()).isEqualTo(16);
        assertThat(agreement.share().faults()).containsEntry(Fault.DATA, 3).containsEntry(Fault.JUDGE, 1);
        double chance = (10.0 / 16) * (9.0 / 16) + (6.0 / 16) * (7.0 / 16);
        assertThat(agreement.kappa()).isCloseTo((13.0 / 16 - chance) / (1 - chance), within(1e-12));
        assertThat(requireNonNull(agreement.kappaInterval()).contains(requireNonNull(agreement.kappa())))
                .isTrue();
    }

    @Test
    void everyColumnAddsUpToAllTasks() {
        Scoreboard board = Scoreboard.of(grades("m"), List.of(), 1);
        Scoreboard.Standing standing = board.standings().getFirst();
        Agreement agreement = requireNonNull(standing.agreement());
        Estimate judged = requireNonNull(standing.judged());

        for (Estimate column : List.of(
                standing.executed(),
                standing.parsed(),
                standing.codeBleu(),
                judged,
                agreement.share(),
                standing.parts().syntax())) {
            assertThat(column.of()).isEqualTo(20);
            assertThat(column.scored()
                            + column.faults().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                    .isEqualTo(20);
        }
        assertThat(agreement.bothPass() + agreement.judgeAlone() + agreement.deviceAlone() + agreement.bothFail())
                .isEqualTo(agreement.share().scored());
        assertThat(standing.usage()).isEqualTo(new Usage(20, 20, 1_000, 100));
        assertThat(standing.judgeUsage()).isEqualTo(new Usage(20, 20, 1_400, 140));
        assertThat(standing.planning()).isNull();
        assertThat(Json.read(Json.write(board), Scoreboard.class)).isEqualTo(board);
    }

    @Test
    void planningStandsBesideTheRestInEveryForm() {
        Planned half = new Planned(Score.of(0.5), Score.of(0.75));
        List<Grade> all = new ArrayList<>();
        add(all, "old", 4, RIGHT, null, null);
        add(all, "new", 3, RIGHT, null, half);
        add(all, "new", 1, RIGHT, null, Planned.unscored(NONE));
        add(all, "last", 4, RIGHT, null, new Planned(Score.of(0.25), Score.of(0.25)));
        Scoreboard board = Scoreboard.of(all, List.of("old", "last"), 1);
        Report report =
                new Report("R", "new", "", List.of(), board, List.of(), List.of(), List.of(), List.of(), List.of());

        assertThat(board.leads()).extracting(lead -> lead.planning() == null).containsExactly(true, false);
        assertThat(requireNonNull(board.leads().getLast().planning()).excluded())
                .isEqualTo(1);
        assertThat(board.toText())
                .contains("planning 50.0 % (14.6 to 85.4), 3 of 4 scored, 1 unscored: 1 data")
                .contains("  as published 75.0 %")
                .contains("planning +25.0 points");
        assertThat(report.toMarkdown())
                .contains("planning | planning as published | plans scored | tokens in / out |")
                .contains("| 50.0 % (14.6 to 85.4) | 75.0 % (21.9 to 92.7) | 3 of 4 | 50 / 5 |")
                .contains("|  |  |  | 50 / 5 |")
                .contains("| +25.0 (-63.4 to +78.1) |");
        assertThat(report.toHtml())
                .contains("Planning as published")
                .contains("<small>3 of 4</small>\n<small>1 data</small>")
                .contains("<small>3 pairs, 1 left out</small>");
    }

    @Test
    void whereOneSideAlwaysSaysTheSameKappaIsUnknown() {
        List<Grade> grades = new ArrayList<>();
        add(grades, "m", 5, RIGHT, RIGHT);
        Agreement agreement = requireNonNull(
                Scoreboard.of(grades, List.of(), 1).standings().getFirst().agreement());

        assertThat(agreement.kappa()).isNull();
        assertThat(agreement.kappaText()).isEqualTo("unknown");
    }

    @Test
    void theReportShowsJudgeAgreementPartsAndTokens() {
        List<Grade> unjudged = new ArrayList<>();
        add(unjudged, "unjudged", 20, WRONG, null);
        List<Grade> all = new ArrayList<>(grades("m"));
        all.addAll(unjudged);
        Scoreboard board = Scoreboard.of(all, List.of("unjudged"), 1);
        Report report =
                new Report("R", "m", "", List.of(), board, List.of(), List.of(), List.of(), List.of(), List.of());

        assertThat(report.toMarkdown())
                .contains("judged right | judged | not judged | tokens in / out |")
                .contains("| 68.4 % (46.0 to 84.6) | 19 of 20 | 1 judge | 50 / 5 |")
                .contains("|  |  |  | 50 / 5 |")
                .contains("| m | test | 8 | 2 | 1 | 5 | 4: 1 judge, 3 data |")
                .contains("CodeBLEU by part");
        assertThat(report.toHtml()).contains("The judge beside the device").contains("Judged right");
        assertThat(board.toText()).contains("judge and device agree on 81.3 %").contains("1,000 read, 100 written");
        assertThat(board.leads().getFirst().judged()).isNull();
    }
}
