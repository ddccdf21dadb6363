package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void takesPlanAndFenceApart() {
        assertThat(Answer.read("1. Do it.\n\n```python\nx = 1\nshow(x)\n```\nDone.\n"))
                .isEqualTo(new Answer("1. Do it.", "x = 1\nshow(x)\n"));
    }

    @Test
    void isTolerant() {
        assertThat(Answer.read("Plan\n```python\nx = 1")).isEqualTo(new Answer("Plan", "x = 1\n"));
        assertThat(Answer.read("x = 1\n\n")).isEqualTo(new Answer("", "x = 1\n"));
        assertThat(Answer.read("So:\n```\nx = 1\n```")).isEqualTo(new Answer("So:", "x = 1\n"));
        assertThat(Answer.read("````py\n```\n````")).isEqualTo(new Answer("", "```\n"));
        assertThat(Answer.read("```text\nno\n```\n```python\nyes\n```").code()).isEqualTo("yes\n");
        assertThat(Answer.read("a\r\n```python\r\nx = 1\r\n```\r\n")).isEqualTo(new Answer("a", "x = 1\n"));
        assertThat(Answer.read("")).isEqualTo(new Answer("", ""));
        assertThat(Answer.read("```python\n```")).isEqualTo(new Answer("", ""));
    }

    @Test
    void keepsTheIndentationOfTheFirstLine() {
        assertThat(Answer.read("```python\n\n  x = 1\n```").code()).isEqualTo("  x = 1\n");
    }
}
