package dev.selvedge.workflow.code;

import dev.selvedge.workflow.python.Node;
import java.util.List;

/** {@code def main(): …} with its call at the end of the code: the statements of the function, in another spelling. */
final class Mains {
    private Mains() {}

    /**
     * Whether a statement is the definition of a function without parameters, and all that comes after it is the call of
     * this function, perhaps in {@code if __name__ == "__main__":}.
     */
    static boolean calledLast(List<Node> statements, int at, Reading reading) {
        Node definition = statements.get(at);
        if (!definition.type().equals("function_definition")
                || at != statements.size() - 2
                || !Reading.parts(Reading.part(definition, "parameters")).isEmpty()) {
            return false;
        }
        String call = reading.text(Reading.part(definition, "name")) + "()";
        Node last = statements.getLast();
        if (last.type().equals("if_statement")
                && reading.text(Reading.part(last, "condition")).matches("__name__ == ([\"'])__main__\\1")
                && last.children("alternative").isEmpty()) {
            List<Node> body = Reading.parts(Reading.part(last, "consequence"));
            return body.size() == 1 && reading.text(body.getFirst()).equals(call);
        }
        return reading.text(last).equals(call);
    }
}
