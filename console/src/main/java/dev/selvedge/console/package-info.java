/** What Selvedge offers over HTTP on this machine: a policy as an OpenAI-compatible endpoint. */
@NullMarked
package dev.selvedge.console;

import org.jspecify.annotations.NullMarked;
