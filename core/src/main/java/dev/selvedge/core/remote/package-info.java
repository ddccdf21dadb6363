/**
 * Policies behind an OpenAI-compatible endpoint. A {@link dev.selvedge.core.remote.RemotePolicy} asks, a
 * {@link dev.selvedge.core.remote.Journal} keeps every exchange so that none is paid for twice.
 */
@NullMarked
package dev.selvedge.core.remote;

import org.jspecify.annotations.NullMarked;
