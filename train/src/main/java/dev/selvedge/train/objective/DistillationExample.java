package dev.selvedge.train.objective;

/**
 * Tokens that a student is to learn from what a teacher says of them. Who sampled them, student or teacher, is the
 * caller's choice.
 *
 * @param id of the record, for rejects
 * @param student the tokens in the student's view
 * @param signal what the teacher says of the same tokens
 */
public record DistillationExample(String id, Sequence student, TeacherSignal signal) {
    /** @throws IllegalArgumentException if the signal is of other tokens */
    public DistillationExample {
        int count = student.count();
        int given = switch (signal) {
            case TeacherSignal.View(Sequence view) -> view.count();
            case TeacherSignal.Top top -> top.ids().length / top.width();
            case TeacherSignal.OfTokens(float[] logProbs) -> logProbs.length;
        };
        if (given != count) {
            throw new IllegalArgumentException(
                    "the teacher's signal for " + id + " is of " + given + " tokens, the student has " + count);
        }
        if (signal instanceof TeacherSignal.View(Sequence view)) {
            int[] own = student.targets();
            int[] other = view.targets();
            for (int i = 0; i < count; i++) {
                if (own[i] != other[i]) {
                    throw new IllegalArgumentException("token " + i + " of " + id + " is " + own[i]
                            + " for the student and " + other[i] + " for the teacher");
                }
            }
        }
    }

    /** One completion after the prompts of student and teacher. */
    public static DistillationExample of(String id, int[] studentPrompt, int[] teacherPrompt, int[] completion) {
        return new DistillationExample(
                id,
                Sequence.of(studentPrompt, completion),
                new TeacherSignal.View(Sequence.of(teacherPrompt, completion)));
    }
}
