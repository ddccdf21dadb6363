package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement while its file is being read. Whether an output needs a name, and where a block's result goes, is known
 * only when something refers to it, so drafts can change until the whole file is read.
 */
abstract sealed class Draft {
    /** The file's action that it comes from, null for what the file says without an action. */
    final @Nullable Action action;

    private Draft(@Nullable Action action) {
        this.action = action;
    }

    /** Where lists begin whose variables are only ever appended to. */
    static final class Anchor extends Draft {
        final Set<String> lists = new LinkedHashSet<>();

        Anchor() {
            super(null);
        }
    }

    static final class Comment extends Draft {
        final String text;

        Comment(Action action, String text) {
            super(action);
            this.text = text;
        }
    }

    /** A draft whose output can have a name. */
    abstract static sealed class Giving extends Draft {
        @Nullable
        String name;

        private Giving(@Nullable Action action, @Nullable String name) {
            super(action);
            this.name = name;
        }
    }

    static final class Call extends Giving {
        final String id;
        final Map<String, Value> parameters;

        Call(Action action, Map<String, Value> parameters, @Nullable String name) {
            super(action, name);
            this.id = action.id();
            this.parameters = parameters;
        }
    }

    static final class Assign extends Giving {
        final Value value;
        /** A variable that was only got to be given on: whoever takes it refers to the variable itself. */
        boolean passedOn;

        Assign(@Nullable Action action, @Nullable String name, Value value) {
            super(action, name);
            this.value = value;
        }
    }

    static final class Append extends Draft {
        final String variable;
        final Value value;

        Append(@Nullable Action action, String variable, Value value) {
            super(action);
            this.variable = variable;
            this.value = value;
        }
    }

    /** A body with what flows out of its end. */
    static final class Body {
        final List<Draft> drafts = new ArrayList<>();
        Slot end;

        Body(Slot start) {
            end = start;
        }

        /** Whether nothing but comments follows a draft. */
        boolean endsWith(Draft draft) {
            for (Draft last : drafts.reversed()) {
                if (last == draft) {
                    return true;
                }
                if (!(last instanceof Comment)) {
                    return false;
                }
            }
            return false;
        }
    }

    /** A block, with the variable of its result once there is one. */
    abstract static sealed class Block extends Draft {
        final List<Draft> home;
        final List<Body> bodies = new ArrayList<>();
        /** The action that names the result. */
        Action end;

        @Nullable
        String result;

        private Block(Action action, List<Draft> home) {
            super(action);
            this.home = home;
            end = action;
        }

        boolean loop() {
            return switch (this) {
                case Repeat repeat -> true;
                case ForEach each -> true;
                case If choice -> false;
                case Menu menu -> false;
            };
        }
    }

    /** The bodies are the two ways. */
    static final class If extends Block {
        final Condition condition;

        If(Action action, List<Draft> home, Condition condition) {
            super(action, home);
            this.condition = condition;
        }
    }

    /** The bodies are the cases', in the order of the titles. */
    static final class Menu extends Block {
        final Value prompt;
        final List<Value> titles = new ArrayList<>();

        Menu(Action action, List<Draft> home, Value prompt) {
            super(action, home);
            this.prompt = prompt;
        }
    }

    static final class Repeat extends Block {
        final String index;
        boolean counts;
        final Value count;

        Repeat(Action action, List<Draft> home, String index, Value count) {
            super(action, home);
            this.index = index;
            this.count = count;
        }
    }

    static final class ForEach extends Block {
        final String item;
        final String index;
        boolean counts;
        final Value items;

        ForEach(Action action, List<Draft> home, String item, String index, Value items) {
            super(action, home);
            this.item = item;
            this.index = index;
            this.items = items;
        }
    }
}
