/** What a teacher policy adds to workflows: names, comments, plans and queries, and better code for drafts. */
@NullMarked
package dev.selvedge.synth.think;

import org.jspecify.annotations.NullMarked;
