package dev.selvedge.serve;

import dev.selvedge.model.CallFrame;
import dev.selvedge.model.Constraint;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a reply to one call of one of some tools: the tokens that frame the call, and between them arguments that fit the
 * tool's schema.
 *
 * @param calls that are allowed, at least one
 * @param words of a mask over the vocabulary
 */
record ForcedCall(List<Call> calls, int words) implements Constraint {
    /**
     * A call that is allowed.
     *
     * @param frame around the arguments
     * @param arguments what they must be like; nothing may follow their end
     */
    record Call(CallFrame frame, Constraint arguments) {}

    @Override
    public Progress start() {
        List<OneCall> possible = new ArrayList<>();
        calls.forEach(call -> possible.add(new OneCall(call)));
        return new AnyCall(possible, words);
    }

    /** Where the reply stands in all calls that it still may be. */
    private static final class AnyCall implements Progress {
        private final List<OneCall> possible;
        private final int words;

        AnyCall(List<OneCall> possible, int words) {
            this.possible = possible;
            this.words = words;
        }

        @Override
        public long[] allowed(int remaining) {
            long[] mask = new long[words];
            for (OneCall call : possible) {
                call.allow(mask, remaining);
            }
            return mask;
        }

        @Override
        public boolean mayEnd() {
            return possible.stream().anyMatch(OneCall::isOver);
        }

        @Override
        public boolean mustEnd() {
            return possible.stream().allMatch(OneCall::isOver);
        }

        @Override
        public void accept(int id) {
            possible.removeIf(call -> !call.accept(id));
            if (possible.isEmpty()) {
                throw new IllegalArgumentException("token " + id + " does not follow in any of the calls");
            }
        }
    }

    /** Where the reply stands in one call. */
    private static final class OneCall {
        private final int[] before;
        private final int[] after;
        private final Progress arguments;
        private int beforeTaken;
        private int afterTaken;
        private long[] lastAllowed = {};

        OneCall(Call call) {
            this.before = call.frame().before();
            this.after = call.frame().after();
            this.arguments = call.arguments().start();
        }

        boolean isOver() {
            return beforeTaken == before.length && arguments.mustEnd() && afterTaken == after.length;
        }

        void allow(long[] mask, int remaining) {
            lastAllowed = new long[mask.length];
            if (beforeTaken < before.length) {
                set(lastAllowed, before[beforeTaken]);
            } else if (!arguments.mustEnd()) {
                long[] inside = arguments.allowed(remaining - after.length);
                System.arraycopy(inside, 0, lastAllowed, 0, inside.length);
            } else if (afterTaken < after.length) {
                set(lastAllowed, after[afterTaken]);
            }
            for (int i = 0; i < mask.length; i++) {
                mask[i] |= lastAllowed[i];
            }
        }

        private static void set(long[] mask, int id) {
            mask[id >> 6] |= 1L << id;
        }

        boolean accept(int id) {
            if ((lastAllowed[id >> 6] >> id & 1) == 0) {
                return false;
            }
            if (beforeTaken < before.length) {
                beforeTaken++;
            } else if (!arguments.mustEnd()) {
                arguments.accept(id);
            } else {
                afterTaken++;
            }
            return true;
        }
    }
}
