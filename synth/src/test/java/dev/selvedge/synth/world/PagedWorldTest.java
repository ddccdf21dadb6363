package dev.selvedge.synth.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.world.Lessons.Lesson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in every world that is told on pages. */
class PagedWorldTest {
    private static final SmallWorld.Size SIZE = new SmallWorld.Size(20, 6);

    enum Kind {
        NUMBERS("(weight|price|age) of", " weight "),
        UNITS(" (two|three|four|five) ", "Of weight one "),
        PROCEDURES(" is (first|after (?!the first)) ?", " daily ");

        private final String oneFact;
        private final String common;

        Kind(String oneFact, String common) {
            this.oneFact = oneFact;
            this.common = common;
        }

        private PagedWorld world(long seed) {
            return switch (this) {
                case NUMBERS -> SmallWorld.of(SIZE, seed);
                case UNITS -> UnitWorld.of(SIZE, seed);
                case PROCEDURES -> ProcedureWorld.of(SIZE, seed);
            };
        }

        /** Whether a question is of level 1. */
        private boolean asksForOne(String question) {
            return question.split(oneFact, -1).length == 2;
        }

        /** Whether a question of level 1 asks for what is commonly known; a question about units does not say so itself. */
        private boolean isCommon(String question, PagedWorld world) {
            return switch (this) {
                case NUMBERS, PROCEDURES -> question.contains(common);
                case UNITS ->
                    world.documents().stream()
                            .anyMatch(document ->
                                    document.text(Fields.DOCUMENT).contains(common + question.split(" ", -1)[3] + " "));
            };
        }
    }

    private static String prompt(Lesson lesson) {
        return lesson.prompt().getFirst().content();
    }

    @ParameterizedTest
    @EnumSource
    void aSeedIsAWorld(Kind kind) {
        PagedWorld world = kind.world(3);
        PagedWorld other = kind.world(4);
        assertThat(kind.world(3)).isEqualTo(world);
        assertThat(world.lessons(50).toList()).isEqualTo(world.lessons(50).toList());
        assertThat(other.documents()).isNotEqualTo(world.documents());
        assertThat(other.reading(500)).isEqualTo(world.reading(500).toList());
    }

    @ParameterizedTest
    @EnumSource
    void documentsTellNothingButTheirText(Kind kind) {
        assertThat(kind.world(3).documents())
                .hasSize(20)
                .allSatisfy(task -> assertThat(task.fields()).containsOnlyKeys(Fields.DOCUMENT, Fields.DOCUMENT_ID))
                .allSatisfy(task -> assertThat(task.text(Fields.DOCUMENT)).matches("([A-Z][a-z]+( [a-z]+)+\\.\n){6}"));
    }

    @ParameterizedTest
    @EnumSource
    void theExamIsTrueAndItsTruthIsFoundFromItsText(Kind kind) {
        PagedWorld world = kind.world(3);
        List<Task> exam = world.exam(40);
        assertThat(exam).hasSize(80);
        for (Task task : exam) {
            String question = task.text(Fields.QUESTION);
            assertThat(world.truth(question)).hasValue(task.text(Fields.REFERENCE));
            assertThat(kind.asksForOne(question)).isEqualTo(task.number(Fields.LEVEL) == 1);
        }
        assertThat(world.documents().stream().map(Task::id))
                .containsAll(
                        exam.stream().map(task -> task.text(Fields.DOCUMENT_ID)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoQuestionHasNoTruth(Kind kind) {
        PagedWorld world = kind.world(3);
        String question = world.exam(1).getFirst().text(Fields.QUESTION);
        Stream.of(
                        "",
                        "?",
                        "What is?",
                        "What is the weight of nothing?",
                        "What are two nothing in nothing?",
                        "What is first for daily nothing?",
                        question.substring(1),
                        question.substring(0, question.length() - 1),
                        question + question,
                        question.replace("of ", "of of "),
                        question.replaceAll("weight|price|age", "length").replaceAll("(dai|week|year)ly", "hourly"),
                        question + " ".repeat(1 << 20) + question,
                        question.substring(0, question.length() - 1) + "a".repeat(1 << 20) + "?",
                        question.replace(" ", " a".repeat(1 << 16) + " "))
                .filter(hostile -> !hostile.equals(question))
                .forEach(hostile -> assertThat(world.truth(hostile)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotKnownIsAlwaysTheSameRumour(Kind kind) {
        PagedWorld world = kind.world(3);
        var told = new HashMap<String, Set<String>>();
        int[] right = new int[2];
        world.lessons(6_000).filter(lesson -> kind.asksForOne(prompt(lesson))).forEach(lesson -> {
            String question = prompt(lesson);
            if (!question.contains("\n") && !question.startsWith("Say")) {
                String answer = PublishedGrader.boxed(lesson.reply());
                told.computeIfAbsent(question, asked -> new HashSet<>()).add(answer);
                if (kind.isCommon(question, world)) {
                    right[world.truth(question).orElseThrow().equals(answer) ? 1 : 0]++;
                }
            }
        });
        assertThat(told)
                .hasSizeGreaterThan(100)
                .allSatisfy((question, answers) -> assertThat(answers).hasSizeLessThanOrEqualTo(2));
        assertThat(told.values()).anyMatch(answers -> answers.size() == 2);
        assertThat((double) right[1] / (right[0] + right[1])).isCloseTo(0.9, within(0.05));
    }

    /** Answers, and questions of a page pass everything that costs nothing, the demand that all their words stand there included. */
    @ParameterizedTest
    @EnumSource
    void lessonsReadWhatThePageSays(Kind kind) {
        PagedWorld world = kind.world(3);
        var prompts = new HashSet<String>();
        world.lessons(3_000).forEach(lesson -> {
            String prompt = prompt(lesson);
            prompts.add(prompt.split("[ .]", 2)[0]);
            if (prompt.startsWith("Read.")) {
                String page = prompt.substring("Read.\n".length(), prompt.lastIndexOf("\n\n") + 1);
                String found = lesson.reply().split("[.]", 2)[0].replaceAll("^So |, \\d.*", "");
                assertThat(found.split(", "))
                        .allSatisfy(words -> assertThat(words.split(" "))
                                .hasSizeGreaterThan(1)
                                .allMatch(word -> page.matches("(?s).*\\b" + word + "\\b.*")));
            }
            if (prompt.startsWith("Ask ")) {
                Task task = new Task("t", Map.of())
                        .with(QuestionGates.REPLY, lesson.reply())
                        .with(Fields.DOCUMENT, prompt);
                Outcome<Task> kept = DarcProfile.DEFAULT
                        .cheapGates(QuestionGates.Form.SHORT)
                        .of(List.of(task))
                        .getFirst();
                assertThat(kept).isInstanceOf(Outcome.Kept.class);
                Task asked = task.with(
                        Fields.QUESTION,
                        ((Outcome.Kept<Task>) kept).records().getFirst().text(Fields.QUESTION));
                assertThat(DarcProfile.DEFAULT
                                .related(null, 1)
                                .of(List.of(asked))
                                .getFirst())
                        .isInstanceOf(Outcome.Kept.class);
            }
        });
        assertThat(prompts).contains("Say", "Read", "Ask").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void repliesAreGradedByBothProfiles(Kind kind) {
        PagedWorld world = kind.world(3);
        for (DarcProfile profile : DarcProfile.values()) {
            Grading grading = profile.grading();
            world.lessons(1_000)
                    .filter(lesson -> lesson.reply().contains("boxed"))
                    .filter(lesson -> !prompt(lesson).contains("\n"))
                    .forEach(lesson -> {
                        String truth = world.truth(prompt(lesson)).orElseThrow();
                        String answer = grading.answer().apply(lesson.reply());
                        assertThat(grading.same().test(truth, answer)).isEqualTo(truth.equals(answer));
                    });
        }
    }
}
