/** What Selvedge offers over HTTP: a model, or any policy, as an OpenAI-compatible endpoint. */
@NullMarked
package dev.selvedge.serve;

import org.jspecify.annotations.NullMarked;
