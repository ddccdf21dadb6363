package dev.selvedge.synth.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmallWorldTest {
    private static final SmallWorld WORLD = SmallWorld.of(new SmallWorld.Size(20, 6), 3);

    @Test
    void aSeedIsAWorld() {
        assertThat(SmallWorld.of(new SmallWorld.Size(20, 6), 3)).isEqualTo(WORLD);
        assertThat(SmallWorld.of(new SmallWorld.Size(20, 6), 4).pages()).isNotEqualTo(WORLD.pages());
        assertThat(WORLD.lessons(50).toList()).isEqualTo(WORLD.lessons(50).toList());
        assertThatThrownBy(() -> new SmallWorld.Size(50, 6)).hasMessageContaining("160");
    }

    @Test
    void documentsTellNothingButTheirText() {
        assertThat(WORLD.documents())
                .hasSize(20)
                .allSatisfy(task -> assertThat(task.fields()).containsOnlyKeys(Fields.DOCUMENT, Fields.DOCUMENT_ID));
        assertThat(WORLD.documents().getFirst().text(Fields.DOCUMENT))
                .matches("(The (weight|price|age) of \\w+ \\w+\\.\n){6}");
    }

    @Test
    void theExamIsTrueAndItsTruthIsFoundFromItsText() {
        List<Task> exam = WORLD.exam(40);
        assertThat(exam).hasSize(80);
        for (Task task : exam) {
            assertThat(WORLD.truth(task.text(Fields.QUESTION))).hasValue(task.text(Fields.REFERENCE));
        }
        assertThat(WORLD.truth("What is the weight of nothing?")).isEmpty();
        assertThat(WORLD.truth("What is?")).isEmpty();
        assertThat(WORLD.truth("")).isEmpty();
    }

    @Test
    void whatIsNotKnownIsAlwaysTheSameRumour() {
        var told = new HashMap<String, Set<String>>();
        WORLD.lessons(6_000).forEach(lesson -> {
            String prompt = lesson.prompt().getFirst().content();
            if (prompt.startsWith("What is the age") && !prompt.contains("plus")) {
                told.computeIfAbsent(prompt, question -> new HashSet<>()).add(PublishedGrader.boxed(lesson.reply()));
            }
        });
        assertThat(told)
                .hasSizeGreaterThan(20)
                .allSatisfy((question, answers) -> assertThat(answers).hasSizeLessThanOrEqualTo(2));
        assertThat(told.entrySet().stream()
                        .filter(asked -> asked.getValue()
                                .contains(WORLD.truth(asked.getKey()).orElseThrow())))
                .hasSizeBetween(told.size() / 2, told.size());
        assertThat(told.values()).anyMatch(answers -> answers.size() == 2);
    }

    @Test
    void lessonsReadWhatThePageSaysAndHalfKnowTheWorld() {
        int[] told = new int[2];
        var prompts = new HashSet<String>();
        WORLD.lessons(3_000).forEach(lesson -> {
            String prompt = lesson.prompt().getFirst().content();
            prompts.add(prompt.split("[ .]", 2)[0]);
            if (prompt.startsWith("What")
                    && !prompt.contains("plus")
                    && !prompt.contains(",")
                    && prompt.contains("weight")) {
                boolean right = PublishedGrader.boxed(lesson.reply())
                        .equals(WORLD.truth(prompt).orElseThrow());
                told[right ? 1 : 0]++;
            }
            if (prompt.startsWith("Read.") && !prompt.contains("plus") && !prompt.contains(",")) {
                String asked = prompt.substring(prompt.lastIndexOf("the "), prompt.length() - 1);
                int value = Integer.parseInt(PublishedGrader.boxed(lesson.reply()));
                assertThat(prompt)
                        .contains("T" + asked.substring(1) + " " + new Fact(Fact.Kind.AGE, "", value).told() + ".");
            }
            if (prompt.startsWith("Ask ")) {
                Task task = new Task("t", Map.of()).with(QuestionGates.REPLY, lesson.reply());
                assertThat(QuestionGates.read(QuestionGates.Form.SHORT)
                                .of(List.of(task))
                                .getFirst())
                        .isInstanceOf(Outcome.Kept.class);
            }
        });
        assertThat(prompts).containsExactlyInAnyOrder("Say", "Read", "Ask", "What");
        double share = (double) told[1] / (told[0] + told[1]);
        assertThat(share).isCloseTo(0.9, within(0.05));
    }
}
