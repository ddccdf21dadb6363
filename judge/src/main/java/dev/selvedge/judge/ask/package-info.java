/** Judges that ask a policy: the rubric, what is shown of a trajectory, reading of replies, votes. */
@NullMarked
package dev.selvedge.judge.ask;

import org.jspecify.annotations.NullMarked;
