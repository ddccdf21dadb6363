package dev.selvedge.synth.confirm;

import dev.selvedge.synth.expand.ExpandedQuery;

/**
 * One answer of an annotator to an expanded query.
 *
 * @param number of the draft, from 0
 * @param plan text before the code, empty where there is none
 * @param code as written, empty where there is none
 * @param failure why there is no whole answer, a sentence; empty where there is one
 */
public record Drafted(ExpandedQuery query, int number, String plan, String code, String failure) {}
