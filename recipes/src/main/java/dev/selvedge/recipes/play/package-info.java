/** Self-play: recipes of the family, each made of the same few parts, and the stages that practise. */
@NullMarked
package dev.selvedge.recipes.play;

import org.jspecify.annotations.NullMarked;
