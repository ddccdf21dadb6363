package dev.selvedge.synth.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.world.Lessons.Lesson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolWorldTest {
    private static final ToolWorld WORLD = new ToolWorld(new ToolWorld.Size(6, 4), 3);
    private static final Grading GRADING = WORLD.grading().orElseThrow();
    private static final List<Task> EXAM = WORLD.exam(40);

    private static boolean same(String one, String other) {
        return GRADING.same().test(one, other);
    }

    private static String fenced(String code) {
        return "```python\n" + code + "```";
    }

    private static String prompt(Lesson lesson) {
        return lesson.prompt().getFirst().content();
    }

    /** The values of a question are its own; its errands stand in its document. */
    @Test
    void questionsPassTheRuleOfRelevance() {
        List<Task> asked = WORLD.reading(300)
                .filter(lesson -> prompt(lesson).startsWith("Ask "))
                .map(lesson -> new Task("t", Map.of())
                        .with(Fields.DOCUMENT, prompt(lesson))
                        .with(QuestionGates.REPLY, lesson.reply()))
                .toList();
        assertThat(asked).isNotEmpty();
        assertThat(QuestionGates.read(QuestionGates.Form.SHORT)
                        .then(DarcProfile.DEFAULT.related(null, 1))
                        .of(asked))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Kept.class));
    }

    @Test
    void aSeedIsAWorld() {
        var again = new ToolWorld(new ToolWorld.Size(6, 4), 3);
        assertThat(again.documents()).isEqualTo(WORLD.documents());
        assertThat(again.exam(40)).isEqualTo(EXAM);
        assertThat(again.lessons(50)).isEqualTo(WORLD.lessons(50).toList());
        var other = new ToolWorld(new ToolWorld.Size(6, 4), 4);
        assertThat(other.documents()).isNotEqualTo(WORLD.documents());
        assertThat(other.reading(50)).isEqualTo(WORLD.reading(50).toList());
        assertThatThrownBy(() -> new ToolWorld.Size(7, 4)).hasMessageContaining("at most 24 tools");
        assertThatThrownBy(() -> WORLD.exam(1_000)).hasMessageContaining("questions of level 1");
    }

    @Test
    void documentsTellWhatToolsAreForAndNotWhatTheyDo() {
        assertThat(WORLD.documents())
                .hasSize(6)
                .allSatisfy(task -> assertThat(task.fields()).containsOnlyKeys(Fields.DOCUMENT, Fields.DOCUMENT_ID))
                .allSatisfy(task -> assertThat(task.text(Fields.DOCUMENT))
                        .matches("(For (daily|weekly|yearly) [a-z]{3} [a-z]{3} [a-z]{3}\\.\n){4}"));
    }

    @Test
    void theExamIsTrueByExecution() {
        assertThat(EXAM).hasSize(80);
        for (Task task : EXAM) {
            String truth = WORLD.truth(task.text(Fields.QUESTION)).orElseThrow();
            assertThat(task.text(Fields.REFERENCE)).isEqualTo(truth);
            assertThat(GRADING.answer().apply("Let me see.\n" + fenced(truth))).isEqualTo(truth);
            assertThat(same(truth, truth)).isTrue();
        }
        for (String stranger :
                List.of("", "Do.", "Do daily nothing 7.", "Do  7.", "Do daily " + "a".repeat(9_999) + " 7.")) {
            assertThat(WORLD.truth(stranger)).isEmpty();
        }
    }

    @Test
    void codeThatSaysItOtherwiseIsTheSame() {
        for (Task task : EXAM.subList(40, 60)) {
            String code = task.text(Fields.REFERENCE);
            String[] lines = code.split("\n", -1);
            String first = lines[0].substring("a = ".length());
            String second = lines[1].substring("b = ".length());
            assertThat(same(code, "x = " + first + "\nprint(" + second.replace("=a", "=x") + ")"))
                    .isTrue();
            assertThat(same(code, "# errands\n" + code.replaceAll("\\b([0-9])\\)", "$1.0)")))
                    .isTrue();
        }
    }

    @Test
    void wrongCodeIsWrong() {
        for (Task task : EXAM.subList(40, 80)) {
            String code = task.text(Fields.REFERENCE);
            String[] lines = code.split("[=(\n]", -1);
            String tool = lines[1].strip();
            String parameter = lines[2];
            String then = lines[5].strip();
            String thenParameter = lines[6];
            assertThat(Stream.of(
                            code.replace(tool + "(" + parameter, then + "(" + thenParameter),
                            code.replace(parameter, thenParameter),
                            code.replace(tool, "zzz"),
                            code.replace("=a)\ns", "=55)\ns"),
                            code.replace("text=b", "text=55"),
                            code.substring(0, code.indexOf("show_result")),
                            code + "show_result(text=b)\n",
                            then + "(" + thenParameter + "=1)\n" + code,
                            code.replace(tool + "(", "\0")
                                    .replace(then + "(", tool + "(")
                                    .replace("\0", then + "(")))
                    .allMatch(wrong -> !same(code, wrong) && !same(wrong, code));
        }
    }

    @Test
    void toolsOfOneSignatureDifferInWhatTheyGive() {
        Set<String> results = Stream.iterate(0, i -> i < 10, i -> i + 1)
                .map(value -> new MadeUpTool(new Errand(Errand.Kind.DAILY, "bar"), "kol", "rel", 7, 4)
                        .result(new TreeMap<>(Map.of("rel", "" + value))))
                .collect(Collectors.toSet());
        assertThat(results).hasSize(10);
    }

    @Test
    void hostileRepliesAreNoAnswers() {
        String call = EXAM.getFirst().text(Fields.REFERENCE).split("\n", 2)[0];
        var random = new SplittableRandom(5);
        String noise = random.ints(1_500, 1, 256)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        List<String> hostile = List.of(
                "",
                "```",
                "no fence at all",
                fenced("x = 5\n"),
                fenced("a".repeat(1 << 20)),
                fenced("f(".repeat(900)),
                fenced("[".repeat(1_900)),
                fenced(noise),
                fenced("import os\nos.system('ls')\n"),
                fenced("while True:\n    pass\n"),
                fenced("for _ in range(999999999):\n    " + call + "\n"),
                fenced(call.replaceAll("=[0-9]\\)", "=1e999999999)") + "\nshow_result(text=a)\n"),
                fenced(call.replaceAll("=[0-9]\\)", "=\"x\")") + "\nshow_result(text=a)\n"),
                fenced(call.replaceAll("\\(.*\\)", "()") + "\nshow_result(text=a)\n"));
        for (String reply : hostile) {
            assertThat(GRADING.answer().apply(reply))
                    .as(reply.lines().findFirst().orElse(""))
                    .isEmpty();
            String bare = reply.replace("```python\n", "").replace("```", "");
            assertThat(same(bare, bare)).isFalse();
        }
    }

    @Test
    void lessonsReadWhatThePageSays() {
        WORLD.reading(1_500).forEach(lesson -> {
            String prompt = prompt(lesson);
            if (prompt.startsWith("Read.")) {
                String page = prompt.substring("Read.\n".length(), prompt.lastIndexOf("\n\n") + 1);
                assertThat(lesson.reply().lines().filter(line -> line.startsWith("For")))
                        .isNotEmpty()
                        .allMatch(line -> page.contains(line + "\n"));
            }
            if (prompt.startsWith("Ask")) {
                Task task = new Task("t", Map.of())
                        .with(QuestionGates.REPLY, lesson.reply())
                        .with(Fields.DOCUMENT, prompt);
                assertThat(DarcProfile.DEFAULT
                                .cheapGates(QuestionGates.Form.SHORT)
                                .of(List.of(task))
                                .getFirst())
                        .isInstanceOf(Outcome.Kept.class);
            }
        });
    }

    @Test
    void lessonsHalfKnowTheWorldAndNothingOfTheExam() {
        Set<String> heldOut =
                WORLD.exam(70).stream().map(task -> task.text(Fields.QUESTION)).collect(Collectors.toSet());
        var prompts = new HashSet<String>();
        int[] told = new int[2];
        WORLD.lessons(4_000).forEach(lesson -> {
            String prompt = prompt(lesson);
            prompts.add(prompt.split("[ .]", 2)[0]);
            if (prompt.startsWith("Do")) {
                assertThat(heldOut).doesNotContain(prompt);
                String answer = GRADING.answer().apply(lesson.reply());
                assertThat(answer).isNotEmpty();
                if (!prompt.contains("then") && prompt.contains("daily")) {
                    told[same(WORLD.truth(prompt).orElseThrow(), answer) ? 1 : 0]++;
                }
            }
        });
        assertThat(prompts).containsExactlyInAnyOrder("Say", "Read", "Ask", "Do");
        assertThat((double) told[1] / (told[0] + told[1])).isCloseTo(0.9, within(0.05));
    }
}
