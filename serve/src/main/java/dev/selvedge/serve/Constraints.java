package dev.selvedge.serve;

import dev.selvedge.model.Constraint;
import dev.selvedge.model.Model;
import org.jspecify.annotations.Nullable;

/** What a request says of the shape of its reply, as a constraint on tokens. */
final class Constraints {
    private Constraints() {}

    /** @throws Refusal if the shape is one that cannot be held to */
    static @Nullable Constraint of(ChatCall call, Model model) throws Refusal {
        if (!(call.shape() instanceof Shape.Text)) {
            throw Refusal.unsupported("response_format", "'response_format' is text here.");
        }
        if (call.choice() instanceof ToolChoice.Required || call.choice() instanceof ToolChoice.Named) {
            throw Refusal.unsupported("tool_choice", "'tool_choice' is 'auto' or 'none' here.");
        }
        return null;
    }
}
